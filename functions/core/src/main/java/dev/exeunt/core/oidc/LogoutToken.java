package dev.exeunt.core.oidc;

import com.nimbusds.jose.util.Base64URL;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A logout token before it is signed (OpenID Connect Back-Channel Logout 1.0, section 2.4). It is signed in two steps,
/// so that keys stay outside: [#signingInput], then [#signed].
public final class LogoutToken {

    /// The member of `events` that makes it a logout token.
    public static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    /// How long a token is good for; the specification encourages two minutes at most.
    public static final Duration LIFE = Duration.ofMinutes(2);

    private final String signingInput;

    private LogoutToken(String signingInput) {
        this.signingInput = signingInput;
    }

    /// The token for one identity of one client, with `sub` and `sid` exactly as in its ID token, as far as its profile
    /// wants them, and never a `nonce`.
    ///
    /// @throws IllegalArgumentException if neither `sub` nor `sid` would be in it; ask [#subjectOf] before
    public static LogoutToken of(OidcClient client, OidcIdentity identity, Stamp stamp) {
        var subject = subjectOf(client.profile().subject(), identity);
        if (subject.sub() == null && subject.sid() == null) {
            throw new IllegalArgumentException("a logout token needs a sub or a sid");
        }
        var header = new LinkedHashMap<String, Object>();
        header.put("typ", client.profile().typ());
        header.put("alg", client.signedResponseAlg());
        header.put("kid", stamp.kid());
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", identity.iss());
        if (subject.sub() != null) {
            claims.put("sub", subject.sub());
        }
        claims.put("aud", client.clientId());
        claims.put("iat", stamp.at().getEpochSecond());
        claims.put("exp", stamp.at().plus(LIFE).getEpochSecond());
        claims.put("jti", stamp.jti());
        if (subject.sid() != null) {
            claims.put("sid", subject.sid());
        }
        claims.put("events", Map.of(EVENT, Map.of()));
        return new LogoutToken(encode(header) + "." + encode(claims));
    }

    /// What a token for this identity would name. Without a `sid` it ends all sessions of the user there.
    public static Subject subjectOf(OidcClient.Subject wanted, OidcIdentity identity) {
        return switch (wanted) {
            case BOTH -> new Subject(identity.sub(), identity.sid());
            case SID -> new Subject(null, identity.sid());
            case SUB -> new Subject(identity.sub(), null);
        };
    }

    /// The bytes to sign (RFC 7515, 5.1).
    public byte[] signingInput() {
        return signingInput.getBytes(StandardCharsets.US_ASCII);
    }

    /// The compact token with its signature.
    public String signed(byte[] signature) {
        return signingInput + "." + Base64URL.encode(signature);
    }

    private static String encode(Map<String, Object> object) {
        return Base64URL.encode(Json.write(object)).toString();
    }

    /// What is new in each token: a fresh `jti` at every attempt, because receivers refuse a repeated one.
    ///
    /// @param kid of the key that signs
    public record Stamp(Instant at, String jti, String kid) {}

    /// Who a token speaks of.
    public record Subject(@Nullable String sub, @Nullable String sid) {

        /// Whether there is anything in it.
        public boolean isEmpty() {
            return sub == null && sid == null;
        }
    }
}
