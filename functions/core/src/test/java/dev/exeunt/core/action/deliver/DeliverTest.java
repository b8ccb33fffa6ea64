package dev.exeunt.core.action.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Outages;
import dev.exeunt.core.action.Outages.Outage;
import dev.exeunt.core.action.Outbound.Fetched;
import dev.exeunt.core.action.Outbound.Notice;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.deliver.Deliver.Fate;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.Encryption;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.OidcClient.Subject;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.web.Parameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliverTest {

    /// `both` comes before `wiki` in the plan.
    private static final int WIKI = 1;
    private static final String KEYS = "https://wiki.example/jwks";

    private final World world = new World();
    private String ref = "";

    @Test
    void b16OneFieldIsPostedAsAFormWithATokenThatVerifies() throws Exception {
        begin();
        assertThat(attempt()).isInstanceOf(Fate.Gone.class);

        var notice = world.posted.getFirst();
        var form = Parameters.parse(notice.body());
        var token = SignedJWT.parse(form.get("logout_token"));
        assertThat(form.first()).containsOnlyKeys("logout_token");
        assertThat(notice.contentType()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(notice.uri()).isEqualTo("https://wiki.example/bc");
        assertThat(token.verify(new RSASSAVerifier(World.OUR_KEY.toPublicJWK()))).isTrue();
        assertThat(token.getHeader().getKeyID()).isEqualTo("our-1");
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("wiki");
        assertThat(token.getJWTClaimsSet().getStringClaim("sid")).isEqualTo("sid-sess-wiki");
        assertThat(token.getJWTClaimsSet().getJWTID()).isEqualTo(receipt().attempts().getFirst().jti());
        assertThat(receipt().state()).isEqualTo(State.DONE);
        assertThat(notice.toString() + world.events).doesNotContain(form.get("logout_token"));
    }

    @Test
    void b13EveryAttemptHasATokenOfItsOwn() throws Exception {
        begin();
        world.application = _ -> new Outcome.Answered(503, null, null, 0);
        assertThat(attempt()).isInstanceOfSatisfying(Fate.Back.class,
                back -> assertThat(back.after()).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250)));
        world.time.pass(Duration.ofSeconds(20));
        attempt();

        var attempts = receipt().attempts();
        assertThat(attempts).hasSize(2).extracting(Receipt.Attempt::jti).doesNotHaveDuplicates();
        assertThat(attempts).extracting(Receipt.Attempt::status).containsExactly(503, 503);
        assertThat(receipt().state()).isEqualTo(State.RETRYING);
        assertThat(receipt().dueAt()).isNotNull();
    }

    @Test
    void aSettledDeliveryIsNotSentAgain() {
        begin();
        attempt();
        assertThat(attempt()).isInstanceOf(Fate.Gone.class);
        assertThat(world.posted).hasSize(1);
    }

    @Test
    void aDuplicateWaitsForTheAttemptThatMayStillBeGoingOn() {
        begin();
        world.application = _ -> {
            assertThat(attempt()).isInstanceOfSatisfying(Fate.Back.class,
                    back -> assertThat(back.after()).isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
            return new Outcome.Answered(200, null, null, 0);
        };
        assertThat(attempt()).isInstanceOf(Fate.Gone.class);
        assertThat(world.posted).hasSize(1);
    }

    @Test
    void anAttemptThatWasCutOffIsTakenUpWhenItsLeaseIsOver() {
        begin();
        world.application = _ -> {
            throw new IllegalStateException("cut off");
        };
        assertThatThrownBy(this::attempt).isInstanceOf(IllegalStateException.class);
        world.application = _ -> new Outcome.Answered(200, null, null, 0);
        assertThat(attempt()).isInstanceOf(Fate.Back.class);
        world.time.pass(Duration.ofSeconds(15));
        assertThat(attempt()).isInstanceOf(Fate.Gone.class);
        assertThat(receipt().state()).isEqualTo(State.DONE);
        assertThat(receipt().attempts()).hasSize(2);
    }

    @Test
    void attemptsThatBrokeOnOurSideCostTheApplicationNone() {
        begin();
        world.application = _ -> {
            throw new IllegalStateException("our key service is down");
        };
        for (int broken = 0; broken < 12; broken++) {
            assertThatThrownBy(this::attempt).isInstanceOf(IllegalStateException.class);
            world.time.pass(Duration.ofSeconds(30));
        }
        world.application = _ -> new Outcome.Answered(503, null, null, 0);

        assertThat(attempt()).isInstanceOfSatisfying(Fate.Back.class,
                back -> assertThat(back.after()).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250)));
        assertThat(receipt().state()).isEqualTo(State.RETRYING);
    }

    @Test
    void whatALivingAttemptHasComeToStandsOverADueTimeThatWasSetMeanwhile() {
        begin();
        var deliver = world.deliver();
        var pointer = new Pointer(ref, WIKI, 1, "wiki");
        world.application = _ -> {
            assertThat(deliver.putOff(pointer, Duration.ofSeconds(2))).isTrue();
            assertThat(receipt().leaseUntil()).isAfter(world.time.instant());
            return new Outcome.Answered(200, null, null, 0);
        };

        assertThat(attempt()).isInstanceOf(Fate.Gone.class);
        assertThat(receipt().state()).isEqualTo(State.DONE);
        assertThat(receipt().dueAt()).isNull();
    }

    @Test
    void ofTwoDeliverersWhoseClocksDifferOneTellsTwiceAndTheOutcomeStands() {
        begin();
        var ahead = world.deliver(world.receipts, () -> world.time.instant().plusSeconds(60));
        var pointer = new Pointer(ref, WIKI, 1, "wiki");
        world.application = _ -> {
            if (world.posted.size() == 1) {
                // For the one whose clock is ahead the lease of this attempt is over.
                assertThat(ahead.attempt(pointer, world.time.instant().plusSeconds(80))).isInstanceOf(Fate.Gone.class);
                assertThat(receipt().state()).isEqualTo(State.DONE);
                return new Outcome.Answered(503, null, null, 0);
            }
            return new Outcome.Answered(200, null, null, 0);
        };

        assertThat(attempt()).isInstanceOf(Fate.Back.class);
        assertThat(receipt().state()).isEqualTo(State.DONE);
        assertThat(world.posted).hasSize(2);
        assertThat(world.events.toString()).contains("delivery_overtaken");
        world.time.pass(Duration.ofSeconds(2));
        assertThat(attempt()).isInstanceOf(Fate.Gone.class);
        assertThat(world.posted).hasSize(2);
    }

    @Test
    void aDelivererWhoseClockIsBehindWaitsForTheEndOfALeaseByItsOwnClock() {
        begin();
        world.application = _ -> {
            throw new IllegalStateException("cut off");
        };
        assertThatThrownBy(this::attempt).isInstanceOf(IllegalStateException.class);
        world.application = _ -> new Outcome.Answered(200, null, null, 0);
        var behind = world.deliver(world.receipts, () -> world.time.instant().minusSeconds(60));
        var pointer = new Pointer(ref, WIKI, 1, "wiki");

        assertThat(behind.attempt(pointer, world.time.instant())).isEqualTo(new Fate.Back(Duration.ofSeconds(75)));
        world.time.pass(Duration.ofSeconds(75));
        assertThat(behind.attempt(pointer, world.time.instant())).isInstanceOf(Fate.Gone.class);
        assertThat(receipt().state()).isEqualTo(State.DONE);
    }

    @Test
    void anAttemptThatCouldNotBeOverInTimeIsNotBegun() {
        begin();
        var fate = world.deliver().attempt(new Pointer(ref, WIKI, 1, "wiki"), world.time.instant().plusSeconds(4));

        assertThat(fate).isInstanceOf(Fate.Back.class);
        assertThat(world.receipts.read(ref, WIKI)).isEmpty();
    }

    @Test
    void whatNamesNothingIsDropped() {
        begin();
        assertThat(attempt(new Pointer("0".repeat(32), 0, 1, "wiki"))).isInstanceOf(Fate.Gone.class);
        assertThat(attempt(new Pointer(ref, 99, 1, "wiki"))).isInstanceOf(Fate.Gone.class);
        assertThat(attempt(new Pointer(ref, -1, 1, "wiki"))).isInstanceOf(Fate.Gone.class);
        assertThat(attempt(new Pointer(ref, WIKI, 2, "wiki"))).isInstanceOf(Fate.Gone.class);
        assertThat(world.posted).isEmpty();
    }

    @Test
    void aLongWaitIsADueTimeAndNoMessage() {
        begin();
        world.application = _ -> new Outcome.Answered(429, null, Duration.ofHours(1), 0);

        assertThat(attempt()).isInstanceOf(Fate.Gone.class);
        assertThat(receipt().dueAt()).isEqualTo(world.time.instant().plus(Duration.ofHours(1)));
    }

    @Test
    void aMessageTooManyKeepsToTheWaitThatTheCurveSet() {
        begin();
        world.application = _ -> new Outcome.Answered(503, null, Duration.ofMinutes(5), 0);
        assertThat(attempt()).isEqualTo(new Fate.Back(Duration.ofMinutes(5)));
        for (int copy = 0; copy < 12; copy++) {
            assertThat(attempt()).isEqualTo(new Fate.Back(Duration.ofMinutes(5)));
        }
        world.time.pass(Duration.ofSeconds(299));
        assertThat(attempt()).isEqualTo(new Fate.Back(Duration.ofSeconds(1)));
        assertThat(world.posted).hasSize(1);
        assertThat(receipt().state()).isEqualTo(State.RETRYING);
        assertThat(receipt().attempts()).hasSize(1);

        world.time.pass(Duration.ofSeconds(1));
        attempt();
        assertThat(world.posted).hasSize(2);
    }

    @Test
    void aMessageTooManyBehindALongWaitIsDroppedAndTheDueTimeStands() {
        begin();
        world.application = _ -> new Outcome.Answered(429, null, Duration.ofHours(6), 0);
        attempt();
        var waiting = receipt();

        assertThat(attempt()).isInstanceOf(Fate.Gone.class);
        assertThat(world.deliver().putOff(new Pointer(ref, WIKI, 1, "wiki"), Duration.ofSeconds(30))).isTrue();
        assertThat(receipt()).isEqualTo(waiting);
        assertThat(world.posted).hasSize(1);
        world.time.pass(Duration.ofHours(6));
        world.application = _ -> new Outcome.Answered(200, null, null, 0);
        attempt();
        assertThat(receipt().state()).isEqualTo(State.DONE);
    }

    @Test
    void aClientThatIsGoneIsAFailureThatSaysSo() {
        begin();
        world.clients.delete("wiki");
        assertFailed("no longer registered");
    }

    @Test
    void aClientWithoutABackChannelNowIsAFailureThatSaysSo() {
        begin();
        world.clients.put(World.client("wiki", false, true));
        assertFailed("no back-channel logout URI");
    }

    @Test
    void b11ANoticeWhoseAlgorithmHasNoKeyWaitsUntilItHasOne() {
        begin();
        world.ourKeys.clear();
        assertThat(attempt()).isInstanceOf(Fate.Back.class);
        assertThat(receipt().state()).isEqualTo(State.RETRYING);
        assertThat(receipt().attempts().getLast().error()).isEqualTo("no_signing_key");
        assertThat(world.posted).isEmpty();

        world.ourKeys.add(World.OUR_KEY);
        world.time.pass(Duration.ofSeconds(20));
        attempt();
        assertThat(receipt().state()).isEqualTo(State.DONE);
    }

    @Test
    void aChangedUriIsSimplyUsed() {
        begin();
        world.clients.put(wiki(new LogoutUri("https://new.example/bc?tenant=7", false), null, Profile.STANDARD));
        attempt();

        assertThat(world.posted.getFirst().uri()).isEqualTo("https://new.example/bc?tenant=7");
    }

    @Test
    void b14AClientWithEncryptionGetsTheSignedTokenInAJwe() throws Exception {
        begin();
        var theirs = World.key("enc-1");
        var jwks = new JWKSet(theirs.toPublicJWK()).toString();
        world.clients.put(wiki(new LogoutUri("https://wiki.example/bc", false),
                new Encryption("RSA-OAEP-256", "A256GCM", jwks, null), Profile.STANDARD));
        attempt();

        var jwe = JWEObject.parse(Parameters.parse(world.posted.getFirst().body()).get("logout_token"));
        assertThat(jwe.getHeader().getAlgorithm()).isEqualTo(JWEAlgorithm.RSA_OAEP_256);
        assertThat(jwe.getHeader().getEncryptionMethod()).isEqualTo(EncryptionMethod.A256GCM);
        assertThat(jwe.getHeader().getContentType()).isEqualTo("JWT");
        assertThat(jwe.getHeader().getIssuer()).isEqualTo(World.ISSUER);
        jwe.decrypt(new RSADecrypter(theirs));
        assertThat(jwe.getPayload().toSignedJWT().verify(new RSASSAVerifier(World.OUR_KEY.toPublicJWK()))).isTrue();
    }

    @Test
    void b14AClientThatCannotBeEncryptedToIsNeverSentAPlainToken() {
        begin();
        world.clients.put(wiki(new LogoutUri("https://wiki.example/bc", false),
                new Encryption("RSA-OAEP-256", "A256GCM", "{\"keys\":[]}", null), Profile.STANDARD));
        assertFailed("none of its keys fits");
        assertThat(world.posted).isEmpty();
    }

    @Test
    void b14KeysAtAnAddressAreFetchedAndEncryptedTo() throws Exception {
        var theirs = World.key("enc-1");
        publishing(theirs);
        attempt();

        assertThat(world.fetched).containsExactly(KEYS);
        assertThat(signed(theirs).verify(new RSASSAVerifier(World.OUR_KEY.toPublicJWK()))).isTrue();
        assertThat(receipt().state()).isEqualTo(State.DONE);
    }

    @Test
    void b14WhileTheKeysCannotBeHadTheNoticeWaitsAndIsNeverSentPlain() throws Exception {
        var theirs = World.key("enc-1");
        publishing(theirs);
        world.documents = _ -> new Fetched.Failed(new Outcome.Unanswered(Outcome.Fault.TIMEOUT));
        assertThat(attempt()).isInstanceOf(Fate.Back.class);
        assertThat(receipt().attempts().getLast().error()).isEqualTo("jwks");
        world.documents = _ -> new Fetched.Document("{\"keys\":[]}");
        world.time.pass(Duration.ofSeconds(20));
        attempt();
        assertThat(receipt().attempts().getLast().error()).isEqualTo("jwks_unusable");
        assertThat(world.posted).isEmpty();

        publish(theirs);
        world.time.pass(Duration.ofSeconds(60));
        attempt();
        assertThat(receipt().state()).isEqualTo(State.DONE);
        assertThat(signed(theirs)).isNotNull();
    }

    @Test
    void b14AClientThatRotatedItsKeyIsToldUnderTheNewOneAtOnce() throws Exception {
        var old = World.key("enc-old");
        publishing(old);
        world.application = _ -> new Outcome.Answered(503, null, null, 0);
        var deliver = world.deliver();
        attempt(deliver);
        var fresh = World.key("enc-new");
        publish(fresh);
        world.posted.clear();
        world.application = notice -> new Outcome.Answered(isFor(notice, fresh) ? 200 : 400, null, null, 0);
        world.time.pass(Duration.ofSeconds(20));
        attempt(deliver);

        assertThat(world.posted).hasSize(2);
        assertThat(receipt().state()).isEqualTo(State.DONE);
    }

    @Test
    void b14ARefusalUnderTheKeyThatIsStillPublishedIsFinal() throws Exception {
        publishing(World.key("enc-1"));
        world.application = _ -> new Outcome.Answered(503, null, null, 0);
        var deliver = world.deliver();
        attempt(deliver);
        world.application = _ -> new Outcome.Answered(400, null, null, 0);
        world.time.pass(Duration.ofSeconds(20));
        attempt(deliver);

        assertThat(world.posted).hasSize(2);
        assertThat(world.fetched).hasSize(2);
        assertThat(receipt().state()).isEqualTo(State.FAILED);
    }

    private void publishing(RSAKey key) {
        begin();
        world.clients.put(wiki(new LogoutUri("https://wiki.example/bc", false),
                new Encryption("RSA-OAEP-256", "A256GCM", null, KEYS), Profile.STANDARD));
        publish(key);
    }

    private void publish(RSAKey key) {
        world.documents = _ -> new Fetched.Document(new JWKSet(key.toPublicJWK()).toString());
    }

    private SignedJWT signed(RSAKey theirs) throws Exception {
        return opened(world.posted.getLast(), theirs);
    }

    private static SignedJWT opened(Notice notice, RSAKey theirs) throws Exception {
        var jwe = JWEObject.parse(Parameters.parse(notice.body()).get("logout_token"));
        jwe.decrypt(new RSADecrypter(theirs));
        return jwe.getPayload().toSignedJWT();
    }

    private static boolean isFor(Notice notice, RSAKey key) {
        try {
            opened(notice, key);
            return true;
        } catch (Exception _) {
            return false;
        }
    }

    /// The rotation of docs/operate.md, step by step, with an RP that reads our keys only when it must.
    @Test
    void b26AKeyThatIsRotatedWhileANoticeWaitsLosesNoNotice() throws Exception {
        var old = World.OUR_KEY;
        var fresh = World.key("our-2");
        begin();
        world.application = _ -> new Outcome.Answered(503, null, null, 0);
        attempt();
        world.ourKeys.add(fresh);
        var cachedByTheRp = new JWKSet(World.published(world.ourKeys));
        world.time.pass(Duration.ofSeconds(20));
        attempt();
        world.ourKeys.add(world.ourKeys.removeFirst());
        world.time.pass(Duration.ofSeconds(60));
        attempt();
        world.ourKeys.remove(old);
        world.application = _ -> new Outcome.Answered(200, null, null, 0);
        world.time.pass(Duration.ofSeconds(60));
        attempt();

        var kids = new ArrayList<String>();
        for (var notice : world.posted) {
            var token = SignedJWT.parse(Parameters.parse(notice.body()).get("logout_token"));
            kids.add(token.getHeader().getKeyID());
            var key = cachedByTheRp.getKeyByKeyId(token.getHeader().getKeyID());
            assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        }
        assertThat(kids).containsExactly("our-1", "our-1", "our-2", "our-2");
        assertThat(receipt().state()).isEqualTo(State.DONE);
    }

    @Test
    void b15APairwiseSubjectIsSentAsItWasStored() throws Exception {
        var pairwise = "pairwise/Ä+" + "x".repeat(200);
        world.clients.put(World.client("other", true, false));
        world.joinAs("sess", "other", pairwise);
        begin();
        for (int n = 0; n < 3; n++) {
            world.deliver().attempt(new Pointer(ref, n, 1, ""), world.time.instant().plusSeconds(20));
        }

        var subjects = new HashMap<String, String>();
        for (var notice : world.posted) {
            var claims = SignedJWT.parse(Parameters.parse(notice.body()).get("logout_token")).getJWTClaimsSet();
            subjects.put(claims.getAudience().getFirst(), claims.getSubject());
        }
        assertThat(subjects).containsEntry("other", pairwise).containsEntry("wiki", "sub-wiki");
    }

    @Test
    void b7ANoticeWithoutASidIsSupersededWhileTheUserIsThereInAnotherSession() {
        world.clients.put(wiki(new LogoutUri("https://wiki.example/bc", false), null,
                new Profile("logout+jwt", Subject.SUB, null)));
        begin();
        world.open("sess-2", "other", "wiki");

        assertThat(attempt()).isInstanceOf(Fate.Gone.class);
        assertThat(receipt().state()).isEqualTo(State.SUPERSEDED);
        assertThat(receipt().attempts()).isEmpty();
        assertThat(world.posted).isEmpty();
    }

    /// The other session's id comes last of so many.
    @ParameterizedTest
    @CsvSource({"998, SUPERSEDED, 20", "1000, DONE, 20", "3000, DONE, 20"})
    void b7AUsersSessionsAreLookedThroughUpToALimitAndBeyondItTheNoticeIsSent(int before, State becomes, int looks) {
        world.clients.put(wiki(new LogoutUri("https://wiki.example/bc", false), null,
                new Profile("logout+jwt", Subject.SUB, null)));
        begin();
        for (int n = 0; n < before; n++) {
            world.open("a-%04d".formatted(n), "cookie-" + n);
        }
        world.open("b", "other", "wiki");
        var earlier = world.sessions.looks();

        assertThat(attempt()).isInstanceOf(Fate.Gone.class);
        assertThat(receipt().state()).isEqualTo(becomes);
        assertThat(world.sessions.looks() - earlier).isEqualTo(looks);
    }

    @Test
    void aNoticeWithoutASidIsNeverRedrivenIntoANewSession() {
        world.clients.put(wiki(new LogoutUri("https://wiki.example/bc", false), null,
                new Profile("logout+jwt", Subject.SUB, null)));
        begin();
        world.application = _ -> new Outcome.Answered(403, null, null, 0);
        attempt();
        world.posted.clear();
        world.open("sess-2", "other", "wiki");
        var failed = receipt();
        world.receipts.write(ref, "wiki", failed, failed.redriven(world.time.instant(), world.time.instant()));
        attempt(new Pointer(ref, WIKI, 2, "wiki"));

        assertThat(receipt().state()).isEqualTo(State.SUPERSEDED);
        assertThat(receipt().attempts()).extracting(Receipt.Attempt::run).containsExactly(1);
        assertThat(world.posted).isEmpty();
        assertThat(world.isOpen("sess-2")).isTrue();
    }

    @Test
    void aNoticeWithASidIsSentEvenIfTheUserIsThereInAnotherSession() {
        begin();
        world.open("sess-2", "other", "wiki");
        attempt();

        assertThat(receipt().state()).isEqualTo(State.DONE);
    }

    @Test
    void aLateNoticeToAnApplicationThatTheUserHasComeBackToIsSuperseded() {
        var order = new StartLogout.Order("sess", dev.exeunt.core.plan.Flow.PROVIDER_INVALIDATION, "wiki",
                dev.exeunt.core.plan.Initiator.RP, dev.exeunt.core.session.EndReason.USER, Visit.Way.PAGE);
        ref = ((StartLogout.Started.Ended) world.startLogout().run(order)).logout().ref();
        world.join("sess", "wiki");

        assertThat(attempt(new Pointer(ref, 0, 1, "wiki"))).isInstanceOf(Fate.Gone.class);
        assertThat(world.receipts.read(ref, 0).orElseThrow().state()).isEqualTo(State.SUPERSEDED);
        assertThat(world.posted).isEmpty();
    }

    @Test
    void theCurveEndsInAFailureThatAnOperatorSees() {
        begin();
        world.application = _ -> new Outcome.Unanswered(Outcome.Fault.CONNECT_TIMEOUT);
        for (int n = 0; n < 12; n++) {
            attempt();
            waitOut();
        }
        assertThat(receipt().state()).isEqualTo(State.FAILED);
        assertThat(receipt().attempts()).hasSize(9);
        assertThat(receipt().why()).contains("no attempts left");
        assertThat(receipt().dueAt()).isNull();
    }

    @Test
    void aClientMayHaveABudgetOfItsOwn() {
        world.clients.put(wiki(new LogoutUri("https://wiki.example/bc", false), null,
                new Profile("logout+jwt", Subject.BOTH, null, 2)));
        begin();
        world.application = _ -> new Outcome.Answered(503, null, null, 0);
        attempt();
        world.time.pass(Duration.ofSeconds(20));
        attempt();

        assertThat(receipt().state()).isEqualTo(State.FAILED);
        assertThat(receipt().why()).isEqualTo("no attempts left: status 503");
        assertThat(receipt().attempts()).hasSize(2);
    }

    @Test
    void ofAnAnswerThereIsKeptItsStatusTheErrorCodeOfA400AndTheLengthOfItsBody() {
        begin();
        world.application = _ -> new Outcome.Answered(400, "invalid_request", null, 123);
        attempt();

        assertThat(receipt().attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.status()).isEqualTo(400);
            assertThat(attempt.error()).isEqualTo("invalid_request");
            assertThat(attempt.bytes()).isEqualTo(123);
        });
    }

    /// An attempt has twenty seconds here, and the application five.
    @ParameterizedTest
    @CsvSource({"0, 5", "15, 5", "16, 4", "19, 1", "40, 1"})
    void aCallThatOurOwnServicesMadeLateHasTheTimeThatIsLeft(int late, int left) {
        begin();
        world.outages = new Outages() {
            @Override
            public Map<String, Outage> read(Collection<String> clients) {
                world.time.pass(Duration.ofSeconds(late));
                return Map.of();
            }

            @Override
            public boolean change(String client, @Nullable Outage seen, @Nullable Outage next) {
                return true;
            }
        };
        attempt();

        assertThat(world.posted).singleElement().extracting(Notice::timeout)
                .isEqualTo(Duration.ofSeconds(left));
    }

    @Test
    void aRedrivenRunHasItsOwnAttemptsAndALifeFromTheTimeItWasRedriven() {
        begin();
        world.application = _ -> new Outcome.Answered(403, null, null, 0);
        attempt();
        world.time.pass(Duration.ofDays(10));
        var failed = receipt();
        world.receipts.write(ref, "wiki", failed, failed.redriven(world.time.instant(), world.time.instant()));
        world.application = _ -> new Outcome.Answered(503, null, null, 0);
        assertThat(attempt()).as("a message of the run before").isInstanceOf(Fate.Gone.class);
        attempt(new Pointer(ref, WIKI, 2, "wiki"));

        assertThat(receipt().state()).isEqualTo(State.RETRYING);
        assertThat(receipt().attempts()).extracting(Receipt.Attempt::run).containsExactly(1, 2);
        world.time.pass(World.LIFE);
        attempt(new Pointer(ref, WIKI, 2, "wiki"));
        assertThat(receipt().why()).isEqualTo("its time ran out: status 503");
    }

    private void assertFailed(String why) {
        assertThat(attempt()).isInstanceOf(Fate.Gone.class);
        assertThat(receipt().state()).isEqualTo(State.FAILED);
        assertThat(receipt().why()).contains(why);
        assertThat(world.posted).isEmpty();
    }

    private void begin() {
        ref = world.logOut(Visit.Way.PAGE).logout().ref();
    }

    /// Lets the time pass that the delivery waits.
    private void waitOut() {
        var over = receipt().notBefore();
        if (over != null) {
            world.time.pass(Duration.between(world.time.instant(), over));
        }
    }

    private Fate attempt() {
        return attempt(new Pointer(ref, WIKI, 1, "wiki"));
    }

    private void attempt(Deliver deliver) {
        deliver.attempt(new Pointer(ref, WIKI, 1, "wiki"), world.time.instant().plusSeconds(20));
    }

    private Fate attempt(Pointer pointer) {
        return world.deliver().attempt(pointer, world.time.instant().plusSeconds(20));
    }

    private Receipt receipt() {
        return world.receipts.read(ref, WIKI).orElseThrow();
    }

    private static OidcClient wiki(LogoutUri back, @Nullable Encryption encryption, Profile profile) {
        return new OidcClient("wiki", "wiki", "App wiki", List.of(), List.of(), back, null, "RS256", encryption, null,
                profile);
    }
}
