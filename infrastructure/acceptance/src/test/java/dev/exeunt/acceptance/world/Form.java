package dev.exeunt.acceptance.world;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `application/x-www-form-urlencoded`.
public final class Form {

    private Form() {
    }

    /// Names and values in turn, in their order.
    public static Map<String, String> of(String... namesAndValues) {
        var form = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return form;
    }

    /// As it goes over the wire.
    public static String encode(Map<String, String> form) {
        return form.entrySet().stream().map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /// One name or value, percent-encoded.
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// What came over the wire: every value of every name, in order.
    public static Map<String, List<String>> decode(String text) {
        var form = new LinkedHashMap<String, List<String>>();
        for (String field : text.split("&")) {
            if (!field.isEmpty()) {
                var parts = field.split("=", 2);
                form.computeIfAbsent(decoded(parts[0]), _ -> new ArrayList<>())
                        .add(parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
