package dev.exeunt.local.demo;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON object that somebody else wrote: what is missing or of another type is simply not there.
record Json(Map<String, Object> members) {

    /// Reads an object; anything else is an empty one.
    static Json parse(String text) {
        try {
            return new Json(JSONObjectUtils.parse(text));
        } catch (ParseException _) {
            return new Json(Map.of());
        }
    }

    static String write(Map<String, ?> object) {
        return JSONObjectUtils.toJSONString(object);
    }

    Optional<String> text(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    Optional<Long> number(String name) {
        return members.get(name) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    /// The objects of an array.
    @SuppressWarnings("unchecked")
    List<Json> objects(String name) {
        if (!(members.get(name) instanceof List<?> list)) {
            return List.of();
        }
        return list.stream().filter(Map.class::isInstance).map(each -> new Json((Map<String, Object>) each)).toList();
    }
}
