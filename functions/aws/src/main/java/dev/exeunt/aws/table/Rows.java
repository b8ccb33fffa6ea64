package dev.exeunt.aws.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/// The few calls that the stores make, in terms of rows. A condition that does not hold is an answer, not an exception.
record Rows(DynamoDbClient client, String table) {

    private static final int TRIES = 5;
    /// Keys of one batch, the most there may be.
    private static final int BATCH = 100;
    private static final int BATCH_TRIES = 10;

    /// What became of one conditional write.
    sealed interface Written {

        /// It was made; the row as it is now, for updates.
        record Done(Row row) implements Written {}

        /// The condition did not hold; the row as it is, if there is one.
        record Refused(Optional<Row> row) implements Written {}

        /// Whether it was made.
        default boolean isDone() {
            return this instanceof Done;
        }
    }

    /// The row, read consistently.
    Optional<Row> get(Key key) {
        var answer = client.getItem(request -> request.tableName(table).key(key.attributes()).consistentRead(true));
        return answer.hasItem() ? Optional.of(Row.of(answer.item())) : Optional.empty();
    }

    /// The rows of a partition whose sort keys begin so, in their order, read consistently and page by page.
    Stream<Row> all(String pk, String prefix) {
        return client.queryPaginator(partition(pk, prefix).build()).items().stream().map(Row::of);
    }

    /// At most so many of them, after a key that need not exist.
    List<Row> some(Key prefix, @Nullable Key after, int limit) {
        var query = partition(prefix.pk(), prefix.sk()).limit(limit);
        if (after != null) {
            query.exclusiveStartKey(after.attributes());
        }
        return client.queryPaginator(query.build()).items().stream().limit(limit).map(Row::of).toList();
    }

    private QueryRequest.Builder partition(String pk, String prefix) {
        var condition = "#pk = :pk AND begins_with(#sk, :prefix)";
        return QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression(condition)
                .expressionAttributeNames(Write.names(condition))
                .expressionAttributeValues(Map.of(":pk", Write.of(pk), ":prefix", Write.of(prefix)))
                .consistentRead(true);
    }

    /// Those of the rows that there are, in no order, read consistently.
    Stream<Row> each(List<Key> keys) {
        return IntStream.iterate(0, from -> from < keys.size(), from -> from + BATCH)
                .mapToObj(from -> keys.subList(from, Math.min(keys.size(), from + BATCH)))
                .flatMap(batch -> batch(batch).stream());
    }

    private List<Row> batch(List<Key> keys) {
        var found = new ArrayList<Row>();
        var open = Map.of(table, KeysAndAttributes.builder()
                .keys(keys.stream().map(Key::attributes).toList()).consistentRead(true).build());
        for (int tries = 0; tries < BATCH_TRIES; tries++) {
            var answer = client.batchGetItem(BatchGetItemRequest.builder().requestItems(open).build());
            answer.responses().getOrDefault(table, List.of()).forEach(item -> found.add(Row.of(item)));
            if (!answer.hasUnprocessedKeys() || answer.unprocessedKeys().isEmpty()) {
                return found;
            }
            open = answer.unprocessedKeys();
        }
        throw new IllegalStateException("the table leaves a part of a batch unread");
    }

    /// Places of a list in the index `listing`, which may lag.
    List<String> list(String list, @Nullable String after, int limit) {
        return listed(new Listing("listing", "list", list), after, limit).stream().map(row -> row.text("list_at"))
                .toList();
    }

    /// A list in an index: the attribute that names lists there, and the name.
    record Listing(String index, String attribute, String list) {}

    /// Keys and places of a list, which may lag.
    List<Row> listed(Listing listing, @Nullable String after, int limit) {
        var condition = "#%s = :list".formatted(listing.attribute()) + (after == null ? "" : " AND #list_at > :after");
        var values = new HashMap<>(Map.of(":list", Write.of(listing.list())));
        if (after != null) {
            values.put(":after", Write.of(after));
        }
        var query = QueryRequest.builder()
                .tableName(table)
                .indexName(listing.index())
                .keyConditionExpression(condition)
                .expressionAttributeNames(Write.names(condition))
                .expressionAttributeValues(values)
                .limit(limit)
                .build();
        return client.queryPaginator(query).items().stream().limit(limit).map(Row::of).toList();
    }

    /// Rows of a shard of the index `due`, up to a whole second, oldest first, read in pages of this size as far as somebody
    /// asks for them. The index may lag.
    Stream<Row> due(int shard, long from, long until, int page) {
        var condition = "#due_shard = :shard AND #due_at BETWEEN :from AND :until";
        var query = QueryRequest.builder()
                .tableName(table)
                .indexName("due")
                .keyConditionExpression(condition)
                .expressionAttributeNames(Write.names(condition))
                .expressionAttributeValues(
                        Map.of(":shard", Write.of(Integer.toString(shard)), ":from", Write.of(from), ":until",
                                Write.of(until)))
                .limit(page)
                .build();
        return client.queryPaginator(query).items().stream().map(Row::of);
    }

    /// Makes one write.
    ///
    /// A transaction that is just writing the row makes the service refuse a single write; that passes, so it is tried
    /// a few times.
    Written write(Write write) {
        for (int tries = 1;; tries++) {
            try {
                return new Written.Done(send(write));
            } catch (ConditionalCheckFailedException e) {
                return new Written.Refused(e.hasItem() ? Optional.of(Row.of(e.item())) : Optional.empty());
            } catch (TransactionConflictException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private Row send(Write write) {
        return switch (write) {
            case Write.Put put -> {
                client.putItem(request -> request.tableName(table)
                        .item(put.row().attributes())
                        .conditionExpression(put.condition())
                        .expressionAttributeNames(Write.names(put.condition()))
                        .expressionAttributeValues(put.valuesOrNull())
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
                yield put.row();
            }
            case Write.Update update -> Row.of(client.updateItem(request -> request.tableName(table)
                    .key(update.key().attributes())
                    .updateExpression(update.change())
                    .conditionExpression(update.condition())
                    .expressionAttributeNames(Write.names(update.change(), update.condition()))
                    .expressionAttributeValues(update.valuesOrNull())
                    .returnValues(ReturnValue.ALL_NEW)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).attributes());
            case Write.Delete delete -> {
                client.deleteItem(request -> request.tableName(table)
                        .key(delete.key().attributes())
                        .conditionExpression(delete.condition())
                        .expressionAttributeNames(Write.names(delete.condition()))
                        .expressionAttributeValues(delete.valuesOrNull())
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
                yield Row.at(delete.key());
            }
            case Write.Check check -> throw new IllegalStateException("a check alone writes nothing: " + check.key());
        };
    }

    /// Makes all writes or none.
    ///
    /// @param token names this transaction for the ten minutes in which the service recognises a repetition; null for
    ///              one that the client makes up, which covers its own repetitions only
    Transacted transact(List<Write> writes, @Nullable String token) {
        var request = TransactWriteItemsRequest.builder()
                .transactItems(writes.stream().map(write -> write.inTransaction(table)).toList());
        if (token != null) {
            request.clientRequestToken(token);
        }
        try {
            client.transactWriteItems(request.build());
            return new Transacted.Done();
        } catch (TransactionCanceledException e) {
            return Transacted.classify(e);
        } catch (TransactionInProgressException e) {
            return new Transacted.InProgress();
        }
    }
}
