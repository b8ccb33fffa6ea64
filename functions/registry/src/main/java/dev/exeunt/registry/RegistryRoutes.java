package dev.exeunt.registry;

import dev.exeunt.aws.http.Routes;
import dev.exeunt.core.Identifiers;
import dev.exeunt.core.Limits;
import dev.exeunt.core.action.registry.EndUserSessions;
import dev.exeunt.core.action.registry.IssueTicket;
import dev.exeunt.core.action.registry.Join;
import dev.exeunt.core.action.registry.ListFailures;
import dev.exeunt.core.action.registry.OpenSession;
import dev.exeunt.core.action.registry.PreviewLogout;
import dev.exeunt.core.action.registry.ReadJob;
import dev.exeunt.core.action.registry.ReadLogout;
import dev.exeunt.core.action.registry.ReadSessions;
import dev.exeunt.core.action.registry.RedriveDeliveries;
import dev.exeunt.core.action.registry.RegisterClients;
import dev.exeunt.core.action.registry.RegisterFlows;
import dev.exeunt.core.action.registry.RemoveSession;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The registry's routes. The template has one for all of them, so that a wrong path or method gets our own answer.
final class RegistryRoutes implements Routes {

    private final RegisterClients clients;
    private final SessionVerbs sessions;
    private final DeliveryVerbs deliveries;
    private final RegisterFlows flows;

    /// What is done with sessions.
    record SessionVerbs(OpenSession open, Join join, IssueTicket ticket, ReadSessions read, RemoveSession remove,
            PreviewLogout preview, EndUserSessions endAll) {}

    /// What is done with logouts, their deliveries, and bulk jobs.
    record DeliveryVerbs(ReadLogout readLogout, ListFailures failures, RedriveDeliveries redrive, ReadJob readJob) {}

    RegistryRoutes(RegisterClients clients, RegisterFlows flows, SessionVerbs sessions, DeliveryVerbs deliveries) {
        this.clients = clients;
        this.flows = flows;
        this.sessions = sessions;
        this.deliveries = deliveries;
    }

    @Override
    public WebAnswer answer(String routeKey, WebRequest request) {
        var target = Target.of(request.path());
        if (target.isEmpty()) {
            return WebAnswer.problem(Problem.of(404, "unknown_path", "The registry has nothing there."));
        }
        var method = request.method().equals("HEAD") ? "GET" : request.method();
        if (!target.get().methods().contains(method)) {
            return wrongMethod(target.get().methods());
        }
        return Body.tooLarge(request).or(() -> misspelled(target.get()))
                .map(WebAnswer::problem)
                .orElseGet(() -> answer(target.get(), method, request));
    }

    private WebAnswer answer(Target target, String method, WebRequest request) {
        return switch (target) {
            case Target.Clients _ -> clients.list(request.query());
            case Target.Client(String key) -> client(key, method, request);
            case Target.Session(String id) -> session(id, method, request);
            case Target.Tickets(String session) -> sessions.ticket().issue(session, request.baseUrl());
            case Target.Participant(String session, String client) ->
                body(request, json -> sessions.join().join(session, client, json));
            case Target.UserSessions(String user) -> method.equals("DELETE")
                    ? sessions.endAll().begin(user, request.query())
                    : sessions.read().ofUser(user, request.query());
            case Target.Plan(String session) -> sessions.preview().get(session);
            case Target.Flow(String slug) -> flow(slug, method, request);
            case Target.Job(String id) -> deliveries.readJob().get(id);
            case Target.Logout(String ref) -> deliveries.readLogout().get(ref);
            case Target.Deliveries _ -> deliveries.failures().list(request.query());
            case Target.Redrive _ -> body(request, json -> deliveries.redrive().begin(json));
        };
    }

    private WebAnswer client(String key, String method, WebRequest request) {
        return switch (method) {
            case "PUT" -> Body.isSamlMetadata(request)
                    ? clients.putMetadata(key, request.body(), request.query())
                    : body(request, json -> clients.put(key, json));
            case "DELETE" -> clients.delete(key);
            default -> clients.get(key);
        };
    }

    private WebAnswer flow(String slug, String method, WebRequest request) {
        return switch (method) {
            case "PUT" -> body(request, json -> flows.put(slug, json));
            case "DELETE" -> flows.delete(slug);
            default -> flows.get(slug);
        };
    }

    private WebAnswer session(String id, String method, WebRequest request) {
        return switch (method) {
            case "PUT" -> body(request, json -> sessions.open().open(id, json));
            case "DELETE" -> sessions.remove().remove(id, request.query());
            default -> sessions.read().get(id);
        };
    }

    private static WebAnswer body(WebRequest request, Function<Map<String, Object>, WebAnswer> verb) {
        return switch (Body.json(request)) {
            case Checked.Good<Map<String, Object>> good -> verb.apply(good.value());
            case Checked.Bad<Map<String, Object>> bad -> WebAnswer.problem(bad.problem());
        };
    }

    /// A session or client that the path spells in a way that none can have.
    private static Optional<Problem> misspelled(Target target) {
        return switch (target) {
            case Target.Client(String key) -> id("client_id", key);
            case Target.Session(String id) -> id("session", id);
            case Target.Tickets(String session) -> id("session", session);
            case Target.Participant(String session, String client) ->
                id("session", session).or(() -> id("client_id", client));
            case Target.UserSessions(String user) -> user.isEmpty() || user.length() > Limits.IDENTIFIER
                    ? Optional.of(Problem.invalid("user", "length", "user must have 1 to 255 characters."))
                    : Optional.empty();
            case Target.Plan(String session) -> id("session", session);
            case Target.Clients _,Target.Logout _,Target.Flow _,Target.Job _,Target.Deliveries _,Target.Redrive _ ->
                Optional.empty();
        };
    }

    private static Optional<Problem> id(String field, String text) {
        return Identifiers.isPathId(text)
                ? Optional.empty()
                : Optional.of(Problem.invalid(field, "identifier",
                        field + " must be 1 to 255 of A-Z a-z 0-9 . _ ~ : @ - in the path."));
    }

    private static WebAnswer wrongMethod(Set<String> methods) {
        var allowed = new TreeSet<>(methods);
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        var names = String.join(", ", allowed);
        return WebAnswer.problem(Problem.of(405, "method_not_allowed", "This address answers " + names + " only."))
                .withHeader("Allow", names);
    }
}
