package dev.exeunt.acceptance.ports;

import dev.exeunt.acceptance.memory.Interceptors;
import dev.exeunt.acceptance.memory.MemoryQueue;
import dev.exeunt.acceptance.memory.MemoryTable;
import dev.exeunt.aws.table.Table;
import dev.exeunt.local.aws.Naming;
import dev.exeunt.local.template.Stack;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The template's table and queue in memory.
final class InMemory implements Services {

    private static final Stack STACK = Services.stack(new Naming(URI.create("https://sqs.example")));
    private static final String QUEUE = "https://sqs.example/queue";

    private final InstantSource time = InstantSource.fixed(Embedded.NOW);
    private final MemoryTable table = new MemoryTable(STACK.tables().getFirst(), time);
    private final MemoryQueue queue = new MemoryQueue(new MemoryQueue.Settings(QUEUE, Duration.ofMinutes(3), 25),
            time);

    @Override
    public Table table(ExecutionInterceptor... interceptors) {
        return new Table(table.scripted(new Interceptors(List.of(interceptors))), tableName(), time);
    }

    @Override
    public SqsClient sqs(ExecutionInterceptor... interceptors) {
        return queue.scripted(new Interceptors(List.of(interceptors)));
    }

    @Override
    public String queueUrl() {
        return QUEUE;
    }

    @Override
    public List<Map<String, AttributeValue>> rows() {
        return table.all();
    }

    @Override
    public DynamoDbClient dynamoDb() {
        return table;
    }

    @Override
    public String tableName() {
        return STACK.tables().getFirst().name();
    }
}
