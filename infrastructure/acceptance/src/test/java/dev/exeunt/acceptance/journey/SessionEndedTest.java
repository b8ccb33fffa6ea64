package dev.exeunt.acceptance.journey;

import static dev.exeunt.acceptance.journey.Journeys.END_SESSION;
import static dev.exeunt.acceptance.journey.Journeys.LOGOUT;
import static dev.exeunt.acceptance.journey.Journeys.assertEnded;
import static dev.exeunt.acceptance.journey.Journeys.assertLives;
import static dev.exeunt.acceptance.journey.Journeys.say;
import static dev.exeunt.acceptance.journey.Journeys.walk;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Received;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.Site;
import dev.exeunt.acceptance.world.World;
import java.text.ParseException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How the identity provider learns that a session ended, where it wants to be told (SessionEndedUri), and where it has the
/// browser sent afterwards (IdpSignedOutUrl).
class SessionEndedTest {

    private static final String LAST_STOP = "https://login.example/signed-out";

    private static final ArrayDeque<Reply> REPLIES = new ArrayDeque<>();

    private static Site idp;
    private static World world;

    @BeforeAll
    static void open() {
        idp = Site.open(_ -> REPLIES.isEmpty() ? Reply.status(202) : REPLIES.removeFirst());
        world = World.start(Ground.EMBEDDED, options -> options.parameter("RetrySeconds", "1,1,30")
                .parameter("SessionEndedUri", idp.url() + "/events").parameter("IdpSignedOutUrl", LAST_STOP));
    }

    @AfterAll
    static void close() {
        world.close();
        idp.close();
    }

    @Test
    void anEndedSessionIsOneSignedEventAndNeedsNoParticipant() throws ParseException, JOSEException {
        var session = world.session();

        var ref = world.registry().delete("/sessions/" + session.id() + "?reason=policy").json().path("ref").asText();

        var event = eventsOf(ref, 1).getFirst();
        assertThat(event.target().getPath()).isEqualTo("/events");
        assertThat(event.header("content-type").orElseThrow()).startsWith("application/secevent+jwt");
        assertThat(event.header("accept")).contains("application/json");
        assertThat(event.header("authorization")).isEmpty();
        var token = SignedJWT.parse(event.body());
        var keys = JWKSet.parse(world.browser().get("/oauth2/jwks").body());
        var key = keys.getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        assertThat(token.getJWTClaimsSet().getStringClaim("txn")).isEqualTo(ref);
        assertThat(token.getJWTClaimsSet().getJSONObjectClaim("sub_id").get("session"))
                .isEqualTo(Map.of("format", "opaque", "id", session.id()));
    }

    @Test
    void theBrowserIsSentToTheLastStopOnceTheSessionHasEndedAndNotBefore() {
        var session = world.session();
        var wiki = world.join(session, world.back());
        var browser = world.browser(session);

        var ofWiki = walk(browser, browser.get(END_SESSION + "?id_token_hint=" + world.idp().idToken(wiki)));
        assertThat(ofWiki.status()).isEqualTo(200);
        assertThat(ofWiki.body()).contains(wiki.rp().name());
        assertLives(world, session);

        assertThat(walk(browser, say("yes", browser, browser.get(LOGOUT))).location()).hasToString(LAST_STOP);
        assertEnded(world, session);
        assertThat(world.browser().get(LOGOUT).location()).as("for whom nobody is signed in").hasToString(LAST_STOP);
    }

    @Test
    void itIsTriedAgainLikeAnyNoticeAndItsReceiptIsInTheLogout() {
        REPLIES.add(Reply.status(503));
        var session = world.session();

        var ref = world.registry().delete("/sessions/" + session.id()).json().path("ref").asText();

        eventsOf(ref, 2);
        Await.until("the receipt says done", () -> world.registry().get("/logouts/" + ref).json().path("deliveries")
                .path(0).path("state").asText().equals("done"));
        var delivery = world.registry().get("/logouts/" + ref).json().path("deliveries").path(0);
        assertThat(delivery.path("protocol").asText()).isEqualTo("caep");
        assertThat(delivery.path("attempts").size()).isEqualTo(2);
    }

    @Test
    void anApplicationThatLeavesAloneIsNoEndOfTheSession() {
        var rp = world.back();
        var session = world.session();
        var there = world.join(session, rp);

        var left = world.browser(session).get("/oauth2/end-session?id_token_hint="
                + world.idp().idToken(there));

        assertThat(left.status()).isEqualTo(303);
        rp.notices(1);
        assertThat(world.registry().get("/sessions/" + session.id()).status()).isEqualTo(200);
        assertThat(idp.received())
                .noneMatch(event -> event.body().contains(session.id()) || names(event, session.id()));
    }

    private static boolean names(Received event, String session) {
        try {
            return SignedJWT.parse(event.body()).getJWTClaimsSet().toString().contains(session);
        } catch (ParseException e) {
            return false;
        }
    }

    private static List<Received> eventsOf(String ref, int count) {
        Await.until(count + " events of " + ref,
                () -> idp.received().stream().filter(event -> names(event, ref)).count() >= count);
        return idp.received().stream().filter(event -> names(event, ref)).toList();
    }
}
