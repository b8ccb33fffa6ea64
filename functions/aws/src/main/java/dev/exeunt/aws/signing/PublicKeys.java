package dev.exeunt.aws.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.HashSet;
import java.util.List;

/// What `jwks_uri` shows of a key.
final class PublicKeys {

    private PublicKeys() {
    }

    /// The public members alone, with `kid` (the key's own, else its RFC 7638 thumbprint), `use` and `alg`.
    static JWK published(JWK key, Algorithm algorithm) {
        var kid = key.getKeyID() == null || key.getKeyID().isEmpty() ? thumbprint(key) : key.getKeyID();
        return switch (key) {
            case RSAKey rsa -> new RSAKey.Builder(rsa.getModulus(), rsa.getPublicExponent()).keyUse(KeyUse.SIGNATURE)
                    .algorithm(algorithm.jose())
                    .keyID(kid)
                    .build();
            case ECKey ec -> new ECKey.Builder(ec.getCurve(), ec.getX(), ec.getY()).keyUse(KeyUse.SIGNATURE)
                    .algorithm(algorithm.jose())
                    .keyID(kid)
                    .build();
            case OctetKeyPair okp -> new OctetKeyPair.Builder(okp.getCurve(), okp.getX()).keyUse(KeyUse.SIGNATURE)
                    .algorithm(algorithm.jose())
                    .keyID(kid)
                    .build();
            default -> throw new IllegalArgumentException("a key of type " + key.getKeyType() + " has no public part");
        };
    }

    /// @throws IllegalArgumentException if two keys have one name: whoever verifies could not tell them apart
    static void requireDistinct(List<JWK> keys) {
        var seen = new HashSet<String>();
        for (var key : keys) {
            if (!seen.add(key.getKeyID())) {
                throw new IllegalArgumentException("two signing keys have the kid " + key.getKeyID());
            }
        }
    }

    private static String thumbprint(JWK key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
