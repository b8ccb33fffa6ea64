package dev.exeunt.core.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The envelope of our key.
class SelfSignedCertificateTest {

    private static final SelfSignedCertificate.Terms TERMS = new SelfSignedCertificate.Terms(
            new BigInteger("7fffffffffffffffffffffffffffffffffffffff", 16), "slo.example.com \u00e9",
            Instant.parse("2026-09-01T00:00:00Z"), Instant.parse("2051-09-01T23:59:59Z"));

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void itIsSignedByItsOwnKeyWithEveryAlgorithmAndBothReadersReadTheSame(SignatureAlgorithm algorithm)
            throws Exception {
        var party = switch (algorithm) {
            case RSA_SHA256, RSA_SHA384, RSA_SHA512 -> Party.SP;
            case ECDSA_SHA256 -> Party.EC256;
            case ECDSA_SHA384 -> Party.EC384;
            case ECDSA_SHA512 -> Party.EC521;
        };
        var certificate = SelfSignedCertificate.of(party.publicKey(), party.signingKey(algorithm), TERMS);
        certificate.verify(party.publicKey());
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getPublicKey()).isEqualTo(party.publicKey());
        assertThat(certificate.getSerialNumber()).isEqualTo(TERMS.serial());
        assertThat(certificate.getSigAlgName()).isEqualTo(algorithm.jca());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=slo.example.com \u00e9");
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(TERMS.notBefore());
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(TERMS.notAfter());
        var other = new JcaX509CertificateHolder(certificate);
        assertThat(other.isSignatureValid(new JcaContentVerifierProviderBuilder().build(party.publicKey()))).isTrue();
        assertThat(other.getNotAfter().toInstant()).isEqualTo(TERMS.notAfter());
        assertThat(other.getEncoded()).isEqualTo(certificate.getEncoded());
    }

    @Test
    void whatCannotBeSaidInOneIsABug() {
        var key = Party.EC256.signingKey();
        for (BigInteger serial : new BigInteger[]{BigInteger.ZERO, BigInteger.ONE.negate(),
            BigInteger.ONE.shiftLeft(159)}) {
            var terms = new SelfSignedCertificate.Terms(serial, "x", TERMS.notBefore(), TERMS.notAfter());
            assertThatThrownBy(() -> SelfSignedCertificate.of(Party.EC256.publicKey(), key, terms))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        var nameless = new SelfSignedCertificate.Terms(BigInteger.ONE, "", TERMS.notBefore(), TERMS.notAfter());
        assertThatThrownBy(() -> SelfSignedCertificate.of(Party.EC256.publicKey(), key, nameless))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
