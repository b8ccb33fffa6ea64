package dev.exeunt.aws.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

/// One private key, held by the provider that signs with it.
///
/// @param provider whose key it is; empty for the JDK's own
record SoftwareKey(JWK publicKey, Algorithm algorithm, PrivateKey key, Optional<Provider> provider) {

    /// What is signed once to see that the key's halves belong together. It warms the provider up as well.
    private static final byte[] PROBE = "exeunt".getBytes(StandardCharsets.US_ASCII);

    /// Imports a private JWK.
    ///
    /// @param fast a provider to prefer, where it takes the key
    /// @throws IllegalArgumentException if the private part does not belong to the public one
    static SoftwareKey of(JWK jwk, JWK publicKey, Algorithm algorithm, Optional<Provider> fast) {
        try {
            var halves = Halves.of(jwk);
            var key = fast.filter(_ -> !algorithm.isEdwards())
                    .flatMap(provider -> imported(halves.secret, provider)
                            .map(mine -> new SoftwareKey(publicKey, algorithm, mine, Optional.of(provider))))
                    .orElseGet(() -> new SoftwareKey(publicKey, algorithm, halves.secret, Optional.empty()));
            if (key.verifies(halves.open)) {
                return key;
            }
        } catch (GeneralSecurityException | JOSEException | IllegalStateException _) {
            // Nothing of it is passed on: it may quote the key.
        }
        throw new IllegalArgumentException("key " + publicKey.getKeyID() + " does not work: its halves do not match");
    }

    byte[] sign(byte[] input) {
        try {
            var signature = signature(provider);
            signature.initSign(key);
            signature.update(input);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key " + publicKey.getKeyID() + " does not sign", e);
        }
    }

    private boolean verifies(PublicKey open) throws GeneralSecurityException {
        var signature = signature(Optional.empty());
        signature.initVerify(open);
        signature.update(PROBE);
        return signature.verify(sign(PROBE));
    }

    private Signature signature(Optional<Provider> by) throws GeneralSecurityException {
        var signature = by.isPresent()
                ? Signature.getInstance(algorithm.jdk(), by.get())
                : Signature.getInstance(algorithm.jdk());
        algorithm.configure(signature);
        return signature;
    }

    private static Optional<PrivateKey> imported(PrivateKey key, Provider provider) {
        try {
            var encoded = new PKCS8EncodedKeySpec(key.getEncoded());
            return Optional.of(KeyFactory.getInstance(key.getAlgorithm(), provider).generatePrivate(encoded));
        } catch (GeneralSecurityException | RuntimeException _) {
            return Optional.empty();
        }
    }

    /// No record: its text would show the key.
    @Override
    public String toString() {
        return "SoftwareKey[" + publicKey.getKeyID() + "]";
    }

    private record Halves(PrivateKey secret, PublicKey open) {

        static Halves of(JWK jwk) throws JOSEException, GeneralSecurityException {
            return switch (jwk) {
                case RSAKey rsa -> new Halves(rsa.toPrivateKey(), rsa.toPublicKey());
                case ECKey ec -> new Halves(ec.toPrivateKey(), ec.toPublicKey());
                case OctetKeyPair okp -> edwards(okp);
                default -> throw new IllegalArgumentException("no private key");
            };
        }

        /// RFC 8032, 5.1.2: the point is its y coordinate, little-endian, the sign of x in the highest bit.
        private static Halves edwards(OctetKeyPair okp) throws GeneralSecurityException {
            var factory = KeyFactory.getInstance("Ed25519");
            var bytes = okp.getDecodedX();
            var bigEndian = new byte[bytes.length];
            for (var i = 0; i < bytes.length; i++) {
                bigEndian[i] = bytes[bytes.length - 1 - i];
            }
            var odd = (bigEndian[0] & 0x80) != 0;
            bigEndian[0] &= 0x7f;
            var point = new EdECPoint(odd, new BigInteger(1, bigEndian));
            return new Halves(
                    factory.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, okp.getDecodedD())),
                    factory.generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point)));
        }
    }
}
