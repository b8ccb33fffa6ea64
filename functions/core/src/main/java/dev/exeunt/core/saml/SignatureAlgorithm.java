package dev.exeunt.core.saml;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import java.util.stream.Stream;

/// The signature algorithms that are spoken and accepted (RFC 6931, 2.3.2 to 2.3.6); nothing with SHA-1, MD5 or HMAC.
public enum SignatureAlgorithm {

    /// RSASSA-PKCS1-v1_5 with SHA-256: what every peer can.
    RSA_SHA256("rsa-sha256", "SHA256withRSA", "RS256"),
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    RSA_SHA384("rsa-sha384", "SHA384withRSA", "RS384"),
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    RSA_SHA512("rsa-sha512", "SHA512withRSA", "RS512"),
    /// ECDSA with SHA-256.
    ECDSA_SHA256("ecdsa-sha256", "SHA256withECDSA", "ES256"),
    /// ECDSA with SHA-384.
    ECDSA_SHA384("ecdsa-sha384", "SHA384withECDSA", "ES384"),
    /// ECDSA with SHA-512.
    ECDSA_SHA512("ecdsa-sha512", "SHA512withECDSA", "ES512");

    private static final String NAMESPACE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final int RSA_LEAST = 2048;
    private static final int RSA_MOST = 8192;
    private static final int EC_LEAST = 256;

    private final String uri;
    private final String jca;
    private final String jws;

    SignatureAlgorithm(String fragment, String jca, String jws) {
        this.uri = NAMESPACE + fragment;
        this.jca = jca;
        this.jws = jws;
    }

    /// Its name in `SigAlg` and `SignatureMethod`.
    public String uri() {
        return uri;
    }

    /// The JWS algorithm that makes the same signature bytes (RFC 7518, 3.3 and 3.4), as far as the curve is the one
    /// that JWS ties to it.
    public String jws() {
        return jws;
    }

    /// Its name in the JDK; for ECDSA the signature is then a DER sequence.
    String jca() {
        return jca;
    }

    /// Whether signatures are two numbers, which XML Signature writes one after the other.
    boolean isEcdsa() {
        return jca.endsWith("ECDSA");
    }

    /// As the registry spells it, for example `rsa-sha256`.
    public String text() {
        return uri.substring(NAMESPACE.length());
    }

    /// The algorithm that the registry spells so, or by its URI.
    public static Optional<SignatureAlgorithm> ofText(String text) {
        return of(text).or(() -> of(NAMESPACE + text));
    }

    /// The algorithm of that name, if it is one of these.
    public static Optional<SignatureAlgorithm> of(String uri) {
        return Stream.of(values()).filter(each -> each.uri.equals(uri)).findFirst();
    }

    /// Whether this key is of the algorithm's type and strong enough: RSA of 2048 to 8192 bits, EC of 256 or more.
    public boolean fits(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> !isEcdsa() && isStrong(rsa);
            case ECPublicKey ec -> isEcdsa() && ec.getParams().getOrder().bitLength() >= EC_LEAST;
            default -> false;
        };
    }

    /// Whether any of the algorithms takes this key.
    public static boolean accepts(PublicKey key) {
        return RSA_SHA256.fits(key) || ECDSA_SHA256.fits(key);
    }

    private static boolean isStrong(RSAPublicKey key) {
        var bits = key.getModulus().bitLength();
        return bits >= RSA_LEAST && bits <= RSA_MOST;
    }
}
