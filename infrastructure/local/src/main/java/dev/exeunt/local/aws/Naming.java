package dev.exeunt.local.aws;

import dev.exeunt.local.template.Account;
import dev.exeunt.local.template.Physical;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// What the local cloud calls the template's resources.
///
/// @param queues where SQS answers: a queue's URL begins with it
/// @param prefix begins every name
public record Naming(URI queues, String prefix) implements Physical {

    /// In services that hold nothing else.
    public Naming(URI queues) {
        this(queues, "exeunt-");
    }

    @Override
    public Identity of(String id, String type) {
        var name = prefix + id;
        return switch (type) {
            case "AWS::DynamoDB::Table" -> new Identity(name, Map.of("Arn", Account.arn("dynamodb", "table/" + name)));
            case "AWS::SQS::Queue" -> new Identity("%s/%s/%s".formatted(queues, Account.ID, name),
                    Map.of("Arn", Account.arn("sqs", name), "QueueName", name));
            case "AWS::KMS::Key" -> key(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
            case "AWS::Serverless::HttpApi" -> new Identity(id.toLowerCase(Locale.ROOT), Map.of());
            case "AWS::Serverless::Function" -> new Identity(name,
                    Map.of("Arn", Account.arn("lambda", "function:" + name)));
            case "AWS::IAM::Role" -> new Identity(name,
                    Map.of("Arn", "arn:aws:iam::%s:role/%s".formatted(Account.ID, name)));
            case "AWS::Logs::LogGroup" -> new Identity(name,
                    Map.of("Arn", Account.arn("logs", "log-group:" + name + ":*")));
            case "AWS::ApiGatewayV2::DomainName" -> new Identity(name,
                    Map.of("RegionalDomainName", "regional.invalid", "RegionalHostedZoneId", "ZLOCAL"));
            default -> new Identity(name, Map.of());
        };
    }

    private static Identity key(String keyId) {
        return new Identity(keyId, Map.of("Arn", Account.arn("kms", "key/" + keyId), "KeyId", keyId));
    }
}
