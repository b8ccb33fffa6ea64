package dev.exeunt.core.saml;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/// X.509 certificates as envelopes of keys.
public final class Certificates {

    private Certificates() {
    }

    /// Reads a certificate in base64, with or without the lines that PEM puts around it; its key must be one that some
    /// [SignatureAlgorithm] takes.
    public static Parsed<X509Certificate> read(String text) {
        var base64 = text.replace("-----BEGIN CERTIFICATE-----", "").replace("-----END CERTIFICATE-----", "")
                .replaceAll("[ \\t]", "");
        return Packing.fromBase64(base64).then(Certificates::read);
    }

    /// Reads a certificate in DER.
    public static Parsed<X509Certificate> read(byte[] der) {
        try {
            var input = new ByteArrayInputStream(der);
            var certificate = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(input);
            return SignatureAlgorithm.accepts(certificate.getPublicKey()) && input.available() == 0
                    ? new Parsed.Good<>(certificate)
                    : new Parsed.Refused<>(Refusal.CERTIFICATE);
        } catch (CertificateException e) {
            return new Parsed.Refused<>(Refusal.CERTIFICATE);
        }
    }
}
