package dev.exeunt.acceptance.ports;

import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.queue.SqsDeliveries;
import dev.exeunt.aws.table.Table;
import dev.exeunt.local.aws.Naming;
import dev.exeunt.local.aws.Services;
import dev.exeunt.local.template.Stack;
import dev.exeunt.local.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The template's table and queue in the embedded services: an empty pair for each instance, the services themselves
/// once for all tests.
final class Embedded {

    /// The time of all tests, unless they say otherwise.
    static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private final String table;
    private final String queue;

    Embedded() {
        var number = "-" + INSTANCES.incrementAndGet();
        var stack = Running.STACK;
        var template = stack.tables().getFirst();
        table = template.name() + number;
        var deliveries = stack.queues().stream().filter(found -> found.redrive().isPresent()).findFirst().orElseThrow();
        queue = deliveries.name() + number;
        Running.SERVICES.create(new Stack(
                List.of(new Stack.Table(table, template.attributes(), template.keys(), template.indexes(),
                        template.timeToLive())),
                List.of(new Stack.Queue(deliveries.id(), queue, deliveries.arn() + number, deliveries.attributes(),
                        Optional.empty())),
                List.of(), List.of(), List.of()));
    }

    Table table(ExecutionInterceptor... interceptors) {
        return Table.of(environment(), new AwsClients(environment(), List.of(interceptors)));
    }

    SqsDeliveries deliveries(ExecutionInterceptor... interceptors) {
        return new SqsDeliveries(sqs(interceptors), queueUrl());
    }

    SqsClient sqs(ExecutionInterceptor... interceptors) {
        return new AwsClients(environment(), List.of(interceptors)).sqs();
    }

    String queueUrl() {
        return sqs().getQueueUrl(request -> request.queueName(queue)).queueUrl();
    }

    Environment environment() {
        var variables = new HashMap<>(Running.SERVICES.endpoints().variables());
        variables.put("TABLE_NAME", table);
        return new Environment(variables, InstantSource.fixed(NOW));
    }

    /// Every row there is, as it lies in the table.
    List<Map<String, AttributeValue>> rows() {
        return dynamoDb().scanPaginator(request -> request.tableName(table).consistentRead(true)).items().stream()
                .toList();
    }

    DynamoDbClient dynamoDb() {
        return new AwsClients(environment()).dynamoDb();
    }

    String tableName() {
        return table;
    }

    /// Started by the first test that needs it; ends with the process.
    private static final class Running {

        static final Services SERVICES = Services.start();
        static final Stack STACK = stack();

        private static Stack stack() {
            var parameters = Map.of("Issuer", "https://idp.example", "IdpJwksUri", "https://idp.example/jwks");
            return Template.parse(template()).stack(parameters, new Naming(SERVICES.endpoints().sqs()));
        }

        private static String template() {
            try {
                return Files.readString(Path.of("..", "..", "template.yaml"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
