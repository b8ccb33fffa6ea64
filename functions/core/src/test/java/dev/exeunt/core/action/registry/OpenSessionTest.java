package dev.exeunt.core.action.registry;

import static dev.exeunt.core.action.registry.Registry.END;
import static dev.exeunt.core.action.registry.Registry.START;
import static dev.exeunt.core.action.registry.Registry.body;
import static dev.exeunt.core.action.registry.Registry.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.web.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenSessionTest {

    private final Registry registry = new Registry();

    @Test
    void aNewSessionIsFoundByItsCookies() {
        var answer = registry.open("s-1", "old", "new");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(json(answer)).isEqualTo(Map.of("session", "s-1", "user", "u-1", "expires_at", END, "participants",
                List.of()));
        assertThat(found("old")).contains("s-1");
        assertThat(found("new")).contains("s-1");
        assertThat(registry.stored("s-1").createdAt()).isEqualTo(START);
        assertThat(registry.stored("s-1").gate().version()).isEqualTo(1);
    }

    @Test
    void aSessionMayHaveNoCookieForAnIdpThatSendsTickets() {
        assertThat(registry.open("s-1").status()).isEqualTo(201);
        assertThat(registry.openSession.open("s-2", Map.of("user", "u-1", "expires_at", END)).status()).isEqualTo(201);
    }

    @Test
    void theSameAgainWritesNothing() {
        registry.open("s-1", "a", "b");
        var answer = registry.open("s-1", "b", "a", "a");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(registry.sessions.writes()).isEqualTo(1);
        assertThat(registry.stored("s-1").gate().version()).isEqualTo(1);
    }

    @Test
    void cookiesRotateAndTheEndMoves() {
        registry.open("s-1", "a", "b");
        registry.join("s-1", "wiki", "sid-1");
        var answer = registry.openSession.open("s-1", body("u-1", "2026-11-22T23:00:00+01:00", "b", "c"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer)).containsEntry("expires_at", "2026-11-22T22:00:00Z");
        assertThat(json(answer).get("participants")).asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1);
        assertThat(found("a")).isEmpty();
        assertThat(found("b")).contains("s-1");
        assertThat(found("c")).contains("s-1");
        assertThat(registry.stored("s-1").gate().version()).isEqualTo(3);
        assertThat(registry.stored("s-1").gate().count()).isEqualTo(1);
    }

    @Test
    void anEndedSessionStaysEndedAndNamesItsLogout() {
        registry.open("s-1", "a");
        registry.end("s-1", "r-1", null);
        var answer = registry.open("s-1", "a");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(json(answer)).containsEntry("code", "session_ended").containsEntry("ref", "r-1");
    }

    @Test
    void aSessionPastItsTimeIsNotExtended() {
        registry.open("s-1", "a");
        registry.time.pass(Duration.ofHours(12));
        var answer = registry.openSession.open("s-1", body("u-1", "2026-11-23T20:00:00Z", "a"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(json(answer)).containsEntry("code", "session_ended").doesNotContainKey("ref");
    }

    @Test
    void whoRepeatsWhatOpenedASessionThatTimeHasEndedLearnsThatItIsOver() {
        registry.open("s-1", "a");
        registry.time.pass(Duration.ofHours(12));
        assertThat(json(registry.open("s-1", "a"))).containsEntry("code", "session_ended");
    }

    @Test
    void anOpenSessionIsNotMovedIntoThePast() {
        registry.open("s-1", "a");
        var answer = registry.openSession.open("s-1", body("u-1", "2026-11-22T08:00:00Z", "a"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer)).containsEntry("field", "expires_at").containsEntry("rule", "future");
        assertThat(registry.stored("s-1").expiresAt()).isEqualTo(Instant.parse(END));
    }

    @Test
    void aSessionNeverChangesHands() {
        registry.open("s-1", "a");
        var answer = registry.openSession.open("s-1", body("u-2", END, "a"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(json(answer)).containsEntry("code", "user_changed");
        assertThat(registry.stored("s-1").user()).isEqualTo("u-1");
    }

    @Test
    void aCookieOfAnotherLivingSessionIsRefused() {
        registry.open("s-1", "a");
        var answer = registry.open("s-2", "b", "a");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(json(answer)).containsEntry("rule", "cookie_in_use");
        assertThat(registry.sessions.read("s-2")).isEmpty();
        assertThat(found("b")).isEmpty();
    }

    @Test
    void aCookieOfASessionThatIsOverFindsTheNextOne() {
        registry.open("s-1", "a", "b");
        registry.end("s-1", "r-1", null);
        assertThat(registry.open("s-2", "a").status()).isEqualTo(201);
        assertThat(found("a")).contains("s-2");

        registry.time.pass(Duration.ofHours(12));
        var answer = registry.openSession.open("s-3", body("u-1", "2026-11-23T20:00:00Z", "a", "b"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(found("a")).contains("s-3");
        assertThat(found("b")).contains("s-3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"user|required|{'expires_at':'2026-11-22T20:00:00Z'}",
        "user|string|{'user':7,'expires_at':'2026-11-22T20:00:00Z'}",
        "user|characters|{'user':'a?b','expires_at':'2026-11-22T20:00:00Z'}",
        "user|not_empty|{'user':'','expires_at':'2026-11-22T20:00:00Z'}", "expires_at|required|{'user':'u'}",
        "expires_at|string|{'user':'u','expires_at':1790000000}",
        "expires_at|rfc3339|{'user':'u','expires_at':'tomorrow'}",
        "expires_at|rfc3339|{'user':'u','expires_at':'2026-11-22T20:00:00'}",
        "expires_at|future|{'user':'u','expires_at':'2026-11-22T08:00:00Z'}",
        "expires_at|session_life|{'user':'u','expires_at':'2028-11-22T08:00:00Z'}",
        "cookie_sha256|array_of_strings|{'user':'u','expires_at':'2026-11-22T20:00:00Z','cookie_sha256':'x'}",
        "cookie_sha256|sha256|{'user':'u','expires_at':'2026-11-22T20:00:00Z','cookie_sha256':['x']}",
        "cookie_sha256|length|{'user':'u','expires_at':'2026-11-22T20:00:00Z','cookie_sha256':['0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef']}",
        "cookie_sha256|items|{'user':'u','expires_at':'2026-11-22T20:00:00Z','cookie_sha256':['1','2','3','4','5']}"})
    void whatIsNoSessionIsRefusedAndNothingIsWritten(String field, String rule, String body) {
        var answer = registry.openSession.open("s-1", Json.read(body.replace('\'', '"')).orElseThrow());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer)).containsEntry("field", field).containsEntry("rule", rule);
        assertThat(registry.sessions.writes()).isZero();
    }

    @Test
    void theLongestLifeIsAllowed() {
        var end = START.plus(Limits.SESSION_LIFE).toString();
        assertThat(registry.openSession.open("s-1", body("u-1", end)).status()).isEqualTo(201);
        assertThat(registry.stored("s-1").expiresAt()).isEqualTo(Instant.parse(end));
    }

    private Optional<String> found(String cookie) {
        return registry.sessions.find(new Handle.Cookie(CookieHash.of(cookie)));
    }
}
