package dev.exeunt.local.aws;

import dev.exeunt.local.template.Stack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Makes tables and queues in the embedded services through their APIs, as CloudFormation would.
///
/// @param endpoints where the services answer
record Provision(Endpoints endpoints) {

    void tables(List<Stack.Table> tables) {
        try (var client = endpoints.tables()) {
            for (var table : tables) {
                client.createTable(request(table));
                table.timeToLive().ifPresent(attribute -> client.updateTimeToLive(request -> request.tableName(
                        table.name()).timeToLiveSpecification(ttl -> ttl.attributeName(attribute).enabled(true))));
            }
        }
    }

    void queues(List<Stack.Queue> queues) {
        var waiting = new ArrayList<>(queues);
        try (var client = endpoints.queues()) {
            // A dead-letter queue before the queue that names it.
            while (!waiting.isEmpty()) {
                var ready = waiting.stream().filter(queue -> waiting.stream().noneMatch(other -> queue.redrive()
                        .filter(redrive -> redrive.deadLetterArn().equals(other.arn())).isPresent())).toList();
                if (ready.isEmpty()) {
                    throw new IllegalStateException("queues redrive in a circle: " + waiting);
                }
                ready.forEach(queue -> create(client, queue));
                waiting.removeAll(ready);
            }
        }
    }

    private static CreateTableRequest request(Stack.Table table) {
        var indexes = table.indexes().stream().map(Provision::index).toList();
        var request = CreateTableRequest.builder().tableName(table.name()).billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(keys(table.keys())).attributeDefinitions(table.attributes().entrySet().stream()
                        .map(attribute -> AttributeDefinition.builder().attributeName(attribute.getKey())
                                .attributeType(attribute.getValue()).build())
                        .toList());
        return indexes.isEmpty() ? request.build() : request.globalSecondaryIndexes(indexes).build();
    }

    private static GlobalSecondaryIndex index(Stack.Index index) {
        var projection = Projection.builder().projectionType(index.projection());
        if (!index.included().isEmpty()) {
            projection.nonKeyAttributes(index.included());
        }
        return GlobalSecondaryIndex.builder().indexName(index.name()).keySchema(keys(index.keys()))
                .projection(projection.build()).build();
    }

    private static List<KeySchemaElement> keys(Stack.Keys keys) {
        var elements = new ArrayList<KeySchemaElement>();
        elements.add(KeySchemaElement.builder().attributeName(keys.hash()).keyType(KeyType.HASH).build());
        keys.range().ifPresent(range -> elements.add(KeySchemaElement.builder().attributeName(range)
                .keyType(KeyType.RANGE).build()));
        return elements;
    }

    private static void create(SqsClient client, Stack.Queue queue) {
        Map<QueueAttributeName, String> attributes = new HashMap<>();
        queue.attributes().forEach((name, value) -> attributes.put(QueueAttributeName.fromValue(name), value));
        queue.redrive().ifPresent(redrive -> attributes.put(QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}".formatted(redrive.deadLetterArn(),
                        redrive.maxReceiveCount())));
        client.createQueue(request -> request.queueName(queue.name()).attributes(attributes));
    }
}
