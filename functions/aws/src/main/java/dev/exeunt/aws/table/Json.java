package dev.exeunt.aws.table;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object of our own writing, written and read by type. A missing member is how null is written. What cannot be
/// read is a broken row, so it is an exception.
final class Json {

    private final Map<String, Object> members;

    Json() {
        this(new LinkedHashMap<>());
    }

    private Json(Map<String, Object> members) {
        this.members = members;
    }

    static Json parse(String text) {
        try {
            return new Json(JSONObjectUtils.parse(text));
        } catch (ParseException e) {
            // Its message may quote the text, which names people.
            throw new IllegalStateException("a row holds JSON that cannot be read, at offset " + e.getErrorOffset());
        }
    }

    String print() {
        return JSONObjectUtils.toJSONString(members);
    }

    Json put(String name, @Nullable String value) {
        return add(name, value);
    }

    Json put(String name, long value) {
        return add(name, value);
    }

    Json put(String name, boolean value) {
        return add(name, value);
    }

    Json put(String name, @Nullable Json value) {
        return add(name, value == null ? null : value.members);
    }

    Json putTexts(String name, List<String> values) {
        return add(name, values);
    }

    Json putAll(String name, List<Json> values) {
        return add(name, values.stream().map(value -> value.members).toList());
    }

    private Json add(String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    String text(String name) {
        return (String) required(name);
    }

    @Nullable
    String textOrNull(String name) {
        return (String) members.get(name);
    }

    int number(String name) {
        return Math.toIntExact(longNumber(name));
    }

    long longNumber(String name) {
        return ((Number) required(name)).longValue();
    }

    boolean flag(String name) {
        return (Boolean) required(name);
    }

    Instant time(String name) {
        return Instant.parse(text(name));
    }

    Json object(String name) {
        return of(required(name));
    }

    List<String> texts(String name) {
        return ((List<?>) required(name)).stream().map(String.class::cast).toList();
    }

    List<Json> objects(String name) {
        return ((List<?>) required(name)).stream().map(Json::of).toList();
    }

    @SuppressWarnings("unchecked") // JSON names are strings
    private static Json of(Object value) {
        return new Json((Map<String, Object>) value);
    }

    private Object required(String name) {
        var value = members.get(name);
        if (value == null) {
            throw new IllegalStateException("a row holds JSON without " + name);
        }
        return value;
    }
}
