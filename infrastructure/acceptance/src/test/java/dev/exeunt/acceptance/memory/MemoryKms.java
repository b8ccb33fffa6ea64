package dev.exeunt.acceptance.memory;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/// KMS with one RSA key, whose signatures have the right length and are worth nothing: what is signed is shown elsewhere.
public final class MemoryKms implements KmsClient {

    /// The key's ARN.
    public static final String KEY = "arn:aws:kms:eu-central-1:000000000000:key/00000000-0000-0000-0000-000000000001";

    private static final SdkBytes PUBLIC_KEY = publicKey();
    private static final SdkBytes SIGNATURE = SdkBytes.fromByteArray(new byte[256]);

    private final Script script;

    /// Reached through this script.
    public MemoryKms(Script script) {
        this.script = script;
    }

    @Override
    public GetPublicKeyResponse getPublicKey(GetPublicKeyRequest request) {
        return script.call("GetPublicKey", request, _ -> GetPublicKeyResponse.builder().keyId(KEY)
                .publicKey(PUBLIC_KEY).keySpec(KeySpec.RSA_2048).keyUsage(KeyUsageType.SIGN_VERIFY)
                .signingAlgorithms(SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256).build());
    }

    @Override
    public SignResponse sign(SignRequest request) {
        return script.call("Sign", request, asked -> SignResponse.builder().keyId(KEY)
                .signingAlgorithm(asked.signingAlgorithm()).signature(SIGNATURE).build());
    }

    /// Not by `new SecureRandom()`, which a world may have made answer what its seed says: the world that comes first would
    /// draw what the others do not, and tell another story when it is played again.
    private static SdkBytes publicKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, SecureRandom.getInstance("DRBG"));
            return SdkBytes.fromByteArray(generator.generateKeyPair().getPublic().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has RSA", e);
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
