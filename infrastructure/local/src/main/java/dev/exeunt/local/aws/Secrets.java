package dev.exeunt.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exeunt.local.template.Account;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// A stand-in for AWS Secrets Manager: `GetSecretValue` of the current version, by name or ARN.
final class Secrets implements AutoCloseable {

    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final JsonService service = JsonService.start(Map.of("secretsmanager.GetSecretValue", this::value));

    URI endpoint() {
        return service.endpoint();
    }

    /// Sets a secret.
    ///
    /// @return its ARN
    String put(String name, String value) {
        values.put(name, value);
        return arn(name);
    }

    @Override
    public void close() {
        service.close();
    }

    private ObjectNode value(JsonNode input) throws JsonService.Refused {
        var id = input.path("SecretId").asText();
        for (var secret : values.entrySet()) {
            var arn = arn(secret.getKey());
            // AWS finds a secret by its name, its ARN, and its ARN without the six characters at the end.
            if (id.equals(secret.getKey()) || id.equals(arn) || id.equals(arn.substring(0, arn.length() - 7))) {
                return JsonService.JSON.createObjectNode().put("ARN", arn).put("Name", secret.getKey())
                        .put("SecretString", secret.getValue())
                        .put("VersionId", id(secret.getKey() + '\n' + secret.getValue()));
            }
        }
        throw new JsonService.Refused("ResourceNotFoundException",
                "Secrets Manager can't find the specified secret.");
    }

    /// The ARN that a secret of this name has.
    static String arn(String name) {
        return Account.arn("secretsmanager", "secret:" + name + "-" + id(name).substring(0, 6));
    }

    private static String id(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
