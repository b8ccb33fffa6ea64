package dev.exeunt.core.client;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.exeunt.core.Limits;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.Members;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How a client wants its ID tokens encrypted, and with them its logout tokens (OIDC Registration 1.0, 2; Back-Channel
/// Logout 1.0, 2.4).
final class EncryptionMetadata {

    private static final String ALG = "id_token_encrypted_response_alg";
    private static final String ENC = "id_token_encrypted_response_enc";
    private static final int ALGORITHM = 40;

    private static final List<String> RSA = names(JWEAlgorithm.RSA_OAEP_256, JWEAlgorithm.RSA_OAEP_384,
            JWEAlgorithm.RSA_OAEP_512);
    private static final List<String> ECDH = names(JWEAlgorithm.ECDH_ES, JWEAlgorithm.ECDH_ES_A128KW,
            JWEAlgorithm.ECDH_ES_A192KW, JWEAlgorithm.ECDH_ES_A256KW);
    private static final List<String> METHODS = List.of(EncryptionMethod.A128CBC_HS256.getName(),
            EncryptionMethod.A192CBC_HS384.getName(), EncryptionMethod.A256CBC_HS512.getName(),
            EncryptionMethod.A128GCM.getName(), EncryptionMethod.A192GCM.getName(),
            EncryptionMethod.A256GCM.getName());

    private EncryptionMetadata() {
    }

    /// What is registered; null if ID tokens are not encrypted, or if something is wrong.
    static OidcClient.@Nullable Encryption read(Members in, Reach reach) {
        var alg = in.text(ALG, ALGORITHM);
        var enc = in.text(ENC, ALGORITHM);
        var jwks = in.object("jwks");
        var jwksUri = in.text("jwks_uri", Limits.URI);
        if (jwks != null && jwksUri != null) {
            in.refuse("jwks_uri", "one_of", "and jwks exclude each other");
        }
        if (jwksUri != null) {
            RegisteredUri.called(jwksUri, reach)
                    .ifPresent(broken -> in.refuse("jwks_uri", broken.rule(), broken.detail()));
        }
        var keys = jwks == null ? List.<JWK>of() : keys(in, jwks);
        if (alg == null) {
            if (enc != null) {
                in.refuse(ENC, "with_alg", "means nothing without " + ALG);
            }
            return null;
        }
        check(in, alg, enc);
        if (jwks == null && jwksUri == null) {
            in.refuse(ALG, "keys", "needs the client's keys, as jwks or jwks_uri");
        } else if (jwks != null && EncryptionKeys.fitting(alg, keys).isEmpty()) {
            in.refuse("jwks", "usable_key", "holds no public key for " + ALG);
        }
        return new OidcClient.Encryption(alg, enc == null ? METHODS.getFirst() : enc,
                jwks == null ? null : Json.write(jwks), jwksUri);
    }

    private static void check(Members in, String alg, @Nullable String enc) {
        if (!RSA.contains(alg) && !ECDH.contains(alg)) {
            in.refuse(ALG, "algorithm", "must be one of " + String.join(", ", RSA) + ", " + String.join(", ", ECDH));
        }
        if (enc != null && !METHODS.contains(enc)) {
            in.refuse(ENC, "algorithm", "must be one of " + String.join(", ", METHODS));
        }
    }

    private static List<JWK> keys(Members in, Map<String, Object> jwks) {
        try {
            var set = JWKSet.parse(jwks);
            if (set.containsNonPublicKeys()) {
                in.refuse("jwks", "public_keys", "holds a private or secret key, which must never be given away");
            }
            return set.getKeys();
        } catch (ParseException | RuntimeException e) {
            in.refuse("jwks", "jwk_set", "is not a JWK set (RFC 7517)");
            return List.of();
        }
    }

    private static List<String> names(JWEAlgorithm... algorithms) {
        return Stream.of(algorithms).map(JWEAlgorithm::getName).toList();
    }
}
