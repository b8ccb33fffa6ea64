package dev.exeunt.core.client;

import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.exeunt.core.client.OidcClient.Encryption;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which of a client's keys its tokens can be encrypted to.
public final class EncryptionKeys {

    private static final int RSA_BITS = 2048;
    /// Those that tokens can be encrypted to here; X25519 would need another crypto library.
    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);

    private EncryptionKeys() {
    }

    /// The keys that a client registered by value; none if they cannot be read.
    public static List<JWK> byValue(Encryption encryption) {
        try {
            return encryption.jwks() == null ? List.of() : JWKSet.parse(encryption.jwks()).getKeys();
        } catch (ParseException | RuntimeException _) {
            return List.of();
        }
    }

    /// The first key that tokens can be encrypted to with this algorithm.
    ///
    /// @param alg `id_token_encrypted_response_alg`
    public static Optional<JWK> fitting(String alg, List<JWK> keys) {
        return keys.stream().filter(key -> fits(key, alg)).findFirst();
    }

    /// Why a token for a client with this encryption can never be made, as far as its registration tells: keys at an
    /// address are only known when they are fetched.
    public static Optional<String> objection(Encryption encryption) {
        return encryption.jwksUri() != null || fitting(encryption.alg(), byValue(encryption)).isPresent()
                ? Optional.empty()
                : Optional.of(noneFits(encryption.alg()));
    }

    /// The words for it.
    public static String noneFits(String alg) {
        return "none of its keys fits " + alg;
    }

    private static boolean fits(JWK key, String alg) {
        var usable = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.ENCRYPTION);
        var meant = key.getAlgorithm() == null || key.getAlgorithm().getName().equals(alg);
        return usable && meant && isOfKind(key, JWEAlgorithm.parse(alg));
    }

    private static boolean isOfKind(JWK key, JWEAlgorithm alg) {
        return switch (key) {
            case RSAKey rsa -> JWEAlgorithm.Family.RSA.contains(alg) && rsa.size() >= RSA_BITS;
            case ECKey ec -> JWEAlgorithm.Family.ECDH_ES.contains(alg) && CURVES.contains(ec.getCurve());
            default -> false;
        };
    }
}
