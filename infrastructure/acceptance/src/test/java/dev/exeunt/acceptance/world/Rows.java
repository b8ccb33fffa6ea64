package dev.exeunt.acceptance.world;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Everything that lies in the table at one moment, by its key.
public record Rows(Map<String, Map<String, AttributeValue>> byKey) {

    static Rows of(DynamoDbClient client, String table) {
        var rows = new TreeMap<String, Map<String, AttributeValue>>();
        client.scanPaginator(request -> request.tableName(table).consistentRead(true)).items()
                .forEach(item -> rows.put(text(item, "pk") + " | " + text(item, "sk"), item));
        return new Rows(rows);
    }

    /// The keys of all rows that are new, gone or changed.
    public Set<String> changedSince(Rows before) {
        var changed = new TreeSet<String>();
        changed.addAll(byKey.keySet());
        changed.addAll(before.byKey.keySet());
        changed.removeIf(key -> Objects.equals(byKey.get(key), before.byKey.get(key)));
        return changed;
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        var value = item.get(name);
        if (value == null) {
            throw new AssertionError("a row without " + name);
        }
        return value.s();
    }
}
