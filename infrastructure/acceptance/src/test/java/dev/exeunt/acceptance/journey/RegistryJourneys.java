package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.Participation;
import dev.exeunt.acceptance.world.Registry;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.acceptance.world.World.Kind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The registry: what the identity provider tells and asks, and what operators see.
abstract class RegistryJourneys extends Journeys {

    RegistryJourneys(Ground ground) {
        super(ground);
    }

    @Test
    void aClientIsRegisteredReplacedShownListedAndForgotten() {
        var rp = world.stranger();
        var path = "/clients/" + rp.id();
        assertProblem(registry().get(path), 404, "unknown_client");
        var first = registry().put(path, rp.metadata(true, true));
        assertThat(first.status()).isEqualTo(201);
        assertThat(registry().get(path).json()).isEqualTo(first.json());
        assertThat(first.json().path("backchannel_logout_uri").asText()).isEqualTo(rp.url() + "/backchannel");
        assertThat(registry().put(path, rp.metadata(true, true)).json()).isEqualTo(first.json());
        var second = registry().put(path, rp.metadata(false, true));
        assertThat(second.status()).isEqualTo(200);
        assertThat(registry().get(path).json().has("backchannel_logout_uri")).isFalse();
        assertThat(clientIds()).contains(rp.id());
        assertThat(registry().delete(path).status()).isEqualTo(204);
        assertProblem(registry().delete(path), 404, "unknown_client");
        assertProblem(registry().get(path), 404, "unknown_client");
    }

    @Test
    void metadataThatBreaksARuleIsRefusedWithFieldAndRuleAndNothingIsWritten() {
        var still = shared(Kind.STILL);
        var rp = still.stranger();
        var path = "/clients/" + rp.id();
        var before = still.rows();
        for (var wrong : List.of(Map.of("backchannel_logout_uri", rp.url() + "/x#fragment"),
                Map.of("backchannel_logout_uri", "http://192.0.2.7/x"),
                Map.of("post_logout_redirect_uris", List.of("javascript:alert(1)")),
                Map.of("frontchannel_logout_uri", "https://elsewhere.example/x"),
                Map.of("id_token_signed_response_alg", "none"), Map.of("invalidation_flow", "unknown"))) {
            var metadata = rp.metadata(true, true);
            metadata.putAll(wrong);
            var answer = still.registry().put(path, metadata);
            assertProblem(answer, 400, "invalid_client_metadata");
            assertThat(answer.json().path("field").asText()).isEqualTo(wrong.keySet().iterator().next());
            assertThat(answer.json().path("rule").asText()).isNotEmpty();
            assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client_metadata");
        }
        assertThat(still.rows().changedSince(before)).isEmpty();
    }

    @Test
    void aBodyThatIsNotJsonIsRefused() {
        for (var body : List.of("", "{", "[]", "null", "\"text\"", "{\"user\":}")) {
            for (var path : List.of("/clients/c", "/sessions/s", "/sessions/s/participants/c")) {
                assertThat(registry().send("PUT", path, Map.of("Content-Type", "application/json"), body).status())
                        .as(path + " " + body).isEqualTo(400);
            }
        }
        assertThat(registry().send("PUT", "/clients/c", Map.of("Content-Type", "text/plain"), "{}").status())
                .isEqualTo(415);
        assertThat(registry().send("PUT", "/clients/c", Map.of("Content-Type", "application/json"),
                "{\"client_name\":\"" + "x".repeat(200_000) + "\"}").status()).isEqualTo(413);
    }

    @Test
    void aSessionIsOpenedExtendedAndShown() {
        var id = world.name("session");
        var user = world.name("user");
        var until = world.time().instant().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        var body = session(user, until.toString(), "cookie-of-" + id);
        assertProblem(registry().get("/sessions/" + id), 404, "unknown_session");
        assertThat(registry().put("/sessions/" + id, body).status()).isEqualTo(201);
        assertThat(registry().put("/sessions/" + id, body).status()).isEqualTo(200);
        assertThat(registry().get("/sessions/" + id).json()).isEqualTo(Json.parse(
                "{\"session\":\"%s\",\"user\":\"%s\",\"expires_at\":\"%s\",\"participants\":[]}".formatted(id, user,
                        until)));
        var later = session(user, until.plus(Duration.ofHours(1)).toString(), "another-cookie-of-" + id);
        assertThat(registry().put("/sessions/" + id, later).status()).isEqualTo(200);
        assertThat(world.browser().with(World.COOKIE, "cookie-of-" + id).getJson(LOGOUT).status()).isEqualTo(200);
        assertThat(world.browser().with(World.COOKIE, "another-cookie-of-" + id).getJson(LOGOUT).status())
                .isEqualTo(409);
        assertProblem(registry().put("/sessions/" + id, session("somebody-else", until.toString(), "c")), 409,
                "user_changed");
        var ofUser = registry().get("/users/" + user + "/sessions").json().path("items");
        assertThat(ofUser).hasSize(1);
        assertThat(ofUser.path(0).path("session").asText()).isEqualTo(id);
    }

    @Test
    void aCookieFindsOneLivingSessionOnly() {
        var session = world.session();
        var body = session("u", world.time().instant().plusSeconds(600).toString(), session.cookie());
        assertProblem(registry().put("/sessions/" + world.name("session"), body), 409, "handle_in_use");
        registry().delete("/sessions/" + session.id());
        assertThat(registry().put("/sessions/" + world.name("session"), body).status()).isEqualTo(201);
    }

    @Test
    void aSessionThatIsNotOneIsRefused() {
        var soon = world.time().instant().plusSeconds(600).toString();
        for (var wrong : List.of(Map.of("expires_at", soon), Map.of("user", "u"),
                Map.of("user", "u", "expires_at", "tomorrow"), Map.of("user", "u", "expires_at",
                        "2020-01-01T00:00:00Z"),
                Map.of("user", "u", "expires_at", soon, "cookie_sha256", List.of("not-a-hash")),
                Map.of("user", 7, "expires_at", soon))) {
            var answer = registry().put("/sessions/" + world.name("session"), wrong);
            assertProblem(answer, 400, "invalid_request");
            assertThat(answer.json().path("field").asText()).isNotEmpty();
            assertThat(answer.json().path("rule").asText()).isNotEmpty();
        }
        assertThat(registry().put("/sessions/" + Form.encode("not an id"), Map.of()).status()).isEqualTo(400);
    }

    @Test
    void anApplicationJoinsOnceAndMayHaveSeveralIdentities() {
        var rp = world.back();
        var session = world.session();
        var there = new Participation(session, rp, "sub", world.name("sid"));
        assertThat(join(there).status()).isEqualTo(201);
        assertThat(join(there).status()).isEqualTo(200);
        var again = new Participation(session, rp, "sub", world.name("sid"));
        assertThat(join(again).status()).isEqualTo(200);
        var participants = registry().get("/sessions/" + session.id()).json().path("participants");
        assertThat(participants).hasSize(1);
        assertThat(participants.path(0).path("identities")).hasSize(2);
        assertThat(participants.path(0).path("identities").path(1)).isEqualTo(Json.parse(Json.write(world.identity(
                again))));
        registry().delete("/sessions/" + session.id());
        rp.notices(2);
        assertThat(told(rp)).containsExactlyInAnyOrder(there.sid(), again.sid());
    }

    @Test
    void nobodyJoinsWhatIsNotThereOrHasEnded() {
        var rp = world.back();
        var session = world.session();
        assertProblem(join(new Participation(session, world.stranger(), "sub", null)), 404, "unknown_client");
        assertProblem(registry().put("/sessions/unknown/participants/" + rp.id(), Map.of("iss", world.idp().issuer(),
                "sub", "s")), 404, "unknown_session");
        assertProblem(registry().put("/sessions/" + session.id() + "/participants/" + rp.id(), Map.of("iss",
                "https://another.example", "sub", "s")), 400, "invalid_request");
        registry().delete("/sessions/" + session.id());
        var late = join(new Participation(session, rp, "sub", world.name("sid")));
        assertProblem(late, 409, "session_ended");
        assertThat(late.json().path("ref").asText()).isEqualTo(assertEnded(world, session));
        assertProblem(registry().put("/sessions/" + session.id(), session(session.user(), world.time().instant()
                .plusSeconds(600).toString(), session.cookie())), 409, "session_ended");
    }

    @Test
    void anOperatorEndsASessionAndWhatOnlyABrowserCanTellIsUnreachable() {
        var back = world.back();
        var front = world.front();
        var session = world.session();
        world.join(session, back);
        world.join(session, front);
        assertProblem(registry().delete("/sessions/" + session.id() + "?reason=because"), 400, "invalid_request");
        var answer = registry().delete("/sessions/" + session.id() + "?reason=password_changed");
        assertThat(answer.status()).isEqualTo(202);
        var ref = answer.json().path("ref").asText();
        assertThat(registry().delete("/sessions/" + session.id()).json().path("ref").asText()).isEqualTo(ref);
        assertThat(world.settled(ref, "done")).containsOnlyKeys(back.id());
        var logout = registry().get("/logouts/" + ref).json();
        assertThat(logout.path("initiator").asText()).isEqualTo("operator");
        assertThat(logout.path("reason").asText()).isEqualTo("password_changed");
        assertThat(logout.path("unreachable").path(0).path("client_id").asText()).isEqualTo(front.id());
        assertThat(front.received()).isEmpty();
        var gone = registry().get("/sessions/" + session.id());
        assertProblem(gone, 410, "session_ended");
        assertThat(gone.json().path("ref").asText()).isEqualTo(ref);
        assertProblem(registry().delete("/sessions/unknown"), 404, "unknown_session");
    }

    @Test
    void theReceiptsOfALogoutTellEveryAttempt() {
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        var ref = registry().delete("/sessions/" + session.id()).json().path("ref").asText();
        world.settled(ref, "done");
        var delivery = registry().get("/logouts/" + ref).json().path("deliveries").path(0);
        assertThat(delivery.path("client_id").asText()).isEqualTo(rp.id());
        assertThat(delivery.path("attempts")).hasSize(1);
        var attempt = delivery.path("attempts").path(0);
        assertThat(attempt.path("status").asInt()).isEqualTo(200);
        assertThat(attempt.path("jti").asText()).isEqualTo(
                Tokens.claims(rp.notices().getFirst().logoutToken()).path("jti").asText());
        assertThat(attempt.has("at") && attempt.has("ms")).isTrue();
        assertProblem(registry().get("/logouts/unknown"), 404, "unknown_logout");
    }

    @Test
    void whatHasFailedIsListedRedrivenAndDone() {
        var rp = world.back().answers(Reply.status(403));
        var session = world.session();
        world.join(session, rp);
        var ref = registry().delete("/sessions/" + session.id()).json().path("ref").asText();
        world.settled(ref, "failed");
        var listed = registry().get("/deliveries?state=failed&client_id=" + rp.id()).json().path("items");
        assertThat(listed).hasSize(1);
        assertThat(listed.path(0).path("ref").asText()).isEqualTo(ref);
        assertThat(listed.path(0).path("why").asText()).isEqualTo("status 403");
        assertThat(listed.path(0).path("attempts")).hasSize(1);

        var redriven = registry().send("POST", "/deliveries/redrive", Map.of("Content-Type", "application/json"),
                Json.write(Map.of("ref", ref)));
        assertThat(redriven.status()).isEqualTo(202);
        assertThat(world.settled(ref, "done")).isEqualTo(Map.of(rp.id(), "done"));
        var job = registry().get("/jobs/" + redriven.json().path("job").asText()).json();
        assertThat(job.path("kind").asText()).isEqualTo("redrive_deliveries");
        assertThat(job.path("state").asText()).isEqualTo("done");
        assertThat(job.path("redriven").asInt()).isEqualTo(1);
        var delivery = registry().get("/logouts/" + ref).json().path("deliveries").path(0);
        assertThat(delivery.path("run").asInt()).isEqualTo(2);
        assertThat(delivery.path("attempts")).hasSize(2);
        assertThat(registry().get("/deliveries?client_id=" + rp.id()).json().path("items")).isEmpty();
        assertThat(rp.notices()).hasSize(2);
        assertProblem(registry().get("/deliveries?state=queued"), 400, "invalid_request");
    }

    @Test
    void ticketsAreForLivingSessionsAndForOneMinute() {
        var still = shared(Kind.STILL);
        var session = still.session();
        assertProblem(still.registry().post("/sessions/unknown/tickets"), 404, "unknown_session");
        var ticket = still.ticket(session);
        still.time().forward(Duration.ofSeconds(59));
        assertThat(still.browser().getJson(ticket).status()).isEqualTo(409);
        still.time().forward(Duration.ofSeconds(1));
        assertProblem(still.browser().getJson(ticket), 410, "ticket_expired");
        still.registry().delete("/sessions/" + session.id());
        assertProblem(still.registry().post("/sessions/" + session.id() + "/tickets"), 410, "session_ended");
    }

    @Test
    void otherMethodsAndPathsAreRefused() {
        for (var route : Map.of("/clients", "GET, HEAD", "/clients/c", "DELETE, GET, HEAD, PUT", "/sessions/s",
                "DELETE, GET, HEAD, PUT", "/sessions/s/tickets", "POST", "/sessions/s/participants/c", "PUT",
                "/logouts/l", "GET, HEAD", "/deliveries", "GET, HEAD", "/deliveries/redrive", "POST",
                "/users/u/sessions", "DELETE, GET, HEAD").entrySet()) {
            assertWrongMethod(registry().send("PATCH", route.getKey(), Map.of(), ""), route.getValue());
        }
        assertThat(registry().get("/nothing").status()).isEqualTo(404);
        assertThat(registry().get("/").status()).isEqualTo(404);
    }

    private Registry registry() {
        return world.registry();
    }

    private Answer join(Participation there) {
        return registry().put(World.path(there), world.identity(there));
    }

    private static Map<String, Object> session(String user, String until, String cookie) {
        var body = new LinkedHashMap<String, Object>();
        body.put("user", user);
        body.put("expires_at", until);
        body.put("cookie_sha256", List.of(World.sha256(cookie)));
        return body;
    }

    private List<String> clientIds() {
        var ids = new ArrayList<String>();
        var page = registry().get("/clients").json();
        while (true) {
            page.path("items").forEach(item -> ids.add(item.path("client_id").asText()));
            if (!page.hasNonNull("next")) {
                return ids;
            }
            page = registry().get("/clients?cursor=" + Form.encode(page.path("next").asText())).json();
        }
    }
}
