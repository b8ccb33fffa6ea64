package dev.exeunt.acceptance.ports;

import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.table.Table;
import dev.exeunt.local.aws.Naming;
import dev.exeunt.local.template.Stack;
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
final class Embedded implements Services {

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

    @Override
    public Table table(ExecutionInterceptor... interceptors) {
        return Table.of(environment(), new AwsClients(environment(), List.of(interceptors)));
    }

    @Override
    public SqsClient sqs(ExecutionInterceptor... interceptors) {
        return new AwsClients(environment(), List.of(interceptors)).sqs();
    }

    @Override
    public String queueUrl() {
        return sqs().getQueueUrl(request -> request.queueName(queue)).queueUrl();
    }

    Environment environment() {
        var variables = new HashMap<>(Running.SERVICES.endpoints().variables());
        variables.put("TABLE_NAME", table);
        return new Environment(variables, InstantSource.fixed(NOW));
    }

    /// Every row there is, as it lies in the table.
    @Override
    public List<Map<String, AttributeValue>> rows() {
        return dynamoDb().scanPaginator(request -> request.tableName(table).consistentRead(true)).items().stream()
                .toList();
    }

    @Override
    public DynamoDbClient dynamoDb() {
        return new AwsClients(environment()).dynamoDb();
    }

    @Override
    public String tableName() {
        return table;
    }

    /// Started by the first test that needs it; ends with the process.
    private static final class Running {

        static final dev.exeunt.local.aws.Services SERVICES = dev.exeunt.local.aws.Services.start();
        static final Stack STACK = Services.stack(new Naming(SERVICES.endpoints().sqs()));
    }
}
