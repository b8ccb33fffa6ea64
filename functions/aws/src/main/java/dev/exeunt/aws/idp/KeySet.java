package dev.exeunt.aws.idp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.exeunt.core.Limits;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads a JWK set (RFC 7517, 5) for the keys in it that verify signatures: public ones of RSA (2048 bits or more), EC
/// and OKP that are not for encryption. What else is in it is left out, as RFC 7517, 5 asks, not an error; a private
/// part is dropped; symmetric keys never count.
final class KeySet {

    private static final int RSA_LEAST = 2048;

    private KeySet() {
    }

    /// @return empty if the text is no JWK set
    static Optional<List<JWK>> read(String text) {
        try {
            // The literal `null` is parsed to null.
            var set = JSONObjectUtils.parse(text);
            return set != null && set.get("keys") instanceof List<?> keys
                    ? Optional.of(keys.stream().flatMap(KeySet::key).limit(Limits.JWKS_KEYS).toList())
                    : Optional.empty();
        } catch (ParseException _) {
            return Optional.empty();
        }
    }

    /// The RFC 7638 thumbprint, which names a key whatever its `kid`.
    static String thumbprint(JWK key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static Stream<JWK> key(Object item) {
        if (!(item instanceof Map<?, ?> members)) {
            return Stream.empty();
        }
        var named = new HashMap<String, Object>();
        members.forEach((name, value) -> named.put(String.valueOf(name), value));
        try {
            return usable(JWK.parse(named));
        } catch (ParseException | RuntimeException _) {
            return Stream.empty();
        }
    }

    /// The public part of a key that verifies signatures; nothing of any other.
    static Stream<JWK> usable(JWK key) {
        return verifies(key) ? Stream.of(key.toPublicJWK()) : Stream.empty();
    }

    private static boolean verifies(JWK key) {
        if (KeyUse.ENCRYPTION.equals(key.getKeyUse())) {
            return false;
        }
        return switch (key) {
            case RSAKey rsa -> rsa.size() >= RSA_LEAST;
            case ECKey _ -> true;
            case OctetKeyPair _ -> true;
            default -> false;
        };
    }
}
