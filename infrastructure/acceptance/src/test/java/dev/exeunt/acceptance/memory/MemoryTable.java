package dev.exeunt.acceptance.memory;

import dev.exeunt.acceptance.memory.Items.Key;
import dev.exeunt.acceptance.memory.Operand.Scope;
import dev.exeunt.local.template.Stack;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// One table of DynamoDB in memory. Whoever holds one holds the same items as all that [#scripted] made of it.
public final class MemoryTable implements DynamoDbClient {

    /// How long a transaction is known by its token.
    private static final Duration TOKENS = Duration.ofMinutes(10);
    private static final int TRANSACTION = 100;
    private static final int BATCH = 100;

    private final Items items;
    private final Map<String, Known> tokens;
    private final InstantSource time;
    private final Script script;

    private record Known(TransactWriteItemsRequest request, Instant at) {}

    /// An empty table.
    public MemoryTable(Stack.Table table, InstantSource time) {
        this(new Items(table), new HashMap<>(), time, Script.NONE);
    }

    private MemoryTable(Items items, Map<String, Known> tokens, InstantSource time, Script script) {
        this.items = items;
        this.tokens = tokens;
        this.time = time;
        this.script = script;
    }

    /// The same table, reached through this script.
    public MemoryTable scripted(Script other) {
        return new MemoryTable(items, tokens, time, other);
    }

    /// Every item, in the order of the keys.
    public List<Map<String, AttributeValue>> all() {
        synchronized (items) {
            return List.copyOf(items.all());
        }
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return script.call("GetItem", request, asked -> {
            check(asked.tableName());
            synchronized (items) {
                var answer = GetItemResponse.builder();
                items.get(items.only(asked.key())).ifPresent(answer::item);
                return answer.build();
            }
        });
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        return script.call("BatchGetItem", request, asked -> {
            var name = asked.requestItems().keySet().iterator().next();
            check(name);
            var keys = asked.requestItems().get(name).keys();
            if (keys.size() > BATCH || new HashSet<>(keys).size() != keys.size()) {
                throw Refusals.invalid("too many keys, or one of them twice");
            }
            synchronized (items) {
                var found = keys.stream().flatMap(key -> items.get(items.only(key)).stream()).toList();
                return BatchGetItemResponse.builder().responses(Map.of(name, found)).unprocessedKeys(Map.of()).build();
            }
        });
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return script.call("PutItem", request, asked -> {
            check(asked.tableName());
            write(Change.of(asked));
            return PutItemResponse.builder().build();
        });
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        return script.call("UpdateItem", request, asked -> {
            check(asked.tableName());
            synchronized (items) {
                write(Change.of(asked));
                return asked.returnValues() == ReturnValue.ALL_NEW
                        ? UpdateItemResponse.builder().attributes(items.get(items.key(asked.key())).orElseThrow())
                                .build()
                        : UpdateItemResponse.builder().build();
            }
        });
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        return script.call("DeleteItem", request, asked -> {
            check(asked.tableName());
            write(Change.of(asked));
            return DeleteItemResponse.builder().build();
        });
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        return script.call("TransactWriteItems", request, asked -> {
            asked.transactItems().forEach(item -> check(Change.table(item)));
            synchronized (items) {
                var token = asked.clientRequestToken();
                if (token == null || !isKnown(token, asked)) {
                    transact(asked.transactItems().stream().map(Change::of).toList());
                    if (token != null) {
                        tokens.put(token, new Known(asked, time.instant()));
                    }
                }
                return TransactWriteItemsResponse.builder().build();
            }
        });
    }

    private boolean isKnown(String token, TransactWriteItemsRequest request) {
        var known = tokens.get(token);
        if (known == null || known.at().plus(TOKENS).isBefore(time.instant())) {
            return false;
        }
        if (!known.request().equals(request)) {
            throw IdempotentParameterMismatchException.builder().message("another request had this token").build();
        }
        return true;
    }

    private void write(Change write) {
        synchronized (items) {
            if (!holds(write)) {
                var failed = ConditionalCheckFailedException.builder().message("The conditional request failed");
                if (write.showsOld()) {
                    items.get(key(write)).ifPresent(failed::item);
                }
                throw failed.build();
            }
            apply(write);
        }
    }

    private void transact(List<Change> writes) {
        if (writes.isEmpty() || writes.size() > TRANSACTION
                || writes.stream().map(this::key).distinct().count() != writes.size()) {
            throw Refusals.invalid("Transaction request cannot include multiple operations on one item");
        }
        var reasons = new ArrayList<CancellationReason>();
        for (Change write : writes) {
            var held = holds(write);
            var reason = CancellationReason.builder().code(held ? "None" : "ConditionalCheckFailed");
            if (!held && write.showsOld()) {
                items.get(key(write)).ifPresent(reason::item);
            }
            reasons.add(reason.build());
        }
        if (reasons.stream().anyMatch(reason -> !reason.code().equals("None"))) {
            throw TransactionCanceledException.builder().cancellationReasons(reasons)
                    .message("Transaction cancelled").build();
        }
        writes.forEach(this::apply);
    }

    private boolean holds(Change write) {
        var uses = new HashSet<String>();
        var holds = true;
        if (write.condition() != null) {
            var condition = Grammar.condition(write.condition());
            uses.addAll(condition.uses());
            holds = condition.condition().holds(scope(write));
        }
        if (write.update() != null) {
            uses.addAll(Grammar.update(write.update()).uses());
        }
        Refusals.unless(uses, write.names(), write.values());
        return holds;
    }

    private void apply(Change write) {
        var key = key(write);
        if (write.put() != null) {
            items.put(key, write.put());
        } else if (write.delete()) {
            items.remove(key);
        } else if (write.update() != null) {
            var after = new HashMap<>(Items.updated(scope(write), Grammar.update(write.update())));
            after.putAll(write.key());
            items.put(key, after);
        }
    }

    private Scope scope(Change write) {
        return new Scope(items.get(key(write)).orElse(Map.of()), write.names(), write.values());
    }

    private Key key(Change write) {
        return write.put() != null ? items.key(write.key()) : items.only(write.key());
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return script.call("Query", request, asked -> {
            check(asked.tableName());
            synchronized (items) {
                return new Finding(items, asked).answer();
            }
        });
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        check(request.tableName());
        return ScanResponse.builder().items(all()).build();
    }

    private void check(String name) {
        if (!items.table().name().equals(name)) {
            throw ResourceNotFoundException.builder()
                    .message("Cannot do operations on a non-existent table: " + name).build();
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
