package dev.exeunt.core.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An `id_token_hint` that was proven to be an ID token of the issuer (RP-Initiated Logout 1.0, 2 and 4). Only
/// [#verify] makes one. `exp` is deliberately not looked at: a hint outlives its session's tokens.
public final class IdTokenHint {

    /// The signature algorithms an ID token may have; `none` and every HMAC are not among them.
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256, JWSAlgorithm.PS384, JWSAlgorithm.PS512, JWSAlgorithm.ES256, JWSAlgorithm.ES384,
            JWSAlgorithm.ES512, JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    /// What an ID token may say it is (RFC 7515, 4.1.9: the prefix may be left out).
    private static final Set<String> JWT_TYPES = Set.of("jwt", "application/jwt");

    private final String clientId;
    private final String sub;
    private final @Nullable String sid;

    private IdTokenHint(String clientId, String sub, @Nullable String sid) {
        this.clientId = clientId;
        this.sub = sub;
        this.sid = sid;
    }

    /// What a hint proved to be.
    public sealed interface Verified {

        /// An ID token of the issuer.
        record Valid(IdTokenHint hint) implements Verified {}

        /// Not one; `why` is a fixed sentence that names the check.
        record Invalid(String why) implements Verified {}

        /// The issuer's keys cannot be had at the moment, so nothing is proven either way.
        record Unknown() implements Verified {}
    }

    /// Checks signature, `typ`, `iss`, `aud` with `azp`, and `sub`, in that order; everything the token names itself
    /// (`jku`, `x5u`, `jwk`) is ignored (RFC 8725, 3.10).
    ///
    /// @param keys the issuer's keys with a `kid`, or all of them; empty if they cannot be had at the moment
    public static Verified verify(String compact, String issuer,
            Function<@Nullable String, Optional<List<JWK>>> keys) {
        if (compact.chars().filter(c -> c == '.').count() == 4) {
            return new Verified.Invalid("the id_token_hint is encrypted; send it decrypted");
        }
        return parse(compact).map(jwt -> verify(jwt, issuer, keys))
                .orElse(new Verified.Invalid("the id_token_hint is not a signed JWT"));
    }

    private static Verified verify(SignedJWT jwt, String issuer,
            Function<@Nullable String, Optional<List<JWK>>> keys) {
        var objection = headerObjection(jwt);
        if (objection.isPresent()) {
            return new Verified.Invalid(objection.get());
        }
        var found = keys.apply(jwt.getHeader().getKeyID());
        if (found.isEmpty()) {
            return new Verified.Unknown();
        }
        if (found.get().stream().noneMatch(key -> isSignedBy(jwt, key))) {
            return new Verified.Invalid("the id_token_hint is not signed by a key of the identity provider");
        }
        return claims(jwt).map(claims -> judge(claims, issuer))
                .orElse(new Verified.Invalid("the id_token_hint is not a signed JWT"));
    }

    /// The library lets more than its own exception out when a header is `null` or otherwise odd; all of it means the
    /// same.
    private static Optional<SignedJWT> parse(String compact) {
        try {
            return Optional.of(SignedJWT.parse(compact)).filter(IdTokenHint::isSpelledExactly);
        } catch (ParseException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /// The library reads base64url leniently, skipping what is none. A token has one spelling (RFC 7515, 2).
    private static boolean isSpelledExactly(SignedJWT jwt) {
        return Stream.of(jwt.getParsedParts()).allMatch(part -> Base64URL.encode(part.decode()).equals(part));
    }

    private static Optional<JWTClaimsSet> claims(SignedJWT jwt) {
        try {
            return Optional.ofNullable(jwt.getJWTClaimsSet());
        } catch (ParseException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /// The client it was issued to.
    public String clientId() {
        return clientId;
    }

    /// The subject, as that client sees it.
    public String sub() {
        return sub;
    }

    /// The session id, or null if the ID token had none.
    public @Nullable String sid() {
        return sid;
    }

    private static Optional<String> headerObjection(SignedJWT jwt) {
        if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
            return Optional.of("the id_token_hint has a signature algorithm that is not accepted");
        }
        var type = jwt.getHeader().getType();
        if (type != null && !JWT_TYPES.contains(type.getType().toLowerCase(Locale.ROOT))) {
            return Optional.of("the id_token_hint is a token of another kind");
        }
        if (jwt.getHeader().getCriticalParams() != null) {
            return Optional.of("the id_token_hint has critical header parameters that are not understood");
        }
        return Optional.empty();
    }

    private static boolean isSignedBy(SignedJWT jwt, JWK key) {
        var algorithm = jwt.getHeader().getAlgorithm();
        if (!(key instanceof AsymmetricJWK asymmetric)
                || key.getAlgorithm() != null && !key.getAlgorithm().getName().equals(algorithm.getName())) {
            return false;
        }
        try {
            if (EdDsa.is(algorithm)) {
                return EdDsa.verify(key, jwt.getSigningInput(), jwt.getSignature().decode());
            }
            var verifier = new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), asymmetric.toPublicKey());
            return jwt.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }

    private static Verified judge(JWTClaimsSet claims, String issuer) {
        if (!issuer.equals(claims.getIssuer())) {
            return new Verified.Invalid("the id_token_hint comes from another issuer");
        }
        if (claims.getClaim("events") != null) {
            return new Verified.Invalid("the id_token_hint is a token of another kind");
        }
        var client = clientOf(claims);
        if (client == null) {
            return new Verified.Invalid("the id_token_hint does not name one client it was issued to");
        }
        var sub = claims.getSubject();
        if (sub == null || sub.isEmpty()) {
            return new Verified.Invalid("the id_token_hint names no subject");
        }
        return new Verified.Valid(new IdTokenHint(client, sub, textOf(claims, "sid")));
    }

    private static @Nullable String clientOf(JWTClaimsSet claims) {
        var audience = claims.getAudience();
        if (audience.size() == 1) {
            var only = audience.getFirst();
            return only == null || only.isEmpty() ? null : only;
        }
        var azp = textOf(claims, "azp");
        return azp != null && audience.contains(azp) ? azp : null;
    }

    private static @Nullable String textOf(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String text && !text.isEmpty() ? text : null;
    }
}
