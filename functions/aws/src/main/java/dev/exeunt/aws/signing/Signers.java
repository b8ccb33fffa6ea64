package dev.exeunt.aws.signing;

import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import dev.exeunt.core.action.Signer;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// Makes the signer that the environment asks for.
///
/// - `SIGNING_JWKS_SECRET`: a secret in Secrets Manager that holds a private JWK set ([SoftwareSigner]);
/// - else `SIGNING_KEY_IDS`: a list of KMS keys ([KmsSigner]).
///
/// The first key of each algorithm signs, all are published. To rotate: add the new key at the end, wait until every
/// reader of `jwks_uri` has seen it, move it to the front, wait out the life of a logout token, take the old key away.
public final class Signers {

    private Signers() {
    }

    /// A signer that reads its keys when they are first needed, and again every five minutes.
    ///
    /// @throws IllegalStateException if the environment names no keys, or keys of both kinds
    public static Signer from(Environment environment) {
        var secret = environment.optional("SIGNING_JWKS_SECRET");
        var keys = environment.list("SIGNING_KEY_IDS");
        if (secret.isPresent() == !keys.isEmpty()) {
            throw new IllegalStateException("set one of SIGNING_JWKS_SECRET and SIGNING_KEY_IDS");
        }
        return secret.map(id -> fromSecret(environment, id)).orElseGet(() -> fromKms(environment, keys));
    }

    /// The same with KMS keys of a client of the caller's.
    public static Signer fromKms(KmsClient kms, List<String> keys, InstantSource time) {
        return new FreshSigner(() -> new KmsSigner(kms, keys), time);
    }

    /// The same with a JWK set in a secret, by a client of the caller's.
    public static Signer fromSecret(SecretsManagerClient secrets, String id, InstantSource time) {
        return new FreshSigner(() -> SoftwareSigner.parse(secret(secrets, id)), time);
    }

    private static Signer fromSecret(Environment environment, String id) {
        return fromSecret(new AwsClients(environment).with(SecretsManagerClient.builder(), "SECRETS_MANAGER").build(),
                id, environment.time());
    }

    private static Signer fromKms(Environment environment, List<String> keys) {
        return fromKms(new AwsClients(environment).with(KmsClient.builder(), "KMS").build(), keys, environment.time());
    }

    private static String secret(SecretsManagerClient secrets, String id) {
        var text = secrets.getSecretValue(request -> request.secretId(id)).secretString();
        if (text == null) {
            throw new IllegalArgumentException("the secret of SIGNING_JWKS_SECRET is not text");
        }
        return text;
    }
}
