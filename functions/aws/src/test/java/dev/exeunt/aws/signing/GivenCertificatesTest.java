package dev.exeunt.aws.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import dev.exeunt.core.action.KeptCertificates;
import dev.exeunt.core.saml.SelfSignedCertificate;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.saml.SigningKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class GivenCertificatesTest {

    private static final byte[] MADE = "made".getBytes(StandardCharsets.UTF_8);
    private static final KeptCertificates OTHERS = (_, made) -> made.get();

    private Instant now = Instant.parse("2026-11-22T20:00:00Z");
    private String secret = "";
    private final GivenCertificates certificates = new GivenCertificates(() -> secret, OTHERS, () -> now);

    @Test
    void whatIsGivenForAKeyIsPublishedAndAllOtherKeysHaveOnesOfOurs() throws Exception {
        var one = certificate("one");
        var two = certificate("two");
        secret = "# ours\n" + pem(one, "\r\n") + pem(two, "\n");

        assertThat(of(thumbprint(one))).isEqualTo(one.getEncoded());
        assertThat(of(thumbprint(two))).isEqualTo(two.getEncoded());
        assertThat(of("another")).isEqualTo(MADE);
    }

    @Test
    void theyAreReadAgainEveryFewMinutes() throws Exception {
        var one = certificate("one");
        var two = certificate("two");
        secret = pem(one, "\n");
        of("x");
        secret = pem(two, "\n");
        assertThat(of(thumbprint(two))).isEqualTo(MADE);
        now = now.plus(Duration.ofMinutes(5));
        assertThat(of(thumbprint(two))).isEqualTo(two.getEncoded());
        assertThat(of(thumbprint(one))).isEqualTo(MADE);
    }

    @Test
    void whatIsNoCertificateIsAMistakeOfTheDeploymentAndIsNotQuoted() {
        for (var wrong : new String[]{"", "secret-words",
            "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----"}) {
            secret = wrong;
            assertThatThrownBy(() -> of("x")).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("SAML_CERTIFICATE_SECRET").hasMessageNotContaining("secret-words")
                    .hasMessageNotContaining("c2VjcmV0");
        }
    }

    private byte[] of(String thumbprint) {
        return certificates.of(thumbprint, () -> MADE);
    }

    private static String thumbprint(X509Certificate certificate) throws Exception {
        return JWK.parse(certificate).computeThumbprint().toString();
    }

    private static String pem(X509Certificate certificate, String line) throws GeneralSecurityException {
        var base64 = Base64.getMimeEncoder(64, line.getBytes(StandardCharsets.US_ASCII))
                .encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----" + line + base64 + line + "-----END CERTIFICATE-----" + line;
    }

    private static X509Certificate certificate(String name) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var pair = generator.generateKeyPair();
        return SelfSignedCertificate.of(pair.getPublic(),
                SigningKey.of(SignatureAlgorithm.RSA_SHA256, octets -> sign(pair, octets)),
                new SelfSignedCertificate.Terms(BigInteger.ONE, name, Instant.parse("2020-01-01T00:00:00Z"),
                        Instant.parse("2021-01-01T00:00:00Z")));
    }

    private static byte[] sign(KeyPair pair, byte[] octets) {
        try {
            var signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(pair.getPrivate());
            signer.update(octets);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
