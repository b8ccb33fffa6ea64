package dev.exeunt.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.InvalidKeyUsageException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/// The stand-ins are held to what the real SDK clients make of them, and their signatures to the JDK's verifiers.
class StandInsTest {

    private static final byte[] MESSAGE = "header.payload".getBytes(StandardCharsets.US_ASCII);

    private static SigningKeys keys;
    private static Secrets secrets;
    private static KmsClient kms;

    @BeforeAll
    static void start() {
        keys = new SigningKeys();
        secrets = new Secrets();
        keys.create("rsa", "RSA_2048");
        keys.create("alias/p256", "ECC_NIST_P256");
        keys.create("p384", "ECC_NIST_P384");
        keys.create("p521", "ECC_NIST_P521");
        kms = KmsClient.builder().endpointOverride(keys.endpoint()).region(Region.US_EAST_1).credentialsProvider(
                credentials()).httpClient(UrlConnectionHttpClient.create()).build();
    }

    @AfterAll
    static void stop() {
        kms.close();
        keys.close();
        secrets.close();
    }

    @ParameterizedTest
    @CsvSource({"rsa, RSASSA_PKCS1_V1_5_SHA_256, SHA-256, SHA256withRSA",
        "rsa, RSASSA_PKCS1_V1_5_SHA_384, SHA-384, SHA384withRSA",
        "rsa, RSASSA_PKCS1_V1_5_SHA_512, SHA-512, SHA512withRSA", "rsa, RSASSA_PSS_SHA_256, SHA-256, RSASSA-PSS",
        "rsa, RSASSA_PSS_SHA_384, SHA-384, RSASSA-PSS", "rsa, RSASSA_PSS_SHA_512, SHA-512, RSASSA-PSS",
        "alias/p256, ECDSA_SHA_256, SHA-256, SHA256withECDSA", "p384, ECDSA_SHA_384, SHA-384, SHA384withECDSA",
        "p521, ECDSA_SHA_512, SHA-512, SHA512withECDSA"})
    void aMessageAndItsDigestAreSignedSoThatTheJdkVerifies(String id, String algorithm, String hash, String verifier)
            throws GeneralSecurityException {
        var key = kms.getPublicKey(request -> request.keyId(id));
        assertThat(key.signingAlgorithmsAsStrings()).contains(algorithm);
        var publicKey = KeyFactory.getInstance(id.equals("rsa") ? "RSA" : "EC").generatePublic(new X509EncodedKeySpec(
                key.publicKey().asByteArray()));

        var raw = sign(id, algorithm, MessageType.RAW, MESSAGE);
        var digest = sign(id, algorithm, MessageType.DIGEST, MessageDigest.getInstance(hash).digest(MESSAGE));

        assertThat(verifies(publicKey, verifier, hash, raw)).isTrue();
        assertThat(verifies(publicKey, verifier, hash, digest)).isTrue();
    }

    @Test
    void aKeyIsFoundByIdArnAndAlias() {
        var byId = kms.getPublicKey(request -> request.keyId("rsa"));
        assertThat(byId.keyId()).isEqualTo("arn:aws:kms:us-east-1:000000000000:key/rsa");
        assertThat(byId.keySpecAsString()).isEqualTo("RSA_2048");
        assertThat(kms.getPublicKey(request -> request.keyId(byId.keyId())).publicKey()).isEqualTo(byId.publicKey());
        assertThat(kms.getPublicKey(request -> request.keyId("arn:aws:kms:us-east-1:000000000000:alias/p256"))
                .keySpecAsString()).isEqualTo("ECC_NIST_P256");
    }

    @Test
    void refusalsAreThoseOfTheRealService() {
        assertThatThrownBy(() -> kms.getPublicKey(request -> request.keyId("nobody"))).isInstanceOf(
                NotFoundException.class).hasMessageContaining(
                        "Key 'arn:aws:kms:us-east-1:000000000000:key/nobody' does not exist");
        assertThatThrownBy(() -> sign("rsa", "ECDSA_SHA_256", MessageType.RAW, MESSAGE)).isInstanceOf(
                InvalidKeyUsageException.class).hasMessageContaining("incompatible with key spec RSA_2048");
        assertThatThrownBy(() -> sign("rsa", "RSASSA_PSS_SHA_256", MessageType.DIGEST, MESSAGE)).isInstanceOfSatisfying(
                KmsException.class, refused -> assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(
                        "ValidationException"));
        assertThatThrownBy(() -> sign("rsa", "RSASSA_PSS_SHA_256", MessageType.RAW, new byte[4097])).isInstanceOf(
                KmsException.class);
        assertThatThrownBy(() -> kms.listKeys()).isInstanceOfSatisfying(KmsException.class, refused -> assertThat(
                refused.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException"));
    }

    @Test
    void aSecretIsFoundByNameAndArnAndAnotherIsNot() {
        try (var client = secretsManager(secrets.endpoint())) {
            assertThatThrownBy(() -> client.getSecretValue(request -> request.secretId("keys"))).isInstanceOf(
                    ResourceNotFoundException.class);

            var arn = secrets.put("keys", "{\"keys\":[]}");

            assertThat(arn).isEqualTo(Secrets.arn("keys"));
            for (var id : new String[]{"keys", arn, arn.substring(0, arn.length() - 7)}) {
                var secret = client.getSecretValue(request -> request.secretId(id));
                assertThat(secret.secretString()).isEqualTo("{\"keys\":[]}");
                assertThat(secret.arn()).isEqualTo(arn);
                assertThat(secret.name()).isEqualTo("keys");
            }
        }
    }

    private static byte[] sign(String id, String algorithm, MessageType type, byte[] message) {
        return kms.sign(request -> request.keyId(id).signingAlgorithm(algorithm).messageType(type).message(SdkBytes
                .fromByteArray(message))).signature().asByteArray();
    }

    private static boolean verifies(PublicKey key, String name, String hash, byte[] signature)
            throws GeneralSecurityException {
        var verifier = Signature.getInstance(name);
        if (name.equals("RSASSA-PSS")) {
            verifier.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), MessageDigest
                    .getInstance(hash).getDigestLength(), 1));
        }
        verifier.initVerify(key);
        verifier.update(MESSAGE);
        return verifier.verify(signature);
    }

    private static SecretsManagerClient secretsManager(URI endpoint) {
        return SecretsManagerClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1).credentialsProvider(
                credentials()).httpClient(UrlConnectionHttpClient.create()).build();
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b"));
    }
}
