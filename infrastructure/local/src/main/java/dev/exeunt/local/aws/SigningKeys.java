package dev.exeunt.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exeunt.local.template.Account;
import dev.exeunt.local.template.StartProblem;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A stand-in for AWS KMS, as far as signing goes: `GetPublicKey` and `Sign`.
final class SigningKeys implements AutoCloseable {

    private record Key(String arn, String spec, KeyPair pair) {}

    private static final int LONGEST_MESSAGE = 4096;

    private final Map<String, Key> keys = new ConcurrentHashMap<>();
    private final JsonService service = JsonService.start(Map.of("TrentService.GetPublicKey", this::publicKey,
            "TrentService.Sign", this::sign));

    URI endpoint() {
        return service.endpoint();
    }

    /// Makes a key.
    ///
    /// @param id   a key id, or an alias (`alias/...`)
    /// @param spec such as `RSA_2048` or `ECC_NIST_P256`
    void create(String id, String spec) {
        keys.put(id, new Key(Account.arn("kms", id.startsWith("alias/") ? "key/" + id.substring(6) : "key/" + id), spec,
                generate(id, spec)));
    }

    @Override
    public void close() {
        service.close();
    }

    private static KeyPair generate(String id, String spec) {
        try {
            var generator = KeyPairGenerator.getInstance(spec.startsWith("RSA_") ? "RSA" : "EC");
            switch (spec) {
                case "RSA_2048", "RSA_3072", "RSA_4096" -> generator.initialize(Integer.parseInt(spec.substring(4)));
                case "ECC_NIST_P256" -> generator.initialize(new ECGenParameterSpec("secp256r1"));
                case "ECC_NIST_P384" -> generator.initialize(new ECGenParameterSpec("secp384r1"));
                case "ECC_NIST_P521" -> generator.initialize(new ECGenParameterSpec("secp521r1"));
                default -> throw new StartProblem("the key %s has the spec %s, which the local cloud does not have"
                        .formatted(id, spec));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new StartProblem("the key " + id + " cannot be made: " + e, e);
        }
    }

    private ObjectNode publicKey(JsonNode input) throws JsonService.Refused {
        var key = key(input);
        var answer = JsonService.JSON.createObjectNode().put("KeyId", key.arn).put("KeySpec", key.spec)
                .put("CustomerMasterKeySpec", key.spec).put("KeyUsage", "SIGN_VERIFY")
                .put("PublicKey", Base64.getEncoder().encodeToString(key.pair.getPublic().getEncoded()));
        KeyAlgorithm.ofSpec(key.spec)
                .forEach(algorithm -> answer.withArray("SigningAlgorithms").add(algorithm.name()));
        return answer;
    }

    private ObjectNode sign(JsonNode input) throws JsonService.Refused {
        var key = key(input);
        var name = input.path("SigningAlgorithm").asText();
        var algorithm = KeyAlgorithm.of(name).orElseThrow(() -> new JsonService.Refused("ValidationException",
                "Value '" + name + "' at 'signingAlgorithm' failed to satisfy constraint"));
        if (!algorithm.suits(key.spec)) {
            throw new JsonService.Refused("InvalidKeyUsageException", "Algorithm %s is incompatible with key spec %s."
                    .formatted(name, key.spec));
        }
        try {
            var signature = DigestSigner.sign(key.pair.getPrivate(), algorithm, digest(input, algorithm));
            return JsonService.JSON.createObjectNode().put("KeyId", key.arn).put("SigningAlgorithm", name)
                    .put("Signature", Base64.getEncoder().encodeToString(signature));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] digest(JsonNode input, KeyAlgorithm algorithm)
            throws JsonService.Refused, GeneralSecurityException {
        var hash = MessageDigest.getInstance(algorithm.hash());
        var message = message(input);
        switch (input.path("MessageType").asText("RAW")) {
            case "RAW" -> {
                return hash.digest(message);
            }
            case "DIGEST" -> {
                if (message.length != hash.getDigestLength()) {
                    throw new JsonService.Refused("ValidationException",
                            "Digest is invalid length for algorithm %s.".formatted(algorithm.name()));
                }
                return message;
            }
            default -> throw new JsonService.Refused("ValidationException",
                    "Value at 'messageType' failed to satisfy constraint: [RAW, DIGEST]");
        }
    }

    private static byte[] message(JsonNode input) throws JsonService.Refused {
        try {
            var message = Base64.getDecoder().decode(input.path("Message").asText());
            if (message.length >= 1 && message.length <= LONGEST_MESSAGE) {
                return message;
            }
        } catch (IllegalArgumentException _) {
            // Not base64: the same refusal as for a wrong length.
        }
        throw new JsonService.Refused("ValidationException",
                "Value at 'message' failed to satisfy constraint: length 1 to " + LONGEST_MESSAGE);
    }

    private Key key(JsonNode input) throws JsonService.Refused {
        var id = input.path("KeyId").asText();
        for (var entry : keys.entrySet()) {
            if (id.equals(entry.getKey()) || id.equals(entry.getValue().arn)
                    || id.equals(Account.arn("kms", entry.getKey()))) {
                return entry.getValue();
            }
        }
        var arn = id.startsWith("arn:") ? id : Account.arn("kms", id.startsWith("alias/") ? id : "key/" + id);
        throw new JsonService.Refused("NotFoundException", (id.contains("alias/")
                ? "Alias %s is not found."
                : "Key '%s' does not exist").formatted(arn));
    }
}
