package dev.exeunt.core.caep;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionRevokedTest {

    private static final Instant ENDED = Instant.ofEpochSecond(1790000000);

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
    void f3ItHasNeitherSubNorExpSoItIsNoLogoutToken() {
        assertThat(part(1, Initiator.EXPIRY, EndReason.EXPIRED)).doesNotContainKeys("sub", "exp", "sid", "nonce");
    }

    @ParameterizedTest
    @CsvSource({"USER,USER,user", "RP,USER,user", "OPERATOR,ADMIN,admin", "OPERATOR,POLICY,policy",
        "BULK,PASSWORD_CHANGED,admin", "EXPIRY,EXPIRED,system"})
    void f5ItSaysWhoBeganIt(Initiator initiator, EndReason reason, String entity) {
        var events = (Map<?, ?>) part(1, initiator, reason).get("events");

        assertThat(((Map<?, ?>) events.get(SessionRevoked.EVENT)).get("initiating_entity")).isEqualTo(entity);
    }

    @Test
    void theSignatureIsTheThirdPart() {
        var event = of(Initiator.USER, EndReason.USER);
        var input = new String(event.signingInput(), StandardCharsets.US_ASCII);

        assertThat(event.signed(new byte[]{1, 2, 3})).isEqualTo(input + ".AQID");
    }

    private static Map<String, Object> part(int index, Initiator initiator, EndReason reason) {
        var input = new String(of(initiator, reason).signingInput(), StandardCharsets.US_ASCII);
        return Json.read(new Base64URL(input.split("\\.")[index]).decodeToString()).orElseThrow();
    }

    private static SessionRevoked of(Initiator initiator, EndReason reason) {
        var plan = new StagePlan("flow", initiator, List.of(), List.of(), List.of(), List.of());
        var logout = new Logout("0123456789abcdef0123456789abcdef", "s-9c1e", "u-7f3a", null, reason, ENDED, plan);
        return SessionRevoked.of(logout, "https://slo.example.com", "RS256",
                new SessionRevoked.Stamp(ENDED.plusSeconds(7), "set-0001", "k-1"));
    }
}
