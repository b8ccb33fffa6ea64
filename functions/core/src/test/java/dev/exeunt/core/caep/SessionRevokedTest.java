package dev.exeunt.core.caep;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.CaepReceiver.Subject;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SessionRevokedTest {

    private static final Instant ENDED = Instant.ofEpochSecond(1790000000);
    private static final SessionRevoked.Stamp STAMP = new SessionRevoked.Stamp(ENDED.plusSeconds(7), "set-0001",
            "RS256", "k-1");
    private static final CaepIdentity KNOWN = new CaepIdentity("https://slo.example.com", "pairwise-1", "sid-1",
            "ada@example.com");

    @Test
    void f1TheHeaderIsThatOfASecurityEventToken() {
        assertThat(part(0, Initiator.USER, EndReason.USER))
                .isEqualTo(Map.of("typ", "secevent+jwt", "alg", "RS256", "kid", "k-1"));
    }

    @Test
    void f2TheClaimsAreThoseOfCaepAndTheSubjectStandsAtTheTop() {
        assertThat(part(1, Initiator.USER, EndReason.USER)).isEqualTo(Map.of("iss", "https://slo.example.com", "jti",
                "set-0001", "iat", 1790000007L, "aud", "https://slo.example.com", "txn",
                "0123456789abcdef0123456789abcdef", "sub_id",
                Map.of("format", "complex", "session", Map.of("format", "opaque", "id", "s-9c1e"), "user",
                        Map.of("format", "iss_sub", "iss", "https://slo.example.com", "sub", "u-7f3a")),
                "events",
                Map.of("https://schemas.openid.net/secevent/caep/event-type/session-revoked",
                        Map.of("event_timestamp", 1790000000L, "initiating_entity", "user", "reason_admin",
                                Map.of("en", "Logout: user")))));
    }

    @Test
    void f3B29ItHasNeitherSubNorExpSoItIsNoLogoutToken() {
        assertThat(part(1, Initiator.EXPIRY, EndReason.EXPIRED)).doesNotContainKeys("sub", "exp", "sid", "nonce");
    }

    @ParameterizedTest
    @CsvSource({"USER,USER,user", "RP,USER,user", "OPERATOR,ADMIN,admin", "OPERATOR,POLICY,policy",
        "BULK,PASSWORD_CHANGED,admin", "EXPIRY,EXPIRED,system"})
    void f5ItSaysWhoBeganIt(Initiator initiator, EndReason reason, String entity) {
        var events = (Map<?, ?>) part(1, initiator, reason).get("events");

        assertThat(((Map<?, ?>) events.get(SessionRevoked.EVENT)).get("initiating_entity")).isEqualTo(entity);
    }

    @ParameterizedTest
    @EnumSource
    void f2AReceiverGetsAnEventWithItsOwnAudienceAndEverythingElseAlike(Subject subject) {
        var idp = new LinkedHashMap<>(part(1, Initiator.USER, EndReason.USER));
        var receivers = new LinkedHashMap<>(claims(subject));
        assertThat(receivers.remove("aud")).isEqualTo("https://receiver.example/ssf");
        receivers.remove("sub_id");
        idp.keySet().removeAll(List.of("aud", "sub_id"));
        assertThat(receivers).isEqualTo(idp).containsOnlyKeys("iss", "jti", "iat", "txn", "events");
    }

    @Test
    void f6TheSubjectHasTheFormThatIsRegistered() {
        var issSub = Map.of("format", "iss_sub", "iss", "https://slo.example.com", "sub", "pairwise-1");
        var opaque = Map.of("format", "opaque", "id", "sid-1");
        assertThat(claims(Subject.ISS_SUB).get("sub_id")).isEqualTo(issSub);
        assertThat(claims(Subject.OPAQUE).get("sub_id")).isEqualTo(opaque);
        assertThat(claims(Subject.EMAIL).get("sub_id"))
                .isEqualTo(Map.of("format", "email", "email", "ada@example.com"));
        assertThat(claims(Subject.COMPLEX).get("sub_id"))
                .isEqualTo(Map.of("format", "complex", "session", opaque, "user", issSub));
    }

    @Test
    void f7AllEventsOfOneLogoutShareItsRefAsTransaction() {
        assertThat(List.of(claims(Subject.OPAQUE), claims(Subject.EMAIL), part(1, Initiator.USER, EndReason.USER)))
                .extracting(claims -> claims.get("txn")).containsOnly("0123456789abcdef0123456789abcdef");
    }

    @Test
    void whoAnIdentityNamesIsInNoLog() {
        assertThat(KNOWN.toString()).doesNotContain("pairwise-1", "sid-1", "ada");
    }

    private static Map<String, Object> claims(Subject subject) {
        var receiver = new CaepReceiver("hub", "https://receiver.example/ssf", "Hub", "https://receiver.example/events",
                null, subject);
        var event = SessionRevoked.of(logout(Initiator.USER, EndReason.USER), KNOWN, receiver, STAMP);
        return part(1, event);
    }

    @Test
    void theSignatureIsTheThirdPart() {
        var event = of(Initiator.USER, EndReason.USER);
        var input = new String(event.signingInput(), StandardCharsets.US_ASCII);

        assertThat(event.signed(new byte[]{1, 2, 3})).isEqualTo(input + ".AQID");
    }

    private static Map<String, Object> part(int index, Initiator initiator, EndReason reason) {
        return part(index, of(initiator, reason));
    }

    private static Map<String, Object> part(int index, SessionRevoked event) {
        var input = new String(event.signingInput(), StandardCharsets.US_ASCII);
        return Json.read(new Base64URL(input.split("\\.")[index]).decodeToString()).orElseThrow();
    }

    private static SessionRevoked of(Initiator initiator, EndReason reason) {
        return SessionRevoked.forIdp(logout(initiator, reason), "https://slo.example.com", STAMP);
    }

    private static Logout logout(Initiator initiator, EndReason reason) {
        var plan = new StagePlan("flow", initiator, List.of(), List.of(), List.of(), List.of());
        return new Logout("0123456789abcdef0123456789abcdef", "s-9c1e", "u-7f3a", null, reason, ENDED, plan);
    }
}
