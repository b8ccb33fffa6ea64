package dev.exeunt.aws.signing;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The signature algorithms there are, under the names of JOSE, of the JDK and of KMS. No HMAC and no `none`: they are
/// not written down here, so nothing can ask for them.
///
/// One key has one algorithm (RFC 8725, 3.1): the one that its `alg` names, else the customary one of its type. So an
/// RSA key without `alg` serves RS256, and PS256 needs a key that says so.
enum Algorithm {
    RS256(JWSAlgorithm.RS256, "SHA256withRSA", "SHA-256", "RSASSA_PKCS1_V1_5_SHA_256"), RS384(JWSAlgorithm.RS384,
            "SHA384withRSA", "SHA-384", "RSASSA_PKCS1_V1_5_SHA_384"), RS512(JWSAlgorithm.RS512, "SHA512withRSA",
                    "SHA-512", "RSASSA_PKCS1_V1_5_SHA_512"), PS256(JWSAlgorithm.PS256, "RSASSA-PSS", "SHA-256",
                            "RSASSA_PSS_SHA_256"), PS384(JWSAlgorithm.PS384, "RSASSA-PSS", "SHA-384",
                                    "RSASSA_PSS_SHA_384"), PS512(JWSAlgorithm.PS512, "RSASSA-PSS", "SHA-512",
                                            "RSASSA_PSS_SHA_512"), ES256(JWSAlgorithm.ES256,
                                                    "SHA256withECDSAinP1363Format", "SHA-256", "ECDSA_SHA_256"), ES384(
                                                            JWSAlgorithm.ES384, "SHA384withECDSAinP1363Format",
                                                            "SHA-384", "ECDSA_SHA_384"), ES512(JWSAlgorithm.ES512,
                                                                    "SHA512withECDSAinP1363Format", "SHA-512",
                                                                    "ECDSA_SHA_512"), EDDSA(JWSAlgorithm.EdDSA,
                                                                            "Ed25519", "SHA-512", "ED25519_SHA_512"),
    /// The same under its newer name (RFC 9864).
    ED25519(JWSAlgorithm.Ed25519, "Ed25519", "SHA-512", "ED25519_SHA_512");

    private static final int RSA_LEAST = 2048;
    private static final int ED25519_BYTES = 32;

    private final JWSAlgorithm jose;
    private final String jdk;
    private final String digest;
    private final String kms;

    Algorithm(JWSAlgorithm jose, String jdk, String digest, String kms) {
        this.jose = jose;
        this.jdk = jdk;
        this.digest = digest;
        this.kms = kms;
    }

    /// The one algorithm of a key.
    ///
    /// @throws IllegalArgumentException if the key is of a kind that signs no logout token; the message names its `kid`
    static Algorithm of(JWK key) {
        var named = key.getAlgorithm() == null ? customary(key) : named(key.getAlgorithm().getName());
        return named.filter(algorithm -> algorithm.fits(key))
                .orElseThrow(() -> new IllegalArgumentException("key " + key.getKeyID()
                        + " is no RSA key of 2048 bits or more, EC key or Ed25519 key, or its alg is not one of its type"));
    }

    /// By its JOSE name.
    static Optional<Algorithm> named(String name) {
        return Stream.of(values()).filter(algorithm -> algorithm.jose.getName().equals(name)).findFirst();
    }

    private static Optional<Algorithm> customary(JWK key) {
        return switch (key) {
            case RSAKey _ -> Optional.of(RS256);
            case ECKey ec -> Stream.of(ES256, ES384, ES512).filter(algorithm -> algorithm.fits(ec)).findFirst();
            case OctetKeyPair _ -> Optional.of(EDDSA);
            default -> Optional.empty();
        };
    }

    private boolean fits(JWK key) {
        return switch (this) {
            case RS256, RS384, RS512, PS256, PS384, PS512 -> key instanceof RSAKey rsa && rsa.size() >= RSA_LEAST;
            case ES256 -> key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve());
            case ES384 -> key instanceof ECKey ec && Curve.P_384.equals(ec.getCurve());
            case ES512 -> key instanceof ECKey ec && Curve.P_521.equals(ec.getCurve());
            case EDDSA, ED25519 -> key instanceof OctetKeyPair okp && Curve.Ed25519.equals(okp.getCurve())
                    && okp.getDecodedX().length == ED25519_BYTES;
        };
    }

    JWSAlgorithm jose() {
        return jose;
    }

    /// As a JDK provider names it, with ECDSA's R and S side by side as JOSE wants them.
    String jdk() {
        return jdk;
    }

    /// The name of its hash function.
    String digest() {
        return digest;
    }

    /// KMS's `SigningAlgorithmSpec`.
    String kms() {
        return kms;
    }

    /// Whether KMS answers DER where JOSE wants R and S.
    boolean isEcdsa() {
        return kms.startsWith("ECDSA");
    }

    boolean isEdwards() {
        return jdk.equals("Ed25519");
    }

    /// Sets the parameters that JOSE fixes for RSASSA-PSS: MGF1 with the same hash, a salt of its length (RFC 7518, 3.5).
    void configure(Signature signature) throws GeneralSecurityException {
        var parameters = parameters();
        if (parameters != null) {
            signature.setParameter(parameters);
        }
    }

    private @Nullable AlgorithmParameterSpec parameters() {
        return switch (this) {
            case PS256 -> new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
            case PS384 -> new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1);
            case PS512 -> new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1);
            case RS256, RS384, RS512, ES256, ES384, ES512, EDDSA, ED25519 -> null;
        };
    }
}
