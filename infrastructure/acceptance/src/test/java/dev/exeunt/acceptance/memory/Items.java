package dev.exeunt.acceptance.memory;

import dev.exeunt.acceptance.memory.Operand.Scope;
import dev.exeunt.local.template.Stack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The items of a table, in the order of their keys, with its sparse indexes.
final class Items {

    /// Bytes that an item holds at most.
    private static final int LARGEST = 400 * 1024;

    private final Stack.Table table;
    private final TreeMap<Key, Map<String, AttributeValue>> items = new TreeMap<>();

    /// The two keys of an item, both of them text.
    record Key(String hash, String range) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            var byHash = Value.compare(hash, other.hash);
            return byHash != 0 ? byHash : Value.compare(range, other.range);
        }
    }

    Items(Stack.Table table) {
        this.table = table;
    }

    Key key(Map<String, AttributeValue> of) {
        return new Key(text(of, table.keys().hash()), text(of, table.keys().range().orElseThrow()));
    }

    /// The key of a request that has nothing but a key.
    Key only(Map<String, AttributeValue> key) {
        if (key.size() != 2) {
            throw Refusals.invalid("the provided key element does not match the schema");
        }
        return key(key);
    }

    private static String text(Map<String, AttributeValue> of, String name) {
        var value = of.get(name);
        if (value == null || value.s() == null || value.s().isEmpty()) {
            throw Refusals.invalid("the provided key has no " + name);
        }
        return value.s();
    }

    Optional<Map<String, AttributeValue>> get(Key key) {
        return Optional.ofNullable(items.get(key));
    }

    void put(Key key, Map<String, AttributeValue> item) {
        check(item);
        items.put(key, Map.copyOf(item));
    }

    void remove(Key key) {
        items.remove(key);
    }

    Collection<Map<String, AttributeValue>> all() {
        return items.values();
    }

    private void check(Map<String, AttributeValue> item) {
        var size = item.entrySet().stream().mapToInt(one -> Value.bytes(one.getKey()) + Value.size(one.getValue()))
                .sum();
        if (size > LARGEST) {
            throw Refusals.invalid("Item size has exceeded the maximum allowed size");
        }
        for (var index : table.indexes()) {
            Stream.concat(Stream.of(index.keys().hash()), index.keys().range().stream()).forEach(name -> {
                var value = item.get(name);
                if (value != null && (!value.type().name().equals(table.attributes().get(name))
                        || "".equals(value.s()))) {
                    throw Refusals.invalid("type mismatch for index key " + name);
                }
            });
        }
    }

    /// What an update makes of an item: all its parts see the item as it was.
    static Map<String, AttributeValue> updated(Scope scope, Grammar.Update update) {
        var after = new HashMap<>(scope.item());
        update.sets().forEach((path, operand) -> {
            if (path.index() >= 0) {
                throw Refusals.unknown("SET of an element");
            }
            after.put(path.attribute(scope), operand.value(scope)
                    .orElseThrow(() -> Refusals.invalid("SET to an attribute that does not exist")));
        });
        update.adds().forEach((path, operand) -> after.put(path.attribute(scope),
                path.value(scope).isEmpty()
                        ? operand.value(scope).orElseThrow()
                        : new Operand.Sum(path, operand, false).value(scope).orElseThrow()));
        var elements = new HashMap<String, List<Integer>>();
        update.removes().forEach(path -> {
            if (path.index() < 0) {
                after.remove(path.attribute(scope));
            } else {
                elements.computeIfAbsent(path.attribute(scope), _ -> new ArrayList<>()).add(path.index());
            }
        });
        elements.forEach((name, places) -> after.computeIfPresent(name, (_, list) -> without(list, places)));
        return after;
    }

    private static AttributeValue without(AttributeValue list, List<Integer> places) {
        var left = new ArrayList<AttributeValue>();
        for (int place = 0; place < list.l().size(); place++) {
            if (!places.contains(place)) {
                left.add(list.l().get(place));
            }
        }
        return AttributeValue.fromL(left);
    }

    /// The items of a partition of the table.
    Stream<Map<String, AttributeValue>> partition(String hash) {
        return items.tailMap(new Key(hash, "")).entrySet().stream()
                .takeWhile(entry -> entry.getKey().hash().equals(hash)).map(Map.Entry::getValue);
    }

    /// The items of a partition of an index, in its order, with their keys alone.
    Stream<Map<String, AttributeValue>> partition(Stack.Index index, AttributeValue hash) {
        var range = index.keys().range().orElseThrow();
        return items.values().stream()
                .filter(item -> item.containsKey(range) && hash.equals(item.get(index.keys().hash())))
                .map(item -> keysOf(index, item))
                .sorted((one, other) -> Value.compare(one.get(range), other.get(range)).orElseThrow());
    }

    private Map<String, AttributeValue> keysOf(Stack.Index index, Map<String, AttributeValue> item) {
        if (!index.projection().equals("KEYS_ONLY")) {
            throw Refusals.unknown("the projection of " + index.name());
        }
        var names = List.of(table.keys().hash(), table.keys().range().orElseThrow(), index.keys().hash(),
                index.keys().range().orElseThrow());
        var keys = new HashMap<String, AttributeValue>();
        names.forEach(name -> keys.put(name, item.get(name)));
        return keys;
    }

    Stack.Index index(String name) {
        return table.indexes().stream().filter(index -> index.name().equals(name)).findFirst()
                .orElseThrow(() -> Refusals.invalid("The table does not have the specified index: " + name));
    }

    Stack.Table table() {
        return table;
    }
}
