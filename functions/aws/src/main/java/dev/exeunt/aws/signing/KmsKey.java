package dev.exeunt.aws.signing;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;

/// A key that stays in KMS.
///
/// @param arn the key's own ARN, never the alias it was named by: an alias that is moved to another key must not make us
///            sign with that one under this one's `kid`
record KmsKey(String arn, JWK publicKey, Algorithm algorithm) {

    private static final int ED25519_BYTES = 32;

    /// Reads KMS's description of a key.
    ///
    /// @param name  as configured, for messages
    /// @param named the algorithm that the configuration names for it
    /// @throws IllegalArgumentException if it is a key that signs no logout token
    static KmsKey of(String name, Optional<Algorithm> named, GetPublicKeyResponse described) {
        var bare = jwk(name, described);
        var algorithm = named.isPresent() ? Algorithm.of(withAlg(bare, named.get())) : Algorithm.of(bare);
        if (!described.signingAlgorithmsAsStrings().contains(algorithm.kms())) {
            throw new IllegalArgumentException("KMS key " + name + " does not sign " + algorithm.jose());
        }
        return new KmsKey(described.keyId(), PublicKeys.published(bare, algorithm), algorithm);
    }

    private static JWK withAlg(JWK bare, Algorithm algorithm) {
        return PublicKeys.published(bare, algorithm);
    }

    private static JWK jwk(String name, GetPublicKeyResponse described) {
        var spec = described.keySpecAsString();
        var encoded = described.publicKey().asByteArray();
        try {
            if (spec.startsWith("RSA_")) {
                return new RSAKey.Builder((RSAPublicKey) open("RSA", encoded)).build();
            }
            if (spec.startsWith("ECC_NIST_P")) {
                var key = (ECPublicKey) open("EC", encoded);
                return new ECKey.Builder(Curve.forECParameterSpec(key.getParams()), key).build();
            }
            if (spec.equals("ECC_NIST_EDWARDS25519")) {
                open("Ed25519", encoded);
                var point = Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
                return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).build();
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("KMS key " + name + " has an unreadable public key", e);
        }
        throw new IllegalArgumentException(
                "KMS key " + name + " is of the kind " + spec + ", which signs no logout token");
    }

    private static PublicKey open(String type, byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(encoded));
    }
}
