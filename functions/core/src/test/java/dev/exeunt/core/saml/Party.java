package dev.exeunt.core.saml;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;

/// A party with a key pair of its own, made once for all tests.
enum Party {

    /// The identity provider.
    IDP("https://slo.example.com/saml", "https://slo.example.com/saml/slo", "RSA"),
    /// A service provider.
    SP("https://sp.example.org/saml", "https://sp.example.org/slo", "RSA"),
    /// Another one, whose key is as good, but not for the first one's messages.
    OTHER("https://other.example.net/saml", "https://other.example.net/slo", "RSA"),
    /// One with a P-256 key.
    EC256("https://ec256.example.org/saml", "https://ec256.example.org/slo", "secp256r1"),
    /// One with a P-384 key.
    EC384("https://ec384.example.org/saml", "https://ec384.example.org/slo", "secp384r1"),
    /// One with a P-521 key.
    EC521("https://ec521.example.org/saml", "https://ec521.example.org/slo", "secp521r1");

    final String entityId;
    final String slo;
    private final String kind;
    private final KeyPair keys;

    Party(String entityId, String slo, String kind) {
        this.entityId = entityId;
        this.slo = slo;
        this.kind = kind;
        this.keys = kind.equals("RSA") ? rsa(2048) : ec(kind);
    }

    PublicKey publicKey() {
        return keys.getPublic();
    }

    KeyPair keys() {
        return keys;
    }

    /// With SHA-256.
    SigningKey signingKey() {
        return signingKey(kind.equals("RSA") ? SignatureAlgorithm.RSA_SHA256 : SignatureAlgorithm.ECDSA_SHA256);
    }

    SigningKey signingKey(SignatureAlgorithm algorithm) {
        return SigningKey.of(algorithm, octets -> sign(keys, algorithm, octets));
    }

    X509Certificate certificate() {
        return SelfSignedCertificate.of(publicKey(), signingKey(), new SelfSignedCertificate.Terms(BigInteger.TEN,
                "exeunt", Instant.parse("2026-09-01T00:00:00Z"), Instant.parse("2036-09-01T00:00:00Z")));
    }

    static byte[] sign(KeyPair keys, SignatureAlgorithm algorithm, byte[] octets) {
        return sign(keys, algorithm.isEcdsa() ? algorithm.jca() + "inP1363Format" : algorithm.jca(), octets);
    }

    static byte[] sign(KeyPair keys, String jca, byte[] octets) {
        try {
            var signer = Signature.getInstance(jca);
            signer.initSign(keys.getPrivate());
            signer.update(octets);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static KeyPair rsa(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static KeyPair ec(String curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
