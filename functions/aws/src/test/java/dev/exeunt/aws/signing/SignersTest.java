package dev.exeunt.aws.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.exeunt.aws.Environment;
import dev.exeunt.core.action.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;

class SignersTest {

    private static final byte[] INPUT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LONG_INPUT = "x".repeat(4097).getBytes(StandardCharsets.US_ASCII);
    private static final String ARN = "arn:aws:kms:eu-central-1:111122223333:key/";

    private KmsStandIn aws;
    private Instant now = Instant.parse("2026-11-22T20:00:00Z");

    @BeforeEach
    void start() throws IOException {
        aws = new KmsStandIn();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void kmsKeysSignByTheirKind() throws Exception {
        put("alias/rsa", "1", rsa(), "RSA_2048", "RSASSA_PSS_SHA_256", "RSASSA_PKCS1_V1_5_SHA_256");
        put("alias/p256", "2", ec("secp256r1"), "ECC_NIST_P256", "ECDSA_SHA_256");
        put("alias/p384", "3", ec("secp384r1"), "ECC_NIST_P384", "ECDSA_SHA_384");
        put("alias/p521", "4", ec("secp521r1"), "ECC_NIST_P521", "ECDSA_SHA_512");
        put("alias/ed", "5", KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), "ECC_NIST_EDWARDS25519",
                "ED25519_SHA_512", "ED25519_PH_SHA_512");
        put("alias/pss", "6", rsa(), "RSA_3072", "RSASSA_PSS_SHA_256", "RSASSA_PKCS1_V1_5_SHA_256");
        var signer = kms("alias/rsa,alias/p256,alias/p384,alias/p521, alias/ed ,alias/pss=PS256");

        for (var algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384,
                JWSAlgorithm.ES512, JWSAlgorithm.EdDSA)) {
            for (var i = 0; i < 10; i++) {
                assertThat(Verified.signs(signer, algorithm, INPUT)).as(algorithm.getName()).isTrue();
            }
        }
        assertThat(signer.publicKeys()).hasSize(6).allSatisfy(key -> {
            assertThat(key.getKeyID()).isEqualTo(key.computeThumbprint().toString());
            assertThat(key.getKeyUse()).isEqualTo(KeyUse.SIGNATURE);
            assertThat(key.getAlgorithm()).isNotNull();
        });
        assertThat(aws.signed).allSatisfy(sign -> assertThat(sign).containsEntry("MessageType", "RAW"));
    }

    @Test
    void moreThanKmsTakesIsSentAsADigest() throws Exception {
        put("alias/p521", "4", ec("secp521r1"), "ECC_NIST_P521", "ECDSA_SHA_512");
        put("alias/p256", "2", ec("secp256r1"), "ECC_NIST_P256", "ECDSA_SHA_256");
        var signer = kms("alias/p256,alias/p521");

        assertThat(Verified.signs(signer, JWSAlgorithm.ES256, LONG_INPUT)).isTrue();
        assertThat(Verified.signs(signer, JWSAlgorithm.ES512, LONG_INPUT)).isTrue();
        assertThat(aws.signed).allSatisfy(sign -> assertThat(sign).containsEntry("MessageType", "DIGEST"));
    }

    @Test
    void keysAreReadWhenFirstNeededAndOnce() throws Exception {
        put("alias/rsa", "1", rsa(), "RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256");
        var signer = kms("alias/rsa");

        assertThat(aws.calls).isEmpty();
        signer.publicKeys();
        signer.key(JWSAlgorithm.RS256);
        assertThat(aws.calls).containsExactly("TrentService.GetPublicKey");
    }

    @Test
    void aMovedAliasNeverSignsUnderTheOldKid() throws Exception {
        put("alias/rsa", "1", rsa(), "RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256");
        var signer = kms("alias/rsa");
        var old = signer.key(JWSAlgorithm.RS256).orElseThrow();
        aws.keys.put("1", aws.keys.get("alias/rsa"));
        put("alias/rsa", "2", rsa(), "RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256");

        assertThat(Verified.signs(signer, JWSAlgorithm.RS256, INPUT)).isTrue();
        later(FreshSigner.FRESH);
        var moved = signer.key(JWSAlgorithm.RS256).orElseThrow();
        assertThat(moved).isNotEqualTo(old);
        assertThat(Verified.signs(signer, JWSAlgorithm.RS256, INPUT)).isTrue();
        assertThat(Verified.holds(old, JWSAlgorithm.RS256, INPUT, signer.sign(old, JWSAlgorithm.RS256, INPUT)))
                .as("a key answered just before still signs")
                .isTrue();
    }

    @Test
    void aKeyThatSignsNoLogoutTokenIsRefused() throws Exception {
        put("alias/k1", "1", ec("secp256r1"), "ECC_SECG_P256K1", "ECDSA_SHA_256");
        put("alias/mac", "2", rsa(), "RSA_2048", "RSAES_OAEP_SHA_256");

        assertThatThrownBy(() -> kms("alias/k1").publicKeys()).hasMessageContaining("ECC_SECG_P256K1");
        assertThatThrownBy(() -> kms("alias/mac").publicKeys()).hasMessageContaining("does not sign RS256");
        assertThatThrownBy(() -> kms("alias/mac=HS256").publicKeys()).hasMessageContaining("no algorithm");
        assertThatThrownBy(() -> kms("alias/mac=ES256").publicKeys()).hasMessageContaining("alg is not one of");
    }

    @Test
    void aKeyThatIsNotThereIsThePlatformsFailureAndIsAskedForAgain() throws Exception {
        var signer = kms("alias/rsa");

        assertThatThrownBy(signer::publicKeys).isInstanceOf(SdkException.class);
        put("alias/rsa", "1", rsa(), "RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256");
        assertThat(signer.publicKeys()).hasSize(1);
    }

    @Test
    void aSecretWithAJwkSetSignsAndIsReadAgainForARotation() throws Exception {
        var first = new RSAKeyGenerator(2048).keyID("first").generate();
        var second = new RSAKeyGenerator(2048).keyID("second").generate();
        aws.secrets.put("arn:secret", set(first));
        var signer = Signers.from(environment("SIGNING_JWKS_SECRET", "arn:secret"));

        assertThat(Verified.signs(signer, JWSAlgorithm.RS256, INPUT)).isTrue();
        var key = signer.key(JWSAlgorithm.RS256).orElseThrow();
        aws.secrets.put("arn:secret", set(second, first));
        assertThat(signer.key(JWSAlgorithm.RS256)).contains(key);
        later(FreshSigner.FRESH);
        assertThat(signer.key(JWSAlgorithm.RS256)).map(JWK::getKeyID).contains("second");
        assertThat(signer.publicKeys()).extracting(JWK::getKeyID).containsExactly("second", "first");
        assertThat(signer.sign(key, JWSAlgorithm.RS256, INPUT)).isNotEmpty();
    }

    @Test
    void whileTheKeysCannotBeReadAgainTheOldOnesGoOn() throws Exception {
        aws.secrets.put("arn:secret", set(new RSAKeyGenerator(2048).keyID("first").generate()));
        var signer = Signers.from(environment("SIGNING_JWKS_SECRET", "arn:secret"));
        signer.publicKeys();

        aws.down = true;
        later(FreshSigner.FRESH);
        assertThat(Verified.signs(signer, JWSAlgorithm.RS256, INPUT)).isTrue();
        aws.down = false;
        aws.secrets.put("arn:secret", "broken");
        later(FreshSigner.FRESH);
        assertThat(Verified.signs(signer, JWSAlgorithm.RS256, INPUT)).isTrue();
    }

    @Test
    void exactlyOneKindOfKeysIsNamed() {
        assertThatThrownBy(() -> Signers.from(environment("OTHER", "x"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Signers.from(new Environment(
                Map.of("SIGNING_JWKS_SECRET", "a", "SIGNING_KEY_IDS", "b"), () -> now)))
                .isInstanceOf(IllegalStateException.class);
    }

    private Signer kms(String ids) {
        return Signers.from(environment("SIGNING_KEY_IDS", ids));
    }

    private Environment environment(String name, String value) {
        return new Environment(aws.variables(name, value), () -> now);
    }

    private void later(Duration duration) {
        now = now.plus(duration);
    }

    private void put(String name, String id, KeyPair pair, String spec, String... algorithms) {
        aws.keys.put(name, new KmsStandIn.Key(ARN + id, pair, spec, List.of(algorithms)));
    }

    private static KeyPair rsa() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static KeyPair ec(String curve) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static String set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(false);
    }
}
