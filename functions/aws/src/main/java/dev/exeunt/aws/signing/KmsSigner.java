package dev.exeunt.aws.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.JWK;
import dev.exeunt.core.action.Signer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;

/// Signs with asymmetric keys that never leave KMS. A key is named by id, ARN, alias or alias ARN, and may say for which
/// algorithm it is: `alias/logout=PS256`. Without that an RSA key signs RS256, an EC key by its curve, an Ed25519 key
/// EdDSA. The `kid` is the RFC 7638 thumbprint of the public key.
public final class KmsSigner implements Signer {

    /// What KMS takes whole; more is sent as its digest.
    private static final int RAW_MOST = 4096;

    private final KmsClient kms;
    private final List<KmsKey> keys;

    /// Asks KMS for the public part of every key.
    ///
    /// @throws IllegalArgumentException if one is of a kind that signs no logout token
    /// @throws software.amazon.awssdk.core.exception.SdkException if KMS does not answer, or not for one of the keys
    public KmsSigner(KmsClient kms, List<String> names) {
        this.kms = kms;
        this.keys = names.stream().map(this::described).toList();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no KMS key is named");
        }
        PublicKeys.requireDistinct(publicKeys());
    }

    @Override
    public List<JWK> publicKeys() {
        return keys.stream().map(KmsKey::publicKey).toList();
    }

    @Override
    public Optional<JWK> key(JWSAlgorithm algorithm) {
        return publicKeys().stream().filter(key -> key.getAlgorithm().equals(algorithm)).findFirst();
    }

    @Override
    public boolean signs(JWK key) {
        return publicKeys().contains(key);
    }

    /// One call to KMS.
    @Override
    public byte[] sign(JWK key, JWSAlgorithm algorithm, byte[] signingInput) {
        var mine = keys.stream()
                .filter(candidate -> candidate.publicKey().equals(key)
                        && candidate.algorithm().jose().equals(algorithm))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no key " + key.getKeyID() + " for " + algorithm));
        var whole = signingInput.length <= RAW_MOST;
        if (!whole && mine.algorithm().isEdwards()) {
            throw new IllegalArgumentException("KMS signs at most " + RAW_MOST + " bytes with Ed25519");
        }
        var message = whole ? signingInput : digest(mine.algorithm(), signingInput);
        var signature = kms.sign(request -> request.keyId(mine.arn())
                .signingAlgorithm(mine.algorithm().kms())
                .messageType(whole ? MessageType.RAW : MessageType.DIGEST)
                .message(SdkBytes.fromByteArray(message))).signature().asByteArray();
        return mine.algorithm().isEcdsa() ? sideBySide(algorithm, signature) : signature;
    }

    private KmsKey described(String item) {
        var equals = item.indexOf('=');
        var name = equals < 0 ? item : item.substring(0, equals);
        var algorithm = equals < 0 ? Optional.<Algorithm>empty() : Algorithm.named(item.substring(equals + 1));
        if (equals >= 0 && algorithm.isEmpty()) {
            throw new IllegalArgumentException("no algorithm for signing logout tokens: " + item);
        }
        return KmsKey.of(name, algorithm, kms.getPublicKey(request -> request.keyId(name)));
    }

    private static byte[] digest(Algorithm algorithm, byte[] input) {
        try {
            return MessageDigest.getInstance(algorithm.digest()).digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks " + algorithm.digest(), e);
        }
    }

    /// DER, as KMS answers, to R and S one after the other (RFC 7518, 3.4).
    private static byte[] sideBySide(JWSAlgorithm algorithm, byte[] der) {
        try {
            return ECDSA.transcodeSignatureToConcat(der, ECDSA.getSignatureByteArrayLength(algorithm));
        } catch (JOSEException e) {
            throw new IllegalStateException("KMS answered a signature that is none", e);
        }
    }
}
