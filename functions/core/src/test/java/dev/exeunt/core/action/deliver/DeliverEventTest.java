package dev.exeunt.core.action.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Outbound.Notice;
import dev.exeunt.core.action.deliver.Deliver.Fate;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.CaepReceiver.Subject;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.CaepIdentity;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Security events for receivers, on the same engine as logout tokens.
class DeliverEventTest {

    private static final String SECRET = "Bearer s3cr3t-t0ken";
    private static final CaepIdentity KNOWN = new CaepIdentity(World.ISSUER, "sub-hub", "sid-hub", "ada@example.com");

    private final World world = new World();
    private String ref = "";
    private int number;

    @Test
    void f10TheSignedEventAloneIsPostedWithItsMediaType() throws Exception {
        begin(receiver(null, Subject.COMPLEX));
        attempt();

        var notice = world.posted.getFirst();
        assertThat(notice.uri()).isEqualTo("https://hub.example/events");
        assertThat(notice.contentType()).isEqualTo("application/secevent+jwt");
        assertThat(notice.headers()).containsEntry("Accept", "application/json");
        var token = SignedJWT.parse(notice.body());
        assertThat(token.verify(new RSASSAVerifier(World.OUR_KEY.toPublicJWK()))).isTrue();
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("hub");
        assertThat(token.getJWTClaimsSet().getJWTID()).isEqualTo(receipt().attempts().getFirst().jti());
        assertThat(receipt().state()).isEqualTo(State.DONE);
    }

    @Test
    void f11TheRegisteredHeaderIsSentVerbatimAndNoneIfNoneIsRegistered() {
        begin(receiver(SECRET, Subject.COMPLEX));
        attempt();
        assertThat(world.posted.getFirst().headers()).containsEntry("Authorization", SECRET);
        assertThat(world.posted.getFirst().toString() + world.events + world.receipts.read(ref))
                .doesNotContain("s3cr3t").doesNotContain("ada@");

        var open = new DeliverEventTest();
        open.begin(receiver(null, Subject.COMPLEX));
        open.attempt();
        assertThat(open.world.posted.getFirst().headers()).containsOnlyKeys("Accept");
    }

    @Test
    void f11ACredentialThatWasRenewedIsUsedByTheNextAttempt() {
        begin(receiver(SECRET, Subject.COMPLEX));
        answer(400, "authentication_failed");
        assertThat(attempt()).isInstanceOf(Fate.Back.class);
        world.clients.put(receiver("Bearer renewed", Subject.COMPLEX));
        answer(202, null);
        world.time.pass(Duration.ofSeconds(20));
        attempt();

        assertThat(world.posted).extracting(notice -> notice.headers().get("Authorization"))
                .containsExactly(SECRET, "Bearer renewed");
        assertThat(receipt().state()).isEqualTo(State.DONE);
    }

    @Test
    void f13TheErrorCodeOfARefusalIsInTheReceipt() {
        begin(receiver(null, Subject.COMPLEX));
        answer(400, "invalid_audience");
        assertThat(attempt()).isInstanceOf(Fate.Gone.class);

        assertThat(receipt().state()).isEqualTo(State.FAILED);
        assertThat(receipt().attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.status()).isEqualTo(400);
            assertThat(attempt.error()).isEqualTo("invalid_audience");
        });
    }

    @Test
    void f15AnotherSuccessThan202IsDoneAndTheReceiptSaysWhatWasOdd() {
        begin(receiver(null, Subject.COMPLEX));
        answer(204, null);
        attempt();

        assertThat(receipt().state()).isEqualTo(State.DONE);
        assertThat(receipt().why()).isEqualTo("status 204, not 202");
        assertThat(world.events).anyMatch(event -> event.startsWith("delivery_attempted") && event.contains("not 202"));
    }

    @Test
    void f7EveryAttemptIsATokenOfItsOwnInOneTransaction() throws ParseException {
        begin(receiver(null, Subject.COMPLEX));
        answer(503, null);
        attempt();
        world.time.pass(Duration.ofSeconds(20));
        attempt();

        var jtis = new HashSet<String>();
        for (Notice notice : world.posted) {
            var claims = SignedJWT.parse(notice.body()).getJWTClaimsSet();
            jtis.add(claims.getJWTID());
            assertThat(claims.getStringClaim("txn")).isEqualTo(ref);
        }
        assertThat(jtis).hasSize(2);
    }

    @Test
    void f9EveryReceiverGetsATokenOfItsOwnWithItselfAsTheAudience() throws ParseException {
        world.clients.put(new CaepReceiver("gate", "https://gate.example/ssf", "Gate", "https://gate.example/events",
                null, Subject.COMPLEX));
        world.join("sess", "gate", KNOWN);
        begin(receiver(null, Subject.COMPLEX));
        for (int n = 0; n < 4; n++) {
            world.deliver().attempt(new Pointer(ref, n, 1, ""), world.time.instant().plusSeconds(20));
        }

        var audiences = new ArrayList<List<String>>();
        for (Notice notice : world.posted) {
            if (notice.contentType().equals("application/secevent+jwt")) {
                audiences.add(SignedJWT.parse(notice.body()).getJWTClaimsSet().getAudience());
            }
        }
        assertThat(audiences).containsExactlyInAnyOrder(List.of("hub"), List.of("https://gate.example/ssf"));
    }

    @Test
    void f6AnEventAboutTheUserAloneIsSupersededWhileTheUserIsThereInAnotherSession() {
        begin(receiver(null, Subject.ISS_SUB));
        world.open("sess-2", "other");
        world.join("sess-2", "hub", KNOWN);
        attempt();

        assertThat(receipt().state()).isEqualTo(State.SUPERSEDED);
        assertThat(world.posted).isEmpty();
    }

    @Test
    void f6AnEventAboutTheSessionIsSentAllTheSame() {
        begin(receiver(null, Subject.OPAQUE));
        world.open("sess-2", "other");
        world.join("sess-2", "hub", KNOWN);
        attempt();

        assertThat(receipt().state()).isEqualTo(State.DONE);
    }

    @Test
    void whatTheFormNeedsNowAndWasNeverGivenIsAFailureThatSaysSo() {
        begin(receiver(null, Subject.OPAQUE), new CaepIdentity(World.ISSUER, "sub", "sid", null));
        world.clients.put(receiver(null, Subject.EMAIL));
        attempt();

        assertThat(receipt().why()).isEqualTo("it needs an email address that it was never given");
        assertThat(world.posted).isEmpty();
    }

    @Test
    void aReceiverThatIsRegisteredAsAnotherKindNowIsAFailureThatSaysSo() {
        begin(receiver(null, Subject.COMPLEX));
        world.clients.put(World.client("hub", true, false));
        attempt();

        assertThat(receipt().why()).isEqualTo("registered as a client of another kind since it joined");
        assertThat(world.posted).isEmpty();
    }

    @Test
    void f1WithoutAKeyForEventsItWaitsUntilThereIsOne() {
        begin(receiver(null, Subject.COMPLEX));
        world.ourKeys.clear();
        attempt();

        assertThat(receipt().state()).isEqualTo(State.RETRYING);
        assertThat(receipt().attempts().getLast().error()).isEqualTo("no_signing_key");
    }

    private void begin(CaepReceiver receiver) {
        begin(receiver, KNOWN);
    }

    private void begin(CaepReceiver receiver, CaepIdentity identity) {
        world.clients.put(receiver);
        world.join("sess", "hub", identity);
        var plan = world.logOut(Visit.Way.PAGE).logout();
        ref = plan.ref();
        number = IntStream.range(0, plan.plan().deliveries().size())
                .filter(n -> plan.plan().recipient(n).equals("hub")).findFirst().orElseThrow();
        answer(202, null);
    }

    private void answer(int status, @Nullable String error) {
        world.application = _ -> new Outcome.Answered(status, error, null, 0);
    }

    private Fate attempt() {
        return world.deliver().attempt(new Pointer(ref, number, 1, "hub"), world.time.instant().plusSeconds(20));
    }

    private Receipt receipt() {
        return world.receipts.read(ref, number).orElseThrow();
    }

    private static CaepReceiver receiver(@Nullable String authorization, Subject subject) {
        return new CaepReceiver("hub", "hub", "Hub", "https://hub.example/events", authorization, subject);
    }
}
