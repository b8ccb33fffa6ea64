package dev.exeunt.core.client;

import dev.exeunt.core.saml.SelfSignedCertificate;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.saml.SigningKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/// Certificates of service providers, made once for all tests.
public enum SelfSigned {

    RSA("RSA", 2048, "2036-01-01T00:00:00Z"), EC("EC", 256, "2036-01-01T00:00:00Z"), EXPIRED("EC", 256,
            "2001-01-01T00:00:00Z");

    private final KeyPair keys;
    private final String base64;

    SelfSigned(String type, int size, String notAfter) {
        try {
            var generator = KeyPairGenerator.getInstance(type);
            generator.initialize(size);
            keys = generator.generateKeyPair();
            var algorithm = type.equals("RSA") ? SignatureAlgorithm.RSA_SHA256 : SignatureAlgorithm.ECDSA_SHA256;
            var terms = new SelfSignedCertificate.Terms(BigInteger.TEN, "sp", Instant.parse("2000-01-01T00:00:00Z"),
                    Instant.parse(notAfter));
            base64 = Base64.getEncoder().encodeToString(SelfSignedCertificate
                    .of(keys.getPublic(), SigningKey.of(algorithm, this::sign), terms).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// As metadata holds it.
    public String base64() {
        return base64;
    }

    /// The key in it.
    public PublicKey publicKey() {
        return keys.getPublic();
    }

    /// What signs as the service provider, with SHA-256.
    public SigningKey signingKey() {
        return SigningKey.of(
                this == RSA ? SignatureAlgorithm.RSA_SHA256 : SignatureAlgorithm.ECDSA_SHA256, this::sign);
    }

    private byte[] sign(byte[] octets) {
        var rsa = keys.getPrivate().getAlgorithm().equals("RSA");
        try {
            var signer = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
            signer.initSign(keys.getPrivate());
            signer.update(octets);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
