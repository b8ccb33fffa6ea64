package dev.exeunt.acceptance.memory;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/// Secrets Manager with one secret: a JWK set with one RSA key.
public final class MemorySecrets implements SecretsManagerClient {

    /// The secret's ARN.
    public static final String SECRET = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:signing-000000";

    private static final String JWK_SET = jwkSet();

    private final Script script;

    /// Reached through this script.
    public MemorySecrets(Script script) {
        this.script = script;
    }

    @Override
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
        return script.call("GetSecretValue", request,
                _ -> GetSecretValueResponse.builder().arn(SECRET).secretString(JWK_SET).build());
    }

    /// As [MemoryKms] has its key: by no numbers of a world.
    private static String jwkSet() {
        try {
            var key = new RSAKeyGenerator(2048).keyID("software").secureRandom(SecureRandom.getInstance("DRBG"))
                    .generate();
            return new JWKSet(key).toString(false);
        } catch (JOSEException | NoSuchAlgorithmException e) {
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
