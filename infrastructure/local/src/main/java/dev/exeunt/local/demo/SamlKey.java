package dev.exeunt.local.demo;

import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.util.X509CertificateUtils;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.operator.OperatorCreationException;

/// A key that signs SAML messages, in the certificate that metadata wants.
record SamlKey(PrivateKey privateKey, X509Certificate certificate) {

    private static final int BITS = 2048;
    private static final Duration LIFE = Duration.ofDays(365);

    /// The key that the service providers share, as long as the process lasts: they are one program, and RSA keys are dear
    /// to make. Each has a certificate of its own.
    private static final class Shared {
        static final KeyPair PAIR = generate();
    }

    /// A service provider's.
    ///
    /// @param owner the name in the certificate
    static SamlKey ofServiceProvider(String owner, Instant now) {
        return of(owner, Shared.PAIR, now);
    }

    /// Puts a key into a certificate.
    static SamlKey of(String owner, KeyPair pair, Instant now) {
        try {
            return new SamlKey(pair.getPrivate(), X509CertificateUtils.generateSelfSigned(new Issuer(owner),
                    Date.from(now), Date.from(now.plus(LIFE)), pair.getPublic(), pair.getPrivate()));
        } catch (OperatorCreationException | IOException broken) {
            throw new IllegalStateException("A key of ours does not sign", broken);
        }
    }

    /// A new key.
    static KeyPair generate() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every JDK makes RSA keys", missing);
        }
    }

    /// The certificate's octets in base64, as `X509Certificate` holds them.
    String base64() {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException unreadable) {
            throw new IllegalStateException("A certificate that was just made", unreadable);
        }
    }

    /// The private key, for the library that signs with it.
    String pem() {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(privateKey.getEncoded())
                + "\n-----END PRIVATE KEY-----";
    }

    @Override
    public String toString() {
        return "SamlKey";
    }
}
