package dev.exeunt.aws.table;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A row of the table, or a map inside one: attributes by name, written and read by type. An absent attribute is how
/// null is stored.
final class Row {

    private final Map<String, AttributeValue> attributes = new LinkedHashMap<>();

    /// A new row at a key.
    static Row at(Key key) {
        var row = new Row();
        row.attributes.putAll(key.attributes());
        return row;
    }

    /// A new map.
    static Row map() {
        return new Row();
    }

    /// What the table answered.
    static Row of(Map<String, AttributeValue> attributes) {
        var row = new Row();
        row.attributes.putAll(attributes);
        return row;
    }

    Map<String, AttributeValue> attributes() {
        return Collections.unmodifiableMap(attributes);
    }

    Key key() {
        return new Key(text("pk"), text("sk"));
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    Row text(String name, @Nullable String value) {
        return value == null ? this : put(name, AttributeValue.fromS(value));
    }

    Row number(String name, @Nullable Long value) {
        return value == null ? this : put(name, AttributeValue.fromN(value.toString()));
    }

    Row number(String name, long value) {
        return put(name, AttributeValue.fromN(Long.toString(value)));
    }

    Row flag(String name, boolean value) {
        return put(name, AttributeValue.fromBool(value));
    }

    Row bytes(String name, byte[] value) {
        return put(name, AttributeValue.fromB(SdkBytes.fromByteArray(value)));
    }

    Row time(String name, Instant value) {
        return text(name, value.toString());
    }

    Row texts(String name, List<String> values) {
        return put(name, AttributeValue.fromL(values.stream().map(AttributeValue::fromS).toList()));
    }

    Row maps(String name, List<Row> values) {
        return put(name, AttributeValue.fromL(values.stream().map(Row::asValue).toList()));
    }

    Row map(String name, Row value) {
        return put(name, value.asValue());
    }

    /// Time-to-live: when the row may be thrown away. Never a timer.
    Row ttl(Instant at) {
        return number("ttl", at.getEpochSecond());
    }

    /// Puts the row into the index `due`, or leaves it out.
    Row due(@Nullable Instant at) {
        return at == null ? this : text("due_shard", key().dueShard()).number("due_at", DueTime.up(at));
    }

    private Row put(String name, AttributeValue value) {
        attributes.put(name, value);
        return this;
    }

    AttributeValue asValue() {
        return AttributeValue.fromM(attributes());
    }

    String text(String name) {
        return required(name).s();
    }

    Optional<String> maybeText(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
    }

    @Nullable
    String textOrNull(String name) {
        return maybeText(name).orElse(null);
    }

    long number(String name) {
        return Long.parseLong(required(name).n());
    }

    int whole(String name) {
        return Math.toIntExact(number(name));
    }

    Optional<Long> maybeNumber(String name) {
        return Optional.ofNullable(attributes.get(name)).map(value -> Long.valueOf(value.n()));
    }

    boolean flag(String name) {
        return required(name).bool();
    }

    byte[] bytes(String name) {
        return required(name).b().asByteArray();
    }

    Instant time(String name) {
        return Instant.parse(text(name));
    }

    List<String> texts(String name) {
        return required(name).l().stream().map(AttributeValue::s).toList();
    }

    List<Row> maps(String name) {
        return required(name).l().stream().map(value -> Row.of(value.m())).toList();
    }

    Row map(String name) {
        return Row.of(required(name).m());
    }

    AttributeValue value(String name) {
        return required(name);
    }

    private AttributeValue required(String name) {
        var value = attributes.get(name);
        if (value == null) {
            throw new IllegalStateException("a row without " + name + ": " + attributes.get("sk"));
        }
        return value;
    }
}
