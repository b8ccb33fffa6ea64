package dev.exeunt.local.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/// What the identity provider tells and asks Exeunt's registry, over HTTP.
final class Registry {

    private final Wire wire;
    private final URI base;

    Registry(Wire wire, URI base) {
        this.wire = wire;
        this.base = base;
    }

    /// Where a session stands.
    sealed interface Standing {

        record Living() implements Standing {}

        /// Ended, by the logout of this reference.
        record Ended(Optional<String> ref) implements Standing {}

        record Unknown() implements Standing {}

        record Unavailable(String why) implements Standing {}
    }

    /// What became of something told.
    sealed interface Told {

        record Accepted() implements Told {}

        /// The session has ended: no token may be issued for it.
        record SessionEnded() implements Told {}

        record Refused(String why) implements Told {}
    }

    /// Strongly consistent, so that nobody who has logged out is let in.
    Standing standing(String session) {
        try {
            var answer = wire.get(at("/sessions/" + session));
            return switch (answer.statusCode()) {
                case 200 -> new Standing.Living();
                case 404 -> new Standing.Unknown();
                case 410 -> new Standing.Ended(Json.parse(answer.body()).text("ref"));
                default -> new Standing.Unavailable("The registry answered " + answer.statusCode());
            };
        } catch (IOException unreachable) {
            return new Standing.Unavailable("The registry does not answer");
        }
    }

    Told put(String path, Map<String, ?> body) {
        return put(path, "application/json", Json.write(body));
    }

    Told put(String path, String mediaType, String body) {
        try {
            return judge(wire.put(at(path), mediaType, body));
        } catch (IOException unreachable) {
            return new Told.Refused("the registry does not answer");
        }
    }

    private static Told judge(HttpResponse<String> answer) {
        if (answer.statusCode() == 200 || answer.statusCode() == 201) {
            return new Told.Accepted();
        }
        if (answer.statusCode() == 409 && answer.body().contains("session_ended")) {
            return new Told.SessionEnded();
        }
        return new Told.Refused("the registry answered %d %s".formatted(answer.statusCode(), answer.body()).strip());
    }

    /// What happened to the notices of a logout; empty where the registry cannot say.
    Optional<Json> logout(String ref) {
        try {
            var answer = wire.get(at("/logouts/" + ref));
            return answer.statusCode() == 200 ? Optional.of(Json.parse(answer.body())) : Optional.empty();
        } catch (IOException unreachable) {
            return Optional.empty();
        }
    }

    private URI at(String path) {
        return URI.create(base + path);
    }
}
