package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Received;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.Site;
import java.text.ParseException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The events that receivers get (CAEP 1.0 `session-revoked`, pushed by RFC 8935).
abstract class ReceiverJourneys extends Journeys {

    private static final String SECRET = "Bearer s3cr3t-t0ken";

    private final ArrayDeque<Reply> replies = new ArrayDeque<>();
    private final Site site = Site.open(_ -> replies.isEmpty() ? Reply.status(202) : replies.removeFirst());
    private final String hub = world.name("hub");

    ReceiverJourneys(Ground ground) {
        super(ground);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void f4AReceiverThatJoinedGetsOneEventThatVerifiesByThePublishedKeys() throws ParseException, JOSEException {
        register(Map.of("authorization_header", SECRET, "subject", "complex"));
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        join(session, "sid-at-hub");

        var ref = end(session);

        assertThat(world.settled(ref, "done")).isEqualTo(Map.of(hub, "done", rp.id(), "done"));
        assertThat(site.received()).hasSize(1);
        var event = site.received().getFirst();
        assertThat(event.method()).isEqualTo("POST");
        assertThat(event.header("content-type")).contains("application/secevent+jwt");
        assertThat(event.header("accept")).contains("application/json");
        assertThat(event.header("authorization")).contains(SECRET);
        var token = verified(event);
        assertThat(token.getHeader().getType().getType()).isEqualTo("secevent+jwt");
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(world.idp().issuer());
        assertThat(claims.getAudience()).containsExactly(hub);
        assertThat(claims.getStringClaim("txn")).isEqualTo(ref);
        assertThat(claims.getSubject()).isNull();
        assertThat(claims.getExpirationTime()).isNull();
        assertThat(claims.getJSONObjectClaim("sub_id")).isEqualTo(Map.of("format", "complex", "session",
                Map.of("format", "opaque", "id", "sid-at-hub"), "user",
                Map.of("format", "iss_sub", "iss", world.idp().issuer(), "sub", session.user())));
    }

    @Test
    void f13ARefusalAndItsReasonAreInTheReceiptAndTheOthersAreDone() {
        register(Map.of());
        replies.add(new Reply.Status(400, Map.of("Content-Type", "application/json", "Content-Language", "en"),
                "{\"err\":\"invalid_audience\",\"description\":\"not me\"}"));
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        join(session, "sid-at-hub");

        var ref = end(session);

        assertThat(world.settled(ref, "done", "failed")).isEqualTo(Map.of(hub, "failed", rp.id(), "done"));
        var receipt = delivery(ref);
        assertThat(receipt.path("protocol").asText()).isEqualTo("caep");
        assertThat(receipt.path("attempts").path(0).path("status").asInt()).isEqualTo(400);
        assertThat(receipt.path("attempts").path(0).path("error").asText()).isEqualTo("invalid_audience");
        assertThat(receipt.toString()).doesNotContain("not me");
    }

    @Test
    void f12WhoIsBusyIsAskedAgainUntilItAccepts() throws ParseException {
        register(Map.of("subject", "opaque"));
        replies.addAll(List.of(Reply.status(503), Reply.dropped()));
        var session = world.session();
        join(session, "sid-at-hub");

        var ref = end(session);

        assertThat(world.settled(ref, "done")).isEqualTo(Map.of(hub, "done"));
        assertThat(site.received()).hasSize(3);
        for (var event : site.received()) {
            assertThat(SignedJWT.parse(event.body()).getJWTClaimsSet().getStringClaim("txn")).isEqualTo(ref);
        }
        assertThat(delivery(ref).path("attempts")).hasSize(3);
    }

    @Test
    void theRegistryShowsThatThereIsAHeaderAndNeverWhichOne() {
        register(Map.of("authorization_header", SECRET));

        var shown = world.registry().get("/clients/" + hub);
        assertThat(shown.json().path("authorization_header").asBoolean()).isTrue();
        assertThat(shown.body() + world.registry().get("/clients").body()).doesNotContain("s3cr3t");
        assertThat(world.registry().send("PUT", "/clients/" + hub, Map.of("Content-Type", "application/json"),
                shown.body()).status()).isEqualTo(400);
    }

    @Test
    void aReceiverIsNoRelyingPartyThatCouldAskForALogout() {
        register(Map.of());
        var session = world.session();
        join(session, "sid-at-hub");

        var answer = world.browser(session).getJson(END_SESSION + query("client_id", hub));

        assertThat(answer.status()).isEqualTo(400);
        assertLives(world, session);
    }

    @Test
    void thePersonSeesTheReceiverAmongThoseThatAreTold() {
        register(Map.of("client_name", "The Hub"));
        var session = world.session();
        join(session, "sid-at-hub");
        var browser = world.browser(session);

        var last = walk(browser, say("yes", browser, browser.get(LOGOUT)));

        assertThat(last.visit().applications()).containsOnlyKeys("The Hub");
    }

    private void register(Map<String, ?> more) {
        var metadata = new LinkedHashMap<String, Object>(
                Map.of("protocol", "caep", "push_uri", site.url() + "/events"));
        metadata.putAll(more);
        assertThat(world.registry().put("/clients/" + hub, metadata).status()).isEqualTo(201);
    }

    private void join(Session session, String sid) {
        assertThat(world.registry().put("/sessions/" + session.id() + "/participants/" + hub,
                Map.of("iss", world.idp().issuer(), "sub", session.user(), "sid", sid)).status()).isEqualTo(201);
    }

    private String end(Session session) {
        return world.registry().delete("/sessions/" + session.id()).json().path("ref").asText();
    }

    private JsonNode delivery(String ref) {
        var found = new ArrayDeque<JsonNode>();
        Await.until("a receipt of " + hub, () -> {
            found.clear();
            world.registry().get("/logouts/" + ref).json().path("deliveries").forEach(delivery -> {
                if (delivery.path("client_id").asText().equals(hub)) {
                    found.add(delivery);
                }
            });
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private SignedJWT verified(Received event) throws ParseException, JOSEException {
        var token = SignedJWT.parse(event.body());
        var keys = JWKSet.parse(world.browser().get("/oauth2/jwks").body());
        var key = keys.getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        return token;
    }
}
