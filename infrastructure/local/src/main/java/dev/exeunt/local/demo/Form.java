package dev.exeunt.local.demo;

import dev.exeunt.local.Site;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The parameters of a query or of an `application/x-www-form-urlencoded` body.
record Form(Map<String, List<String>> values) {

    private static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    /// Reads `a=1&b=2`; what is not percent-encoded well is left out.
    static Form parse(String encoded) {
        var values = new HashMap<String, List<String>>();
        for (String pair : encoded.split("&", -1)) {
            var end = pair.indexOf('=');
            if (end > 0) {
                add(values, pair.substring(0, end), pair.substring(end + 1));
            }
        }
        return new Form(values);
    }

    private static void add(Map<String, List<String>> values, String name, String value) {
        try {
            values.computeIfAbsent(URLDecoder.decode(name, StandardCharsets.UTF_8), _ -> new ArrayList<>())
                    .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            // Not percent-encoding: as if it had not been sent.
        }
    }

    static Form query(Site.Request request) {
        return parse(request.query());
    }

    /// The body's parameters; none where it is not a form.
    static Form body(Site.Request request) {
        var type = request.header("Content-Type").orElse("").split(";", 2)[0].strip();
        return type.equalsIgnoreCase(MEDIA_TYPE) ? parse(request.text()) : new Form(Map.of());
    }

    /// A parameter's value. One that is empty or repeated counts as absent (RFC 6749, 3.1).
    Optional<String> one(String name) {
        var all = values.getOrDefault(name, List.of());
        return all.size() == 1 && !all.getFirst().isEmpty() ? Optional.of(all.getFirst()) : Optional.empty();
    }

    /// Parameters as they go into a query or a body, in the map's order.
    static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream().map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
