package dev.exeunt.local.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.exeunt.local.Site;
import dev.exeunt.local.lambda.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A function's result as the HTTP answer that the gateway makes of it.
final class FunctionAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Headers that are the gateway's own.
    private static final Set<String> KEPT_BACK = Set.of("connection", "content-length", "keep-alive",
            "transfer-encoding", "upgrade", "te", "trailer", "set-cookie");

    private FunctionAnswer() {
    }

    static Site.Answer of(Result result) {
        return switch (result) {
            case Result.Failed(var type, var _) when type.equals("RequestTooLargeException") -> message(413,
                    "Request Entity Too Large");
            case Result.Failed _ -> broken();
            case Result.TimedOut _ -> message(503, "Service Unavailable");
            case Result.Answered(var payload) -> read(payload);
        };
    }

    /// An answer of the gateway itself.
    static Site.Answer message(int status, String message) {
        return Site.Answer.text(status, "application/json", "{\"message\":\"" + message + "\"}");
    }

    private static Site.Answer broken() {
        return message(500, "Internal Server Error");
    }

    private static Site.Answer read(byte[] payload) {
        try {
            var answer = JSON.readTree(payload);
            return answer.isObject() && answer.has("statusCode") ? explicit(answer) : inferred(answer);
        } catch (IOException | IllegalArgumentException _) {
            return broken();
        }
    }

    /// Without a status, format 2.0 takes the whole answer for the body.
    private static Site.Answer inferred(JsonNode answer) throws JsonProcessingException {
        return Site.Answer.text(200, "application/json", answer.isTextual()
                ? answer.textValue()
                : answer.isMissingNode() ? "" : JSON.writeValueAsString(answer));
    }

    private static Site.Answer explicit(JsonNode answer) {
        var status = answer.path("statusCode").asInt();
        if (status < 100 || status > 599) {
            return broken();
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        answer.path("headers").properties().forEach(header -> {
            if (!KEPT_BACK.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                headers.computeIfAbsent(header.getKey(), _ -> new ArrayList<>()).add(header.getValue().asText());
            }
        });
        answer.path("cookies").forEach(cookie -> headers.computeIfAbsent("Set-Cookie", _ -> new ArrayList<>()).add(
                cookie.asText()));
        var body = body(answer);
        if (body.length > 0 && headers.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
            headers.put("Content-Type", List.of("text/plain;charset=UTF-8"));
        }
        return new Site.Answer(status, headers, body);
    }

    private static byte[] body(JsonNode answer) {
        var text = answer.path("body").asText("");
        return answer.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8);
    }
}
