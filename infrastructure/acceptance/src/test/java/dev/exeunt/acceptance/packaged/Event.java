package dev.exeunt.acceptance.packaged;

import dev.exeunt.acceptance.world.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Events as the platform makes them.
final class Event {

    private Event() {
    }

    /// A GET in payload format 2.0.
    static String get(String routeKey, String path, Map<String, String> parameters, String... cookies) {
        return http("GET", routeKey, path, parameters, Map.of("accept", "text/html"), List.of(cookies), "");
    }

    /// A request in payload format 2.0.
    static String http(String method, String routeKey, String path, Map<String, String> parameters,
            Map<String, String> headers, List<String> cookies, String body) {
        return Json.write(Map.of("version", "2.0", "routeKey", routeKey, "rawPath", path, "rawQueryString", "",
                "headers", headers, "cookies", cookies, "pathParameters", parameters, "body", body,
                "requestContext",
                Map.of("domainName", "slo.example", "http", Map.of("method", method, "path", path)),
                "isBase64Encoded", false));
    }

    /// A batch of messages with these bodies; their ids are `m-0`, `m-1` and so on.
    static String batch(List<String> bodies) {
        var records = new ArrayList<Map<String, Object>>();
        for (var body : bodies) {
            records.add(Map.of("messageId", "m-" + records.size(), "receiptHandle", "r-" + records.size(), "body", body,
                    "attributes", Map.of("ApproximateReceiveCount", "1")));
        }
        return Json.write(Map.of("Records", records));
    }

    /// The body of a message about a logout's delivery.
    static String pointer(String ref, int delivery, String client) {
        return Json.write(Map.of("ref", ref, "delivery", delivery, "run", 1, "client", client));
    }
}
