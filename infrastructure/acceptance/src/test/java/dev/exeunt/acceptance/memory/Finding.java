package dev.exeunt.acceptance.memory;

import dev.exeunt.acceptance.memory.Operand.Scope;
import dev.exeunt.local.template.Stack;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/// One query of a partition, of the table or of an index.
final class Finding {

    private static final int PAGE = 1024 * 1024;

    private final Items items;
    private final QueryRequest request;
    private final Stack.@Nullable Index index;

    Finding(Items items, QueryRequest request) {
        this.items = items;
        this.request = request;
        this.index = request.indexName() == null ? null : items.index(request.indexName());
        if (index != null && Boolean.TRUE.equals(request.consistentRead())) {
            throw Refusals.invalid("Consistent reads are not supported on global secondary indexes");
        }
    }

    QueryResponse answer() {
        var read = Grammar.condition(request.keyConditionExpression());
        Refusals.unless(read.uses(), request.expressionAttributeNames(), request.expressionAttributeValues());
        var all = candidates(read.condition()).filter(item -> read.condition().holds(scope(item))).toList();
        var from = request.hasExclusiveStartKey() ? after(all, request.exclusiveStartKey()) : 0;
        var limit = request.limit() == null ? Integer.MAX_VALUE : request.limit();
        var page = all.subList(from, from + fitting(all.subList(from, all.size()), limit));
        var answer = QueryResponse.builder().items(page).count(page.size());
        return page.size() == limit || from + page.size() < all.size()
                ? answer.lastEvaluatedKey(keys(page.getLast())).build()
                : answer.build();
    }

    /// How many items a page takes: as many as asked, or until it has 1 MB.
    private static int fitting(List<Map<String, AttributeValue>> left, int limit) {
        var bytes = 0;
        var count = 0;
        while (count < Math.min(left.size(), limit) && bytes < PAGE) {
            bytes += Value.size(AttributeValue.fromM(left.get(count)));
            count++;
        }
        return count;
    }

    private Stream<Map<String, AttributeValue>> candidates(Condition condition) {
        return index == null
                ? items.partition(hash(condition, items.table().keys().hash()).orElseThrow().s())
                : items.partition(index, hash(condition, index.keys().hash()).orElseThrow());
    }

    /// The value that the condition asks of the hash key.
    private Optional<AttributeValue> hash(Condition condition, String name) {
        return switch (condition) {
            case Condition.And(var left, var right) -> hash(left, name).or(() -> hash(right, name));
            case Condition.Compare(Operand.Path path, var is, Operand.Given given) when is.equals("=")
                    && path.attribute(scope(Map.of())).equals(name) ->
                given.value(scope(Map.of()));
            case Condition.Compare _,Condition.Begins _ -> Optional.empty();
            case Condition.Or _,Condition.Not _,Condition.In _,Condition.Exists _ ->
                throw Refusals.invalid("Invalid operator used in KeyConditionExpression");
        };
    }

    private Scope scope(Map<String, AttributeValue> item) {
        return new Scope(item, request.expressionAttributeNames(), request.expressionAttributeValues());
    }

    private Map<String, AttributeValue> keys(Map<String, AttributeValue> item) {
        var names = new HashSet<>(List.of(items.table().keys().hash(), items.table().keys().range().orElseThrow()));
        if (index != null) {
            names.addAll(List.of(index.keys().hash(), index.keys().range().orElseThrow()));
        }
        var keys = new HashMap<>(item);
        keys.keySet().retainAll(names);
        return keys;
    }

    /// Where a page begins: behind its start key, whether or not there is such an item.
    private int after(List<Map<String, AttributeValue>> all, Map<String, AttributeValue> start) {
        var place = 0;
        while (place < all.size() && compare(all.get(place), start) <= 0) {
            place++;
        }
        return place;
    }

    private int compare(Map<String, AttributeValue> item, Map<String, AttributeValue> start) {
        var byRange = 0;
        if (index != null) {
            var range = index.keys().range().orElseThrow();
            byRange = Value.compare(Objects.requireNonNull(item.get(range)), Objects.requireNonNull(start.get(range)))
                    .orElseThrow();
        }
        return byRange != 0 ? byRange : items.key(item).compareTo(items.key(start));
    }
}
