package dev.exeunt.core.action.registry;

import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Sessions;

import dev.exeunt.core.action.memory.InMemoryClients;
import dev.exeunt.core.action.memory.InMemoryLogouts;
import dev.exeunt.core.action.memory.InMemorySessions;
import dev.exeunt.core.action.memory.SetTime;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.WebAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The registry's verbs on ports in memory, with one user and a few clients.
final class Registry {

    static final String ISSUER = "https://idp.example";
    static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    static final String END = "2026-11-22T20:00:00Z";

    final SetTime time = new SetTime(START);
    final InMemorySessions sessions = new InMemorySessions();
    final InMemoryLogouts logouts = new InMemoryLogouts(sessions);
    final InMemoryClients clients = new InMemoryClients();
    final OpenSession openSession;
    final Join join;

    Registry() {
        this(null);
    }

    /// @param between what stands between the verbs and the sessions, or null for nothing
    Registry(@Nullable Sessions between) {
        var changes = new ChangeSession(between == null ? sessions : between, time, time, new Random(7));
        openSession = new OpenSession(changes, time);
        join = new Join(changes, clients, ISSUER);
        clients.put(client("wiki"));
        clients.put(client("mail"));
    }

    /// A client with a back channel that wants both `sub` and `sid` where there is one.
    static OidcClient client(String key) {
        return client(key, new LogoutUri("https://" + key + ".example/bc", false), null, Profile.STANDARD);
    }

    static OidcClient client(String key, @Nullable LogoutUri back, @Nullable LogoutUri front, Profile profile) {
        return new OidcClient(key, key, key, List.of(), List.of(), back, front, "RS256", null, null, profile);
    }

    WebAnswer open(String session, String... cookies) {
        return openSession.open(session, body("u-1", END, cookies));
    }

    static Map<String, Object> body(String user, String expiresAt, String... cookies) {
        return Map.of("user", user, "expires_at", expiresAt, "cookie_sha256",
                List.of(cookies).stream().map(cookie -> CookieHash.of(cookie).value()).toList());
    }

    WebAnswer join(String session, String client, @Nullable String sid) {
        return join.join(session, client, identity("sub-1", sid));
    }

    static Map<String, Object> identity(String sub, @Nullable String sid) {
        return sid == null ? Map.of("iss", ISSUER, "sub", sub) : Map.of("iss", ISSUER, "sub", sub, "sid", sid);
    }

    Session stored(String session) {
        return sessions.read(session).orElseThrow().session();
    }

    /// Ends a session, or a client's part in it.
    void end(String session, String ref, @Nullable String client) {
        var logout = new Logout(ref, session, "u-1", client, EndReason.USER, time.instant(),
                new StagePlan(Flow.INVALIDATION.slug(), Initiator.USER, List.of(), List.of(), List.of(), List.of()));
        var committed = logouts.commit(new Logouts.Ending(stored(session), logout, null,
                time.instant().plus(Duration.ofSeconds(60))));
        if (!(committed instanceof Logouts.Committed.Done)) {
            throw new AssertionError(committed);
        }
    }

    static Map<String, Object> json(WebAnswer answer) {
        return Json.read(new String(answer.body(), StandardCharsets.UTF_8)).orElseThrow();
    }
}
