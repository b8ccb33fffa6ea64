package dev.exeunt.local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exeunt.local.Site;
import dev.exeunt.local.template.Account;
import dev.exeunt.local.template.Stack;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Requests in payload format 2.0.
///
/// @param api        the API they came to
/// @param domainName its host, with the port
record Payload(Stack.Api api, String domainName) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /// Headers that end at the gateway, and the one that has a field of its own.
    private static final Set<String> KEPT_BACK = Set.of("cookie", "connection", "keep-alive", "transfer-encoding",
            "upgrade", "te", "trailer", "expect");

    byte[] of(Incoming request, Routes.Match match, Instant now) {
        var event = JSON.createObjectNode().put("version", "2.0").put("routeKey", match.route().key())
                .put("rawPath", request.path().orElse("/")).put("rawQueryString", request.http().query());
        var cookies = cookies(request.http());
        if (!cookies.isEmpty()) {
            cookies.forEach(event.withArray("cookies")::add);
        }
        headers(request, event.putObject("headers"));
        if (!request.http().query().isEmpty()) {
            query(request.http().query(), event.putObject("queryStringParameters"));
        }
        event.set("requestContext", context(request, match, now));
        if (!match.parameters().isEmpty()) {
            match.parameters().forEach(event.putObject("pathParameters")::put);
        }
        body(request.http(), event);
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> cookies(Site.Request http) {
        return http.headers().getOrDefault("cookie", List.of()).stream().flatMap(line -> Stream.of(line.split(";")))
                .map(String::strip).filter(cookie -> !cookie.isEmpty()).toList();
    }

    private void headers(Incoming request, ObjectNode headers) {
        request.http().headers().forEach((name, values) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (!KEPT_BACK.contains(lower)) {
                headers.put(lower, String.join(",", values));
            }
        });
        headers.put("x-amzn-trace-id", "Root=1-%s".formatted(UUID.randomUUID()));
        var forwarded = headers.path("x-forwarded-for").asText("");
        headers.put("x-forwarded-for", forwarded.isEmpty()
                ? request.sourceIp()
                : forwarded + ", " + request
                        .sourceIp());
        headers.put("x-forwarded-proto", "http");
        headers.put("x-forwarded-port", domainName.replaceFirst(".*:", ""));
    }

    private static void query(String query, ObjectNode parameters) {
        for (var pair : query.split("&")) {
            if (!pair.isEmpty()) {
                var equals = pair.indexOf('=');
                var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                var value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                parameters.put(name, parameters.has(name) ? parameters.path(name).asText() + "," + value : value);
            }
        }
    }

    private static String decoded(String text) {
        return Percent.decode(text, true).orElse(text);
    }

    private ObjectNode context(Incoming request, Routes.Match match, Instant now) {
        var context = JSON.createObjectNode().put("accountId", Account.ID).put("apiId", api.ref());
        if (api.iam()) {
            // Whoever reaches the loopback interface is taken for the account itself.
            context.putObject("authorizer").putObject("iam").put("accessKey", "local").put("accountId", Account.ID)
                    .put("callerId", "local").put("userArn", "arn:aws:iam::" + Account.ID + ":user/local")
                    .put("userId", "local");
        }
        context.put("domainName", domainName).put("domainPrefix", domainName.replaceFirst("[.:].*", ""));
        context.putObject("http").put("method", request.http().method()).put("path", request.path().orElse("/"))
                .put("protocol", request.protocol()).put("sourceIp", request.sourceIp())
                .put("userAgent", request.http().header("user-agent").orElse(""));
        return context.put("requestId", UUID.randomUUID().toString()).put("routeKey", match.route().key())
                .put("stage", "$default").put("time", TIME.format(now)).put("timeEpoch", now.toEpochMilli());
    }

    private static void body(Site.Request http, ObjectNode event) {
        var text = isText(http);
        if (http.body().length > 0) {
            event.put("body", text
                    ? new String(http.body(), StandardCharsets.UTF_8)
                    : Base64.getEncoder().encodeToString(http.body()));
        }
        event.put("isBase64Encoded", http.body().length > 0 && !text);
    }

    private static boolean isText(Site.Request http) {
        var type = http.header("content-type").orElse("").replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        return http.header("content-encoding").isEmpty() && (type.startsWith("text/") || Set.of("application/json",
                "application/xml", "application/javascript").contains(type));
    }
}
