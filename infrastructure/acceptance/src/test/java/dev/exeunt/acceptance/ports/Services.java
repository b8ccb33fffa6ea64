package dev.exeunt.acceptance.ports;

import dev.exeunt.aws.queue.SqsDeliveries;
import dev.exeunt.aws.table.Table;
import dev.exeunt.local.aws.Naming;
import dev.exeunt.local.template.Stack;
import dev.exeunt.local.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/// A table and a queue of the template's, empty at first.
interface Services {

    /// The table, reached past these interceptors.
    Table table(ExecutionInterceptor... interceptors);

    /// The queue's client.
    SqsClient sqs(ExecutionInterceptor... interceptors);

    /// The queue's URL.
    String queueUrl();

    /// Every row there is, as it lies in the table.
    List<Map<String, AttributeValue>> rows();

    /// The table's client.
    DynamoDbClient dynamoDb();

    /// The table's name.
    String tableName();

    /// The queue of deliveries.
    default SqsDeliveries deliveries(ExecutionInterceptor... interceptors) {
        return new SqsDeliveries(sqs(interceptors), queueUrl());
    }

    /// What the template says.
    static Stack stack(Naming naming) {
        try {
            return Template.parse(Files.readString(Path.of("..", "..", "template.yaml"))).stack(
                    Map.of("Issuer", "https://idp.example", "IdpJwksUri", "https://idp.example/jwks"), naming);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
