package dev.exeunt.core.caep;

import com.nimbusds.jose.util.Base64URL;
import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.CaepReceiver.Subject;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A security event token (RFC 8417) that says that a session was revoked (CAEP 1.0, 3.1), before it is signed. It is
/// signed in two steps, so that keys stay outside: [#signingInput], then [#signed]. It has no `exp` and no `sub`, so it
/// can never pass for a logout token (SSF 1.0, 4.1.1).
public final class SessionRevoked {

    /// The member of `events`.
    public static final String EVENT = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
    /// The media type that it is pushed with (RFC 8935, 2).
    public static final String MEDIA_TYPE = "application/secevent+jwt";

    private final String signingInput;

    private SessionRevoked(Map<String, Object> header, Map<String, Object> claims) {
        this.signingInput = encode(header) + "." + encode(claims);
    }

    /// The event of one ended session, for the identity provider: the session and the user as it knows them.
    ///
    /// @param issuer its issuer, which is the `iss` and the `aud`
    public static SessionRevoked forIdp(Logout logout, String issuer, Stamp stamp) {
        var knownThere = new CaepIdentity(issuer, logout.user(), logout.session(), null);
        return new SessionRevoked(header(stamp), claims(logout, knownThere, new To(issuer, Subject.COMPLEX), stamp));
    }

    /// The event of one ended session, for a receiver that knows it by this identity. One event is for one receiver
    /// (SSF 1.0, 4.1.8).
    public static SessionRevoked of(Logout logout, CaepIdentity identity, CaepReceiver receiver, Stamp stamp) {
        var to = new To(receiver.clientId(), receiver.subject());
        return new SessionRevoked(header(stamp), claims(logout, identity, to, stamp));
    }

    private record To(String audience, Subject subject) {}

    private static Map<String, Object> header(Stamp stamp) {
        var header = new LinkedHashMap<String, Object>();
        header.put("typ", "secevent+jwt");
        header.put("alg", stamp.alg());
        header.put("kid", stamp.kid());
        return header;
    }

    private static Map<String, Object> claims(Logout logout, CaepIdentity identity, To to, Stamp stamp) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", identity.iss());
        claims.put("jti", stamp.jti());
        claims.put("iat", stamp.at().getEpochSecond());
        claims.put("aud", to.audience());
        claims.put("txn", logout.ref());
        claims.put("sub_id", to.subject().of(identity));
        claims.put("events", Map.of(EVENT, event(logout)));
        return claims;
    }

    /// The bytes to sign (RFC 7515, 5.1).
    public byte[] signingInput() {
        return signingInput.getBytes(StandardCharsets.US_ASCII);
    }

    /// The compact token with its signature.
    public String signed(byte[] signature) {
        return signingInput + "." + Base64URL.encode(signature);
    }

    private static Map<String, Object> event(Logout logout) {
        var event = new LinkedHashMap<String, Object>();
        event.put("event_timestamp", logout.at().getEpochSecond());
        event.put("initiating_entity", entity(logout.plan().initiator(), logout.reason()));
        event.put("reason_admin", Map.of("en", "Logout: " + logout.reason().text()));
        return event;
    }

    private static String entity(Initiator initiator, EndReason reason) {
        return switch (initiator) {
            case USER, RP, SP -> "user";
            case OPERATOR, BULK -> reason == EndReason.POLICY ? "policy" : "admin";
            case EXPIRY -> "system";
        };
    }

    private static String encode(Map<String, Object> object) {
        return Base64URL.encode(Json.write(object)).toString();
    }

    /// What is new in each token.
    ///
    /// @param alg the algorithm that signs
    /// @param kid of the key that signs
    public record Stamp(Instant at, String jti, String alg, String kid) {}
}
