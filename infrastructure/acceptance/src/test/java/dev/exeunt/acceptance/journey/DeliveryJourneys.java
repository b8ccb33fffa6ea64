package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.Participation;
import dev.exeunt.acceptance.world.Received;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.Rp;
import dev.exeunt.acceptance.world.Session;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// The notices that applications get by the back channel (Back-Channel Logout 1.0), and what becomes of each.
abstract class DeliveryJourneys extends Journeys {

    DeliveryJourneys(Ground ground) {
        super(ground);
    }

    @Test
    void anIndependentLibraryAcceptsTheLogoutToken() {
        var rp = world.back();
        var session = world.session();
        var there = world.join(session, rp);
        end(session);
        var claims = Tokens.validated(world, rp, rp.notices(1).getFirst().logoutToken());
        assertThat(claims.getSubject().getValue()).isEqualTo(there.sub());
        assertThat(claims.getSessionID().getValue()).isEqualTo(there.sid());
        assertThat(claims.getJWTID().getValue()).isNotEmpty();
        assertThat(claims.getExpirationTime()).isAfter(claims.getIssueTime());
    }

    @Test
    void b10TheTokenIsToTheLetterThatOfTheSpecification() throws ParseException {
        var rp = world.back(SID);
        var session = world.session();
        var there = world.join(session, rp);
        var before = Instant.now();
        end(session);
        var token = rp.notices(1).getFirst().logoutToken();
        var header = Tokens.header(token);
        assertThat(names(header)).containsExactlyInAnyOrder("typ", "alg", "kid");
        assertThat(header.path("typ").asText()).isEqualTo("logout+jwt");
        assertThat(header.path("alg").asText()).isEqualTo("RS256");
        var keys = JWKSet.parse(world.browser().get("/oauth2/jwks").body());
        assertThat(keys.getKeyByKeyId(header.path("kid").asText())).isNotNull();
        var claims = Tokens.claims(token);
        assertThat(names(claims)).containsExactlyInAnyOrder("iss", "sub", "aud", "iat", "exp", "jti", "sid", "events");
        assertThat(claims.path("iss").asText()).isEqualTo(world.idp().issuer());
        assertThat(claims.path("aud").isTextual()).isTrue();
        assertThat(claims.path("aud").asText()).isEqualTo(rp.id());
        assertThat(claims.path("sub").asText()).isEqualTo(there.sub());
        assertThat(claims.path("sid").asText()).isEqualTo(there.sid());
        assertThat(claims.path("iat").asLong()).isBetween(before.getEpochSecond(), Instant.now().getEpochSecond());
        assertThat(claims.path("exp").asLong()).isEqualTo(claims.path("iat").asLong() + 120);
        assertThat(claims.path("events")).isEqualTo(Json.parse(
                "{\"http://schemas.openid.net/event/backchannel-logout\":{}}"));
    }

    @Test
    void theRequestIsAFormWithTheTokenAndNothingElse() {
        var rp = world.stranger();
        var metadata = rp.metadata(true, false);
        metadata.put("backchannel_logout_uri", rp.url() + Rp.BACK + "?tenant=7&x=%20");
        world.register(rp, metadata);
        var session = world.session();
        world.join(session, rp);
        end(session);
        assertThat(rp.notices(1)).singleElement().satisfies(notice -> {
            assertThat(notice.method()).isEqualTo("POST");
            assertThat(notice.target()).isEqualTo(URI.create(Rp.BACK + "?tenant=7&x=%20"));
            assertThat(notice.header("content-type").orElse("")).startsWith("application/x-www-form-urlencoded");
            assertThat(notice.header("accept")).contains("application/json");
            assertThat(notice.header("cookie")).isEmpty();
            assertThat(notice.form()).containsOnlyKeys("logout_token");
            assertThat(notice.body()).matches("logout_token=[A-Za-z0-9_.-]+");
        });
    }

    @Test
    void everyApplicationGetsATokenOfItsOwn() {
        var rps = List.of(world.back(), world.back(), world.both());
        var session = world.session();
        rps.forEach(rp -> world.join(session, rp));
        end(session);
        var jtis = new HashSet<String>();
        for (var rp : rps) {
            var claims = Tokens.claims(rp.notices(1).getFirst().logoutToken());
            assertThat(claims.path("aud").asText()).isEqualTo(rp.id());
            assertThat(claims.path("sub").asText()).isEqualTo("sub-of-" + session.user() + "-at-" + rp.id());
            jtis.add(claims.path("jti").asText());
        }
        assertThat(jtis).hasSize(3);
    }

    @Test
    void aNoticeNamesTheSubjectAsTheProfileSays() {
        var sid = world.back(Map.of("profile", Map.of("subject", "sid", "typ", "JWT")));
        var sub = world.back(Map.of("profile", Map.of("subject", "sub")));
        var session = world.session();
        world.join(session, sid);
        world.join(session, sub);
        end(session);
        assertThat(names(Tokens.claims(sid.notices(1).getFirst().logoutToken()))).contains("sid").doesNotContain("sub");
        assertThat(Tokens.header(sid.notices().getFirst().logoutToken()).path("typ").asText()).isEqualTo("JWT");
        assertThat(names(Tokens.claims(sub.notices(1).getFirst().logoutToken()))).contains("sub").doesNotContain("sid");
    }

    @Test
    void whoAnswers503TwiceIsDoneTheThirdTimeWithAnotherTokenEachTime() {
        var rp = world.back().answers(Reply.status(503), Reply.status(503));
        var session = world.session();
        world.join(session, rp);
        var ref = end(session);
        assertThat(world.settled(ref, "done")).isEqualTo(Map.of(rp.id(), "done"));
        var tokens = rp.notices().stream().map(Received::logoutToken).toList();
        assertThat(tokens).hasSize(3);
        assertThat(tokens.stream().map(token -> Tokens.claims(token).path("jti").asText()).distinct()).hasSize(3);
        assertThat(attempts(ref)).extracting(attempt -> attempt.path("status").asInt()).containsExactly(503, 503, 200);
        assertThat(attempts(ref)).extracting(attempt -> attempt.path("jti").asText()).containsExactlyElementsOf(tokens
                .stream().map(token -> Tokens.claims(token).path("jti").asText()).toList());
    }

    @Test
    void whoBreaksTheConnectionIsToldAgain() {
        var rp = world.back().answers(Reply.dropped());
        var session = world.session();
        world.join(session, rp);
        var ref = end(session);
        world.settled(ref, "done");
        assertThat(rp.notices()).hasSize(2);
        assertThat(attempts(ref).getFirst().path("error").asText()).isNotEmpty();
    }

    @Test
    void aRefusalIsFinalAndTheOthersAreDoneAllTheSame() {
        var refusing = world.back().alwaysAnswers(new Reply.Status(400, Map.of("Content-Type", "application/json"),
                "{\"error\":\"invalid_request\"}"));
        var redirecting = world.back().alwaysAnswers(new Reply.Status(302, Map.of("Location", "/elsewhere"), ""));
        var fine = world.back().alwaysAnswers(Reply.status(204));
        var session = world.session();
        List.of(refusing, redirecting, fine).forEach(rp -> world.join(session, rp));
        var ref = end(session);
        assertThat(world.settled(ref, "done", "failed")).isEqualTo(Map.of(refusing.id(), "failed", redirecting.id(),
                "failed", fine.id(), "done"));
        assertThat(refusing.notices()).hasSize(1);
        assertThat(redirecting.received()).hasSize(1);
    }

    @Test
    void whoNeverAnswersStaysOpenAndDelaysNobody() {
        var never = new CountDownLatch(1);
        var silent = world.back(Map.of("profile", Map.of("timeout_seconds", 1)))
                .alwaysAnswers(Reply.held(never, Reply.status(200)));
        var patientlyAwaited = world.back(Map.of("profile", Map.of("timeout_seconds", 15)))
                .alwaysAnswers(Reply.held(never, Reply.status(200)));
        var others = List.of(world.back(), world.back(), world.back(), world.back());
        var session = world.session();
        world.join(session, silent);
        world.join(session, patientlyAwaited);
        others.forEach(rp -> world.join(session, rp));
        var browser = world.browser(session);
        var began = Instant.now();
        var plan = browser.postJson(LOGOUT, Form.of("confirm", "yes")).json();
        // Anybody whose turn came after that client's would be told later than this.
        var told = began.plus(Duration.ofSeconds(12));
        others.forEach(rp -> assertThat(rp.notices(1).getFirst().at()).isBefore(told));
        var ref = plan.path("ref").asText();
        Await.until("the silent one is retrying", () -> "retrying".equals(world.states(ref).get(silent.id())));
        others.forEach(rp -> assertThat(world.states(ref)).containsEntry(rp.id(), "done"));
        var status = browser.getJson(plan.path("next").asText() + "/status").json();
        assertThat(status.path("settled").asBoolean()).isFalse();
        assertThat(walk(browser, browser.get(plan.path("next").asText())).visit().applications())
                .containsEntry(silent.name(), "retrying");
        never.countDown();
    }

    @Test
    void severalIdentitiesAreToldEach() {
        var rp = world.back();
        var session = world.session();
        var first = world.join(session, rp);
        var second = world.join(new Participation(session, rp, "another-sub", world.name("sid")));
        end(session);
        rp.notices(2);
        assertThat(told(rp)).containsExactlyInAnyOrder(first.sid(), second.sid());
    }

    @Test
    void whoHasComeBackIsNotToldByALateRetry() {
        var answered = new CountDownLatch(1);
        var rp = world.back().answers(Reply.held(answered, Reply.status(503)));
        var session = world.session();
        var there = world.join(session, rp);
        var ref = world.browser(session).getJson(END_SESSION + query("id_token_hint", world.idp().idToken(there)))
                .json().path("ref").asText();
        rp.notices(1);
        world.join(there);
        answered.countDown();
        assertThat(world.settled(ref, "superseded", "done", "failed")).isEqualTo(Map.of(rp.id(), "superseded"));
        assertThat(rp.notices()).hasSize(1);
        assertLives(world, session);
    }

    @Test
    void aClientThatIsForgottenInBetweenFailsAndSaysWhy() {
        var rp = world.back().answers(Reply.status(503));
        var session = world.session();
        world.join(session, rp);
        var ref = end(session);
        rp.notices(1);
        world.registry().delete("/clients/" + rp.id());
        assertThat(world.settled(ref, "failed", "done")).isEqualTo(Map.of(rp.id(), "failed"));
        assertThat(world.registry().get("/logouts/" + ref).json().path("deliveries").path(0).path("why").asText())
                .contains("no longer registered");
    }

    private String end(Session session) {
        return world.registry().delete("/sessions/" + session.id()).json().path("ref").asText();
    }

    private List<JsonNode> attempts(String ref) {
        return world.registry().get("/logouts/" + ref).json().path("deliveries").path(0).path("attempts")
                .valueStream().toList();
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
