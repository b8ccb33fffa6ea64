package dev.exeunt.core.oidc;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.exeunt.core.client.OidcClient.Encryption;
import java.util.Optional;

/// Encrypts a signed token for a client whose ID tokens are encrypted: such a client rejects a plain one
/// (Back-Channel Logout 1.0, 2.4).
public final class TokenEncryption {

    private TokenEncryption() {
    }

    /// The token as this client reads it; empty if the key cannot be used after all, for it is a stranger's.
    ///
    /// @param issuer of the token, which the header repeats so that the reader knows whose it is before decrypting
    /// @param key    one that [dev.exeunt.core.client.EncryptionKeys] found to fit
    public static Optional<String> encrypt(Encryption wanted, String issuer, String token, JWK key) {
        try {
            var jwe = new JWEObject(header(wanted, issuer, key), new Payload(token));
            jwe.encrypt(encrypter(key));
            return Optional.of(jwe.serialize());
        } catch (JOSEException | RuntimeException _) {
            return Optional.empty();
        }
    }

    private static JWEHeader header(Encryption wanted, String issuer, JWK key) {
        return new JWEHeader.Builder(JWEAlgorithm.parse(wanted.alg()), EncryptionMethod.parse(wanted.enc()))
                .contentType("JWT")
                .keyID(key.getKeyID())
                .issuer(issuer)
                .build();
    }

    private static JWEEncrypter encrypter(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSAEncrypter(rsa);
            case ECKey ec -> new ECDHEncrypter(ec);
            default -> throw new JOSEException("a key of an unexpected kind");
        };
    }
}
