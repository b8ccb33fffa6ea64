package dev.exeunt.core.action.deliver;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.exeunt.core.client.OidcClient;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;

/// Encrypts a signed token for a client whose ID tokens are encrypted: such a client rejects a plain one
/// (Back-Channel Logout 1.0, 2.4).
final class TokenEncryption {

    /// As registration asks for at least one key: the first that fits must not be one that cannot be used.
    private static final int RSA_BITS = 2048;
    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);

    private TokenEncryption() {
    }

    sealed interface Result {

        /// What is sent.
        record Ready(String token) implements Result {}

        /// It cannot be encrypted as registered.
        record Impossible(String why) implements Result {}
    }

    /// The token as this client reads it.
    ///
    /// @param issuer of the token, which the header repeats so that the reader knows whose it is before decrypting
    static Result encrypt(OidcClient client, String issuer, String token) {
        var wanted = client.encryption();
        if (wanted == null) {
            return new Result.Ready(token);
        }
        if (wanted.jwks() == null) {
            return new Result.Impossible("it has no key to encrypt to");
        }
        try {
            var algorithm = JWEAlgorithm.parse(wanted.alg());
            var key = JWKSet.parse(wanted.jwks()).getKeys().stream().filter(jwk -> fits(jwk, algorithm)).findFirst();
            return key.isEmpty()
                    ? new Result.Impossible("none of its keys fits " + wanted.alg())
                    : new Result.Ready(encrypt(token, header(wanted, issuer, key.get()), key.get()));
        } catch (ParseException | JOSEException e) {
            return new Result.Impossible("its keys cannot be used");
        }
    }

    private static JWEHeader header(OidcClient.Encryption wanted, String issuer, JWK key) {
        return new JWEHeader.Builder(JWEAlgorithm.parse(wanted.alg()), EncryptionMethod.parse(wanted.enc()))
                .contentType("JWT")
                .keyID(key.getKeyID())
                .issuer(issuer)
                .build();
    }

    private static String encrypt(String token, JWEHeader header, JWK key) throws JOSEException {
        var jwe = new JWEObject(header, new Payload(token));
        jwe.encrypt(encrypter(key).orElseThrow(() -> new JOSEException("a key of an unexpected kind")));
        return jwe.serialize();
    }

    private static boolean fits(JWK key, JWEAlgorithm algorithm) {
        var usable = key.getKeyUse() == null || key.getKeyUse().identifier().equals("enc");
        var right = key.getAlgorithm() == null || key.getAlgorithm().getName().equals(algorithm.getName());
        return usable && right && (JWEAlgorithm.Family.RSA.contains(algorithm) && key instanceof RSAKey rsa
                && rsa.size() >= RSA_BITS
                || JWEAlgorithm.Family.ECDH_ES.contains(algorithm) && key instanceof ECKey ec
                        && CURVES.contains(ec.getCurve()));
    }

    private static Optional<JWEEncrypter> encrypter(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> Optional.of(new RSAEncrypter(rsa));
            case ECKey ec -> Optional.of(new ECDHEncrypter(ec));
            default -> Optional.empty();
        };
    }
}
