package dev.exeunt.core.saml;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.ECDSA;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Makes the certificate that service providers want to see around a key of ours (RFC 5280, 4.1). The private key stays
/// wherever it is: the certificate is signed by a [SigningKey]. It is an envelope: no chain, no constraints, no use but
/// to carry the key.
///
/// An ECDSA signature is another one each time, so that whoever makes a certificate keeps it: service providers compare
/// it byte for byte.
public final class SelfSignedCertificate {

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int NULL = 0x05;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int CONTEXT_0 = 0xa0;

    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
    private static final byte[] VERSION_3 = {2};
    private static final int COMMON_NAME_MOST = 64;
    private static final int SERIAL_MOST = 159;
    private static final int YEAR_2050 = 2050;

    private SelfSignedCertificate() {
    }

    /// What it says besides the key.
    ///
    /// @param serial     positive and of at most 159 bits, all of them random
    /// @param commonName 1 to 64 characters
    public record Terms(BigInteger serial, String commonName, Instant notBefore, Instant notAfter) {}

    /// The certificate for a key.
    ///
    /// @param signer signs with the private half of the key
    public static X509Certificate of(PublicKey key, SigningKey signer, Terms terms) {
        check(terms);
        var algorithm = algorithm(signer.algorithm());
        var name = name(terms.commonName());
        var body = der(SEQUENCE, der(CONTEXT_0, der(INTEGER, VERSION_3)), der(INTEGER, terms.serial().toByteArray()),
                algorithm, name,
                der(SEQUENCE, time(terms.notBefore()), time(terms.notAfter())), name, key.getEncoded());
        var signature = der(BIT_STRING, new byte[1], signature(signer, body));
        return switch (Certificates.read(der(SEQUENCE, body, algorithm, signature))) {
            case Parsed.Good<X509Certificate>(X509Certificate certificate) -> certificate;
            case Parsed.Refused<X509Certificate> _ ->
                throw new IllegalArgumentException("the key is not one that signs SAML messages");
        };
    }

    private static void check(Terms terms) {
        var name = terms.commonName();
        if (name.isEmpty() || name.length() > COMMON_NAME_MOST) {
            throw new IllegalArgumentException("a common name has 1 to 64 characters");
        }
        if (terms.serial().signum() <= 0 || terms.serial().bitLength() > SERIAL_MOST) {
            throw new IllegalArgumentException("a serial number is positive and has at most 159 bits");
        }
    }

    /// X.509 wants the two numbers of ECDSA as a sequence.
    private static byte[] signature(SigningKey signer, byte[] body) {
        var signature = signer.sign(body);
        if (!signer.algorithm().isEcdsa()) {
            return signature;
        }
        try {
            return ECDSA.transcodeSignatureToDER(signature);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("an ECDSA signature is R and S, one after the other", e);
        }
    }

    /// RFC 4055, 5 and RFC 5758, 3.2: parameters are NULL for RSA and absent for ECDSA.
    private static byte[] algorithm(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case RSA_SHA256 -> der(SEQUENCE, rsa(11), der(NULL));
            case RSA_SHA384 -> der(SEQUENCE, rsa(12), der(NULL));
            case RSA_SHA512 -> der(SEQUENCE, rsa(13), der(NULL));
            case ECDSA_SHA256 -> der(SEQUENCE, ecdsa(2));
            case ECDSA_SHA384 -> der(SEQUENCE, ecdsa(3));
            case ECDSA_SHA512 -> der(SEQUENCE, ecdsa(4));
        };
    }

    /// Below 1.2.840.113549.1.1.
    private static byte[] rsa(int last) {
        return der(OBJECT_IDENTIFIER, new byte[]{0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1,
            (byte) last});
    }

    /// Below 1.2.840.10045.4.3.
    private static byte[] ecdsa(int last) {
        return der(OBJECT_IDENTIFIER, new byte[]{0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, (byte) last});
    }

    private static byte[] name(String commonName) {
        return der(SEQUENCE, der(SET, der(SEQUENCE, der(OBJECT_IDENTIFIER, COMMON_NAME),
                der(UTF8_STRING, commonName.getBytes(StandardCharsets.UTF_8)))));
    }

    /// Until 2049 with two digits of the year, from 2050 with four (RFC 5280, 4.1.2.5).
    private static byte[] time(Instant instant) {
        var utc = instant.atOffset(ZoneOffset.UTC);
        var isShort = utc.getYear() < YEAR_2050;
        var text = DateTimeFormatter.ofPattern(isShort ? "yyMMddHHmmss'Z'" : "yyyyMMddHHmmss'Z'").format(utc);
        return der(isShort ? UTC_TIME : GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /// A tag, the length, and the parts one after the other.
    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        length(out, content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static void length(ByteArrayOutputStream out, int length) {
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
    }
}
