package dev.exeunt.registry;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a path of the registry names.
sealed interface Target {

    /// The methods it answers; `HEAD` is answered wherever `GET` is.
    Set<String> methods();

    /// `/clients`
    record Clients() implements Target {

        @Override
        public Set<String> methods() {
            return Set.of("GET");
        }
    }

    /// `/clients/{client_id}`
    record Client(String key) implements Target {

        @Override
        public Set<String> methods() {
            return Set.of("PUT", "GET", "DELETE");
        }
    }

    /// `/sessions/{session}`
    record Session(String id) implements Target {

        @Override
        public Set<String> methods() {
            return Set.of("PUT", "GET", "DELETE");
        }
    }

    /// `/sessions/{session}/tickets`
    record Tickets(String session) implements Target {

        @Override
        public Set<String> methods() {
            return Set.of("POST");
        }
    }

    /// `/sessions/{session}/participants/{client_id}`
    record Participant(String session, String client) implements Target {

        @Override
        public Set<String> methods() {
            return Set.of("PUT");
        }
    }

    /// `/users/{user}/sessions`
    record UserSessions(String user) implements Target {

        @Override
        public Set<String> methods() {
            return Set.of("GET", "DELETE");
        }
    }

    /// `/sessions/{session}/plan`
    record Plan(String session) implements Target {

        @Override
        public Set<String> methods() {
            return Set.of("GET");
        }
    }

    /// `/flows/{slug}`
    record Flow(String slug) implements Target {

        @Override
        public Set<String> methods() {
            return Set.of("PUT", "GET", "DELETE");
        }
    }

    /// `/jobs/{job}`
    record Job(String id) implements Target {

        @Override
        public Set<String> methods() {
            return Set.of("GET");
        }
    }

    /// `/logouts/{ref}`
    record Logout(String ref) implements Target {

        @Override
        public Set<String> methods() {
            return Set.of("GET");
        }
    }

    /// `/deliveries`
    record Deliveries() implements Target {

        @Override
        public Set<String> methods() {
            return Set.of("GET");
        }
    }

    /// `/deliveries/redrive`
    record Redrive() implements Target {

        @Override
        public Set<String> methods() {
            return Set.of("POST");
        }
    }

    /// What this path names, if it names anything.
    ///
    /// @param path decoded, as an HTTP API gives it
    static Optional<Target> of(String path) {
        var parts = List.of(path.substring(Math.min(1, path.length())).split("/", -1));
        return switch (parts.getFirst()) {
            case "clients" -> client(parts);
            case "sessions" -> session(parts);
            case "users" -> user(parts);
            case "flows" -> parts.size() == 2 ? Optional.of(new Flow(parts.get(1))) : Optional.empty();
            case "jobs" -> parts.size() == 2 ? Optional.of(new Job(parts.get(1))) : Optional.empty();
            case "deliveries" -> deliveries(parts);
            case "logouts" -> parts.size() == 2 ? Optional.of(new Logout(parts.get(1))) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Target> client(List<String> parts) {
        return switch (parts.size()) {
            case 1 -> Optional.of(new Clients());
            case 2 -> Optional.of(new Client(parts.get(1)));
            default -> Optional.empty();
        };
    }

    private static Optional<Target> session(List<String> parts) {
        var below = parts.size() > 2 ? parts.get(2) : "";
        return switch (parts.size()) {
            case 2 -> Optional.of(new Session(parts.get(1)));
            case 3 -> switch (below) {
                case "tickets" -> Optional.of(new Tickets(parts.get(1)));
                case "plan" -> Optional.of(new Plan(parts.get(1)));
                default -> Optional.empty();
            };
            case 4 -> below.equals("participants")
                    ? Optional.of(new Participant(parts.get(1), parts.get(3)))
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Target> deliveries(List<String> parts) {
        return switch (parts.size()) {
            case 1 -> Optional.of(new Deliveries());
            case 2 -> parts.get(1).equals("redrive") ? Optional.of(new Redrive()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// The IdP's id of a user is any text; the gateway has decoded its slashes already.
    private static Optional<Target> user(List<String> parts) {
        return parts.size() > 2 && parts.getLast().equals("sessions")
                ? Optional.of(new UserSessions(String.join("/", parts.subList(1, parts.size() - 1))))
                : Optional.empty();
    }
}
