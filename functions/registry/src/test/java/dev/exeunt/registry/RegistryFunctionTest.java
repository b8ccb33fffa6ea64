package dev.exeunt.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.exeunt.core.Limits;
import dev.exeunt.core.session.CookieHash;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryFunctionTest {

    private static final String SESSION = "{\"user\":\"u-1\",\"expires_at\":\"2026-11-22T20:00:00Z\"}";
    private static final String WIKI = "{\"client_name\":\"Wiki\",\"backchannel_logout_uri\":\"https://wiki.example/bc\"}";
    private static final String IDENTITY = "{\"iss\":\"https://idp.example\",\"sub\":\"s\",\"sid\":\"sid-1\"}";

    private final Call call = new Call();

    @AfterEach
    void nothingEverFailsInside() {
        assertThat(call.events).doesNotContain("request_failed");
    }

    @Test
    void aClientIsRegisteredShownReplacedAndForgotten() {
        assertThat(call.put("/clients/wiki", WIKI).status()).isEqualTo(201);
        assertThat(call.put("/clients/wiki", "{}").status()).isEqualTo(200);
        assertThat(call.get("/clients/wiki").json()).containsEntry("client_id", "wiki")
                .doesNotContainKey("backchannel_logout_uri");
        assertThat(call.delete("/clients/wiki").status()).isEqualTo(204);
        assertThat(call.delete("/clients/wiki").status()).isEqualTo(404);
        assertThat(call.get("/clients/wiki").json()).containsEntry("code", "unknown_client");
    }

    @Test
    void d9BadMetadataIsAProblemWithFieldAndRule() {
        var answer = call.put("/clients/wiki", "{\"backchannel_logout_uri\":\"http://wiki.example/bc\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
        assertThat(answer.json()).containsEntry("error", "invalid_client_metadata")
                .containsEntry("field", "backchannel_logout_uri").containsEntry("rule", "https");
        assertThat(call.get("/clients/wiki").status()).isEqualTo(404);
    }

    @Test
    void twoKeysCannotHaveOneClientId() {
        var odd = "{\"client_id\":\"https://wiki.example/\"}";
        assertThat(call.put("/clients/one", odd).status()).isEqualTo(201);
        var answer = call.put("/clients/two", odd);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json()).containsEntry("field", "client_id").containsEntry("rule", "unique");
    }

    @Test
    void clientsAreListedPageByPage() {
        for (int i = 0; i < 120; i++) {
            call.put("/clients/c-%03d".formatted(i), "{}");
        }
        var seen = new ArrayList<Object>();
        var path = "/clients";
        for (int page = 0; page < 3; page++) {
            var json = call.get(path).json();
            items(json).forEach(item -> seen.add(item.get("key")));
            path = "/clients?cursor=" + json.get("next");
            assertThat(json.containsKey("next")).isEqualTo(page < 2);
        }
        assertThat(seen).hasSize(120).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aSessionIsOpenedJoinedShownAndEnded() {
        call.put("/clients/wiki", WIKI);
        assertThat(call.put("/sessions/s-1", SESSION).status()).isEqualTo(201);
        assertThat(call.put("/sessions/s-1/participants/wiki", IDENTITY).status()).isEqualTo(201);
        assertThat(call.get("/sessions/s-1").json()).containsEntry("user", "u-1")
                .containsEntry("expires_at", "2026-11-22T20:00:00Z")
                .containsEntry("participants", List.of(Map.of("client_id", "wiki", "identities",
                        List.of(Map.of("iss", "https://idp.example", "sub", "s", "sid", "sid-1")))));

        var ended = call.delete("/sessions/s-1?reason=password_changed");
        assertThat(ended.status()).isEqualTo(202);
        var ref = (String) ended.json().get("ref");
        assertThat(call.delete("/sessions/s-1").json()).containsEntry("ref", ref);
        assertThat(call.queue.sent()).hasSize(1);

        var gone = call.get("/sessions/s-1");
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.json()).containsEntry("ref", ref);
        assertThat(call.put("/sessions/s-1/participants/wiki", IDENTITY).status()).isEqualTo(409);

        var logout = call.get("/logouts/" + ref);
        assertThat(logout.status()).isEqualTo(200);
        assertThat(logout.json()).containsEntry("ref", ref).containsEntry("initiator", "operator")
                .containsEntry("reason", "password_changed").containsEntry("session", "s-1")
                .containsEntry("deliveries", List.of(Map.of("client_id", "wiki", "name", "Wiki", "protocol", "oidc",
                        "state", "queued", "run", 1L, "attempts", List.of())));
    }

    @Test
    void aSessionPastItsTimeIsGoneWithoutALogout() {
        call.put("/sessions/s-1", SESSION);
        call.time.pass(Duration.ofHours(12));

        assertThat(call.get("/sessions/s-1").status()).isEqualTo(410);
        assertThat(call.get("/sessions/s-1").json()).doesNotContainKey("ref");
    }

    @Test
    void aTicketLeadsToThePublicUrlAndFindsTheSessionForAMinute() {
        call.put("/sessions/s-1", SESSION);
        var answer = call.post("/sessions/s-1/tickets");

        assertThat(answer.status()).isEqualTo(201);
        var url = (String) answer.json().get("url");
        assertThat(url).startsWith(Call.PUBLIC_URL + "/logout?ticket=");
        var secret = url.substring(url.indexOf('=') + 1);
        assertThat(secret).hasSize(43);
        assertThat(call.tickets.read(CookieHash.of(secret))).hasValueSatisfying(ticket -> {
            assertThat(ticket.session()).isEqualTo("s-1");
            assertThat(ticket.expiresAt()).isEqualTo(call.time.instant().plusSeconds(60));
            assertThat(ticket.used()).isFalse();
        });
        assertThat(call.post("/sessions/s-2/tickets").status()).isEqualTo(404);
        call.delete("/sessions/s-1");
        assertThat(call.post("/sessions/s-1/tickets").status()).isEqualTo(410);
    }

    @Test
    void aUsersOpenSessionsAreListedPageByPage() {
        for (int i = 0; i < 30; i++) {
            call.put("/sessions/s-%02d".formatted(i), SESSION);
        }
        call.delete("/sessions/s-03");
        var first = call.get("/users/u-1/sessions").json();
        var second = call.get("/users/u-1/sessions?cursor=" + first.get("next")).json();

        assertThat(items(first)).hasSize(19);
        assertThat(items(second)).hasSize(10);
        assertThat(second).doesNotContainKey("next");
        assertThat(items(call.get("/users/nobody/sessions").json())).isEmpty();
    }

    @Test
    void aUserIdMayHoldSlashes() {
        call.put("/sessions/s-1", SESSION.replace("u-1", "idp/u 1"));

        assertThat(items(call.get("/users/idp/u 1/sessions").json())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%", "%FF", "Li4", "_w", "YQ&cursor=YQ"})
    void aCursorThatNoPageGaveIsRefused(String cursor) {
        for (String path : List.of("/clients", "/users/u-1/sessions")) {
            var answer = call.get(path + "?cursor=" + cursor);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json()).containsEntry("field", "cursor");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "", "/nothing", "/clients/a/b", "/clients/a/", "/sessions", "/sessions/s-1/",
        "/sessions/s-1/participants", "/sessions/s-1/participants/a/b", "/sessions/s-1/tickets/t", "/users/u-1",
        "/users/sessions", "/logouts", "/logouts/x", "/logouts/0123456789abcdef0123456789abcdef", "//clients"})
    void whatIsNotThereIsNotFound(String path) {
        assertThat(call.get(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"POST|/clients|GET, HEAD", "POST|/clients/wiki|DELETE, GET, HEAD, PUT",
        "PATCH|/sessions/s-1|DELETE, GET, HEAD, PUT", "GET|/sessions/s-1/tickets|POST",
        "DELETE|/sessions/s-1/participants/wiki|PUT", "PUT|/users/u-1/sessions|DELETE, GET, HEAD",
        "OPTIONS|/logouts/x|GET, HEAD"})
    void anotherMethodIsRefusedAndToldWhichOnesThereAre(String method, String path, String allow) {
        var answer = call.send(method, path, null, new byte[0]);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("Allow", allow);
    }

    @Test
    void headIsGetWithoutTheBody() {
        call.put("/sessions/s-1", SESSION);
        var answer = call.send("HEAD", "/sessions/s-1", null, new byte[0]);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/clients/a b|client_id", "/clients/..|client_id",
        "/sessions/\u00e4|session", "/sessions/.|session", "/sessions/%|session",
        "/sessions/s-1/participants/a+b|client_id", "/sessions/a*/participants/wiki|session"})
    void anIdThatNoneCanHaveIsRefused(String path, String field) {
        var answer = call.put(path, SESSION);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()).containsEntry("field", field).containsEntry("rule", "identifier");
    }

    @Test
    void anIdNeverReachesAHeader() {
        var answer = call.put("/clients/a\r\nSet-Cookie: x=y", WIKI);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().values()).noneMatch(value -> value.toString().contains("x=y"));
    }

    @Test
    void anEmptyIdIsRefused() {
        for (String path : List.of("/clients/", "/sessions/", "/users//sessions")) {
            assertThat(call.get(path).status()).isEqualTo(400);
        }
    }

    @Test
    void anIdHasAtMost255Characters() {
        assertThat(call.put("/sessions/" + "x".repeat(255), SESSION).status()).isEqualTo(201);
        assertThat(call.put("/sessions/" + "x".repeat(256), SESSION).status()).isEqualTo(400);
        assertThat(call.get("/users/" + "x".repeat(256) + "/sessions").status()).isEqualTo(400);
    }

    @Test
    void everyCharacterOfTheContractIsAnIds() {
        assertThat(call.put("/sessions/AZaz09._~:@-", SESSION).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "\"x\"", "null", "{", "{\"user\":}", "{\"user\":\"u\",}x", "{} {}"})
    void whatIsNoJsonObjectIsRefused(String body) {
        var answer = call.put("/sessions/s-1", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(call.sessions.writes()).isZero();
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        var body = SESSION.replace("u-1", "\u00e4").getBytes(StandardCharsets.ISO_8859_1);
        var answer = call.send("PUT", "/sessions/s-1", "application/json", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()).containsEntry("code", "invalid_json").containsEntry("field", "body")
                .containsEntry("rule", "json_object");
    }

    @Test
    void deepNestingIsRefusedNotSuffered() {
        var answer = call.put("/clients/wiki", "{\"x\":" + "[".repeat(60_000) + "]".repeat(60_000) + "}");
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void anotherMediaTypeIsRefused() {
        for (String type : List.of("application/xml", "text/plain", "application/x-www-form-urlencoded",
                "application/problem+json")) {
            assertThat(call.send("PUT", "/clients/sp", type, "<x/>".getBytes(StandardCharsets.UTF_8)).status())
                    .isEqualTo(415);
        }
        assertThat(call.send("PUT", "/clients/sp", null, new byte[0]).status()).isEqualTo(415);
    }

    @Test
    void aBodyHasAnEnd() {
        var padding = " ".repeat(Limits.REGISTRY_BODY - 2);
        assertThat(call.put("/clients/wiki", "{" + padding + "}").status()).isEqualTo(201);
        assertThat(call.put("/clients/wiki", "{" + padding + " }").status()).isEqualTo(413);
        assertThat(call.send("POST", "/sessions/s-1/tickets", null, new byte[Limits.REGISTRY_BODY + 1]).status())
                .isEqualTo(413);
    }

    @Test
    void anUnknownReasonOrSessionEndsNothing() {
        call.put("/sessions/s-1", SESSION);
        for (String reason : List.of("boredom", "ADMIN", "%zz", "admin&reason=user")) {
            var answer = call.delete("/sessions/s-1?reason=" + reason);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json()).containsEntry("field", "reason").containsEntry("rule", "one_of");
        }
        assertThat(call.get("/sessions/s-1").status()).isEqualTo(200);
        assertThat(call.delete("/sessions/s-2").status()).isEqualTo(404);
    }

    private static List<Map<String, Object>> items(Map<String, Object> json) {
        try {
            return List.of(JSONObjectUtils.getJSONObjectArray(json, "items"));
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }
}
