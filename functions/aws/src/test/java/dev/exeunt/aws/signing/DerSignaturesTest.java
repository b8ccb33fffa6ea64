package dev.exeunt.aws.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import dev.exeunt.aws.Environment;
import dev.exeunt.core.action.Signer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// KMS answers ECDSA signatures in DER, where a number takes as many bytes as it needs and one more for its sign; JOSE
/// wants both numbers as long as the curve (RFC 7518, 3.4).
class DerSignaturesTest {

    private static final byte[] INPUT = "eyJhbGciOiJFUzI1NiJ9.e30".getBytes(StandardCharsets.US_ASCII);
    private static final HexFormat HEX = HexFormat.of();

    private final KmsStandIn aws = new KmsStandIn();

    DerSignaturesTest() throws IOException {
        // The stand-in opens a socket.
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # both of one byte
            3006020101020102         | 01 | 02
            # a sign byte before the high bit
            3008020200ff02020080     | ff | 80
            # one short by a byte, one with a sign byte
            300a0202010202040080ff01 | 0102 | 80ff01
            """, delimiter = '|', ignoreLeadingAndTrailingWhitespace = true)
    void shortNumbersAreFilledUpFromTheLeft(String der, String r, String s) throws Exception {
        var signer = signer("secp256r1", "ECC_NIST_P256", "ECDSA_SHA_256");
        aws.signature = HEX.parseHex(der);

        assertThat(sign(signer, JWSAlgorithm.ES256)).isEqualTo(sideBySide(32, r, s));
    }

    @ParameterizedTest
    @CsvSource({"secp256r1,ECC_NIST_P256,ECDSA_SHA_256,ES256,32", "secp384r1,ECC_NIST_P384,ECDSA_SHA_384,ES384,48",
        "secp521r1,ECC_NIST_P521,ECDSA_SHA_512,ES512,66"})
    void theLargestAndTheSmallestNumbersOfEachCurveFit(String curve, String spec, String kms, String jose, int length)
            throws Exception {
        var signer = signer(curve, spec, kms);
        var order = order(jose);
        var most = order.subtract(BigInteger.ONE);
        for (var numbers : List.of(List.of(most, BigInteger.ONE), List.of(BigInteger.ONE, most), List.of(most, most),
                List.of(BigInteger.ONE.shiftLeft(order.bitLength() - 9), most))) {
            aws.signature = der(numbers.getFirst(), numbers.getLast());

            assertThat(sign(signer, JWSAlgorithm.parse(jose))).isEqualTo(sideBySide(length,
                    numbers.getFirst().toString(16), numbers.getLast().toString(16)));
        }
    }

    @ParameterizedTest
    @CsvSource({"secp256r1,ECC_NIST_P256,ECDSA_SHA_256,ES256", "secp384r1,ECC_NIST_P384,ECDSA_SHA_384,ES384",
        "secp521r1,ECC_NIST_P521,ECDSA_SHA_512,ES512"})
    void highAndLowSAreHandedOnAsTheyAreAndBothVerify(String curve, String spec, String kms, String jose)
            throws Exception {
        var signer = signer(curve, spec, kms);
        var algorithm = JWSAlgorithm.parse(jose);
        var key = signer.key(algorithm).orElseThrow();
        var signature = sign(signer, algorithm);
        var half = signature.length / 2;
        var r = new BigInteger(1, Arrays.copyOf(signature, half));
        var s = new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length));
        aws.signature = der(r, order(jose).subtract(s));
        var other = sign(signer, algorithm);

        assertThat(other).isNotEqualTo(signature).hasSameSizeAs(signature);
        assertThat(Verified.holds(key, algorithm, INPUT, signature)).isTrue();
        assertThat(Verified.holds(key, algorithm, INPUT, other)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "3000", "3006020101020103ff", "0206010101020102",
        "302602210100000000000000000000000000000000000000000000000000000000000000000201"})
    void whatIsNoSignatureNeverLeavesAsOne(String der) throws Exception {
        var signer = signer("secp256r1", "ECC_NIST_P256", "ECDSA_SHA_256");
        aws.signature = HEX.parseHex(der);

        assertThatThrownBy(() -> sign(signer, JWSAlgorithm.ES256)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void signaturesOfAllLengthsVerify() throws Exception {
        var signer = signer("secp521r1", "ECC_NIST_P521", "ECDSA_SHA_512");
        var key = signer.key(JWSAlgorithm.ES512).orElseThrow();
        for (int n = 0; n < 100; n++) {
            var input = (n + ".e30").getBytes(StandardCharsets.US_ASCII);
            assertThat(Verified.holds(key, JWSAlgorithm.ES512, input, signer.sign(key, JWSAlgorithm.ES512, input)))
                    .as("%s", n).isTrue();
        }
    }

    private Signer signer(String curve, String spec, String algorithm) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        aws.keys.put("alias/ec", new KmsStandIn.Key("arn:aws:kms:eu-central-1:111122223333:key/1",
                generator.generateKeyPair(), spec, List.of(algorithm)));
        return Signers.from(new Environment(aws.variables("SIGNING_KEY_IDS", "alias/ec"),
                () -> Instant.parse("2026-11-22T20:00:00Z")));
    }

    private static byte[] sign(Signer signer, JWSAlgorithm algorithm) {
        return signer.sign(signer.key(algorithm).orElseThrow(), algorithm, INPUT);
    }

    private static BigInteger order(String jose) {
        return Curve.forJWSAlgorithm(JWSAlgorithm.parse(jose)).iterator().next().toECParameterSpec().getOrder();
    }

    private static byte[] sideBySide(int length, String r, String s) {
        var both = "0".repeat(2 * length - r.length()) + r + "0".repeat(2 * length - s.length()) + s;
        return HEX.parseHex(both);
    }

    private static byte[] der(BigInteger r, BigInteger s) {
        var numbers = new ByteArrayOutputStream();
        for (var number : List.of(r, s)) {
            var bytes = number.toByteArray();
            numbers.write(2);
            numbers.write(bytes.length);
            numbers.writeBytes(bytes);
        }
        var sequence = new ByteArrayOutputStream();
        sequence.write(0x30);
        if (numbers.size() > 127) {
            sequence.write(0x81);
        }
        sequence.write(numbers.size());
        sequence.writeBytes(numbers.toByteArray());
        return sequence.toByteArray();
    }
}
