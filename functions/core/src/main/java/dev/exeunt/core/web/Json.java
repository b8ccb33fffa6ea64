package dev.exeunt.core.web;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;

/// JSON objects, by the parser that the JOSE library brings anyway.
public final class Json {

    private Json() {
    }

    /// The object that a text holds; empty if it is no JSON object. The parser would take an array of pairs for one too.
    public static Optional<Map<String, Object>> read(String text) {
        if (!text.strip().startsWith("{")) {
            // The parser would make an object of an array of pairs too.
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JSONObjectUtils.parse(text));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /// The object as text.
    public static String write(Map<String, ?> object) {
        return JSONObjectUtils.toJSONString(object);
    }
}
