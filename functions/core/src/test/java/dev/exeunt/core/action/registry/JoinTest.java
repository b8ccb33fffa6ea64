package dev.exeunt.core.action.registry;

import static dev.exeunt.core.action.registry.Registry.ISSUER;
import static dev.exeunt.core.action.registry.Registry.client;
import static dev.exeunt.core.action.registry.Registry.identity;
import static dev.exeunt.core.action.registry.Registry.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.OidcClient.Subject;
import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Participant.Presence;
import dev.exeunt.core.session.SignIns;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.WebAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JoinTest {

    private final Registry registry = new Registry();

    JoinTest() {
        registry.open("s-1", "cookie");
    }

    @Test
    void aClientJoinsAndItsSidFindsTheSession() {
        var answer = registry.join("s-1", "wiki", "sid-1");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(json(answer)).isEqualTo(Map.of("client_id", "wiki", "identities",
                List.of(Map.of("iss", ISSUER, "sub", "sub-1", "sid", "sid-1"))));
        assertThat(found("sid-1")).contains("s-1");
        assertThat(participant()).isEqualTo(new Participant.Oidc("wiki",
                List.of(new OidcIdentity(ISSUER, "sub-1", "sid-1")), Registry.START, new Presence.Here()));
        var gate = registry.stored("s-1").gate();
        assertThat(gate.version()).isEqualTo(2);
        assertThat(gate.count()).isEqualTo(1);
        assertThat(gate.bytes()).isEqualTo(answer.body().length);
    }

    @Test
    void theSameIdentityAgainWritesNothing() {
        registry.join("s-1", "wiki", "sid-1");
        var writes = registry.sessions.writes();

        assertThat(registry.join("s-1", "wiki", "sid-1").status()).isEqualTo(200);
        assertThat(registry.sessions.writes()).isEqualTo(writes);
    }

    @Test
    void otherIdentifiersAddAnIdentity() {
        registry.join("s-1", "wiki", "sid-1");
        registry.time.pass(Duration.ofMinutes(5));
        var answer = registry.join("s-1", "wiki", "sid-2");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(participant().identities()).extracting(OidcIdentity::sid).containsExactly("sid-1", "sid-2");
        assertThat(participant().joinedAt()).isEqualTo(Registry.START);
        assertThat(found("sid-1")).contains("s-1");
        assertThat(found("sid-2")).contains("s-1");
        assertThat(registry.stored("s-1").gate().count()).isEqualTo(1);
    }

    @Test
    void anIdentityTooManyIsRefused() {
        for (int i = 0; i < Limits.IDENTITIES; i++) {
            assertThat(registry.join("s-1", "wiki", "sid-" + i).status()).isLessThan(300);
        }
        assertLimit(registry.join("s-1", "wiki", "one-more"), "identities");
        assertThat(registry.join("s-1", "wiki", "sid-0").status()).isEqualTo(200);
    }

    @Test
    void aParticipantTooManyIsRefused() {
        for (int i = 0; i < Limits.PARTICIPANTS; i++) {
            registry.clients.put(client("c-" + i));
            assertThat(registry.join("s-1", "c-" + i, null).status()).isEqualTo(201);
        }
        assertLimit(registry.join("s-1", "wiki", null), "participants");
        assertThat(registry.join("s-1", "c-0", "sid").status()).isEqualTo(200);
        assertThat(registry.stored("s-1").gate().count()).isEqualTo(Limits.PARTICIPANTS);
    }

    @Test
    void moreBytesThanASessionHoldsAreRefused() {
        var last = Optional.<WebAnswer>empty();
        for (int i = 0; last.isEmpty(); i++) {
            var key = "c".repeat(240) + i;
            registry.clients.put(client(key));
            for (int n = 0; n < Limits.IDENTITIES && last.isEmpty(); n++) {
                var answer = registry.join.join("s-1", key, identity("s".repeat(250), "x".repeat(240) + i + "-" + n));
                last = answer.status() < 300 ? Optional.empty() : Optional.of(answer);
            }
        }
        assertLimit(last.get(), "session_bytes");
        assertThat(registry.stored("s-1").gate().bytes()).isLessThanOrEqualTo(Limits.SESSION_BYTES)
                .isGreaterThan(Limits.SESSION_BYTES - 1000);
    }

    @Test
    void whoLeftAndComesBackIsHereWithTheNewIdentityOnly() {
        registry.join("s-1", "wiki", "sid-1");
        registry.join("s-1", "wiki", "sid-2");
        registry.end("s-1", "r-1", "wiki");
        assertThat(registry.stored("s-1").gate().count()).isZero();
        registry.time.pass(Duration.ofMinutes(5));

        var answer = registry.join("s-1", "wiki", "sid-2");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(participant()).isEqualTo(
                new Participant.Oidc("wiki", List.of(new OidcIdentity(ISSUER, "sub-1", "sid-2")),
                        Registry.START.plus(Duration.ofMinutes(5)), new Presence.Here()));
        assertThat(found("sid-1")).isEmpty();
        assertThat(found("sid-2")).contains("s-1");
        assertThat(registry.stored("s-1").gate().count()).isEqualTo(1);
    }

    @Test
    void nobodyJoinsASessionThatHasEnded() {
        registry.join("s-1", "wiki", "sid-1");
        registry.end("s-1", "r-1", null);

        for (String client : List.of("wiki", "mail")) {
            var answer = registry.join("s-1", client, "sid-1");
            assertThat(answer.status()).isEqualTo(409);
            assertThat(json(answer)).containsEntry("code", "session_ended").containsEntry("ref", "r-1");
        }
    }

    @Test
    void nobodyJoinsASessionPastItsTime() {
        registry.time.pass(Duration.ofHours(12));
        var answer = registry.join("s-1", "wiki", "sid-1");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(json(answer)).containsEntry("code", "session_ended").doesNotContainKey("ref");
    }

    @Test
    void anUnknownSessionOrClientIsNotFound() {
        assertThat(json(registry.join("s-2", "wiki", null))).containsEntry("status", 404L)
                .containsEntry("code", "unknown_session");
        assertThat(json(registry.join("s-1", "nobody", null))).containsEntry("status", 404L)
                .containsEntry("code", "unknown_client");
    }

    @Test
    void b4ASidThatFindsAnotherLivingSessionIsRefused() {
        registry.join("s-1", "wiki", "sid-1");
        registry.open("s-2");
        var answer = registry.join("s-2", "wiki", "sid-1");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(json(answer)).containsEntry("rule", "sid_in_use");
        assertThat(registry.sessions.read("s-2").orElseThrow().participants()).isEmpty();
        assertThat(registry.join("s-2", "mail", "sid-1").status()).as("another client's sid").isEqualTo(201);
    }

    @Test
    void aSidOfASessionThatIsOverFindsTheNextOne() {
        registry.join("s-1", "wiki", "sid-1");
        registry.end("s-1", "r-1", null);
        registry.open("s-2");

        assertThat(registry.join("s-2", "wiki", "sid-1").status()).isEqualTo(201);
        assertThat(found("sid-1")).contains("s-2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"iss|required|{'sub':'s'}",
        "iss|issuer|{'iss':'https://idp.example/','sub':'s'}",
        "iss|string|{'iss':{},'sub':'s'}", "sub|required|{'iss':'https://idp.example'}",
        "sub|not_empty|{'iss':'https://idp.example','sub':''}",
        "sub|string|{'iss':'https://idp.example','sub':[]}",
        "sid|string|{'iss':'https://idp.example','sub':'s','sid':7}",
        "sid|vschar|{'iss':'https://idp.example','sub':'s','sid':'\u00e4'}"})
    void whatIsNoIdentityIsRefused(String field, String rule, String body) {
        var answer = registry.join.join("s-1", "wiki", Json.read(body.replace('\'', '"')).orElseThrow());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer)).containsEntry("field", field).containsEntry("rule", rule);
    }

    @Test
    void b3C3AClientThatRequiresASidCannotJoinWithoutOne() {
        var uri = "https://rp.example/out";
        registry.clients.put(client("back", new LogoutUri(uri, true), null, Profile.STANDARD));
        registry.clients.put(client("front", null, new LogoutUri(uri, true), Profile.STANDARD));
        registry.clients.put(client("sid-only", new LogoutUri(uri, false), null,
                new Profile("logout+jwt", Subject.SID, null)));
        for (String client : List.of("back", "front", "sid-only")) {
            var answer = registry.join("s-1", client, null);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(json(answer)).containsEntry("field", "sid").containsEntry("rule", "session_required");
            assertThat(registry.join("s-1", client, "sid-1").status()).isEqualTo(201);
        }
    }

    @Test
    void aSessionThatEndsBetweenReadingAndWritingIsNotJoined() {
        var between = new Interrupted();
        between.each = () -> {
            between.each = () -> {};
            between.registry.end("s-1", "r-1", null);
        };
        between.registry.open("s-1");
        var answer = between.registry.join("s-1", "wiki", "sid-1");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(json(answer)).containsEntry("ref", "r-1");
        assertThat(between.sessions().read("s-1").orElseThrow().participants()).isEmpty();
    }

    @Test
    void aSessionThatChangesOnceIsReadAgain() {
        var between = new Interrupted();
        between.each = () -> {
            between.each = () -> {};
            between.registry.open("s-1", "another");
        };
        between.registry.open("s-1");

        assertThat(between.registry.join("s-1", "wiki", "sid-1").status()).isEqualTo(201);
        assertThat(between.registry.stored("s-1").gate().version()).isEqualTo(3);
    }

    @Test
    void aSessionThatKeepsChangingIsGivenUp() {
        var between = new Interrupted();
        between.registry.open("s-1");
        between.each = () -> {
            var before = between.registry.stored("s-1");
            between.sessions().write(new Sessions.Change(before, before.changed(before.expiresAt(), List.of()), null,
                    List.of(), List.of()));
            between.count++;
        };
        var answer = between.registry.join("s-1", "wiki", "sid-1");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
        assertThat(between.count).isEqualTo(Limits.COMMIT_TRIES);
    }

    /// Sessions to which something happens before each change of one that is there.
    private static final class Interrupted implements Sessions {

        private Runnable each = () -> {};
        private int count;
        private final Registry registry = new Registry(this);

        private Sessions sessions() {
            return registry.sessions;
        }

        @Override
        public Written write(Change change) {
            if (change.before() != null) {
                each.run();
            }
            return sessions().write(change);
        }

        @Override
        public Optional<SignIns> read(String session) {
            return sessions().read(session);
        }

        @Override
        public Optional<String> find(Handle handle) {
            return sessions().find(handle);
        }

        @Override
        public void bar(String user, Instant until) {
            sessions().bar(user, until);
        }

        @Override
        public List<String> ofUser(String user, @Nullable String after, int limit) {
            return sessions().ofUser(user, after, limit);
        }

        @Override
        public List<String> holding(List<String> ids, String client, Instant at) {
            return sessions().holding(ids, client, at);
        }

        @Override
        public void retire(SignIns ended) {
            sessions().retire(ended);
        }
    }

    @Test
    void aReceiverOfEventsJoinsWithWhatTheFormOfItsSubjectNeeds() {
        registry.clients.put(receiver(CaepReceiver.Subject.EMAIL));
        var body = Map.<String, Object>of("iss", ISSUER, "sub", "u", "sid", "sid-1", "email", "ada@example.com");

        assertThat(registry.join.join("s-1", "hub", Map.of("iss", ISSUER, "sub", "u")).status()).isEqualTo(400);
        assertThat(registry.join.join("s-1", "hub", Map.of("iss", ISSUER, "sub", "u", "email", "ada")).status())
                .isEqualTo(400);
        var answer = registry.join.join("s-1", "hub", body);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(json(answer)).isEqualTo(Map.of("client_id", "hub", "identities", List.of(body)));
        assertThat(registry.join.join("s-1", "hub", body).status()).isEqualTo(200);
        assertThat(registry.sessions.find(new Handle.Sid(ISSUER, "hub", "sid-1"))).isEmpty();
        assertThat(registry.sessions.read("s-1").orElseThrow().participants())
                .containsExactly(new Participant.Caep("hub",
                        List.of(new CaepIdentity(ISSUER, "u", "sid-1", "ada@example.com")), Registry.START,
                        new Presence.Here()));
    }

    @ParameterizedTest
    @EnumSource
    void aReceiverThatIsToldTheSessionMustHaveItsId(CaepReceiver.Subject subject) {
        registry.clients.put(receiver(subject));
        var answer = registry.join.join("s-1", "hub", Map.of("iss", ISSUER, "sub", "u", "email", "ada@example.com"));

        assertThat(answer.status()).isEqualTo(subject.namesSession() ? 400 : 201);
    }

    @Test
    void aClientThatIsOfAnotherKindNowIsKnownAnewByIt() {
        registry.join("s-1", "wiki", "sid-1");
        registry.clients.put(
                new CaepReceiver("wiki", "wiki", "Wiki", "https://wiki.example/e", null, CaepReceiver.Subject.OPAQUE));
        assertThat(registry.join.join("s-1", "wiki", Map.of("iss", ISSUER, "sub", "u", "sid", "sid-2")).status())
                .isEqualTo(200);

        assertThat(registry.sessions.read("s-1").orElseThrow().here()).containsExactly(new Participant.Caep("wiki",
                List.of(new CaepIdentity(ISSUER, "u", "sid-2", null)), Registry.START, new Presence.Here()));
        assertThat(registry.stored("s-1").gate().count()).isEqualTo(1);
        assertThat(found("sid-1")).isEmpty();
    }

    private static CaepReceiver receiver(CaepReceiver.Subject subject) {
        return new CaepReceiver("hub", "hub", "Hub", "https://hub.example/e", null, subject);
    }

    private static void assertLimit(WebAnswer answer, String rule) {
        assertThat(answer.status()).isEqualTo(409);
        assertThat(json(answer)).containsEntry("code", "limit_exceeded").containsEntry("rule", rule);
    }

    private Participant.Oidc participant() {
        return (Participant.Oidc) registry.sessions.read("s-1").orElseThrow().participants().getFirst();
    }

    private Optional<String> found(String sid) {
        return registry.sessions.find(new Handle.Sid(ISSUER, "wiki", sid));
    }
}
