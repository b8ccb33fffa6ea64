package dev.exeunt.aws.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One event of an HTTP API in payload format 2.0, read by hand.
final class HttpEvent {

    private final APIGatewayV2HTTPEvent event;

    HttpEvent(String json) {
        event = read(json);
    }

    String routeKey() {
        return event.getRouteKey();
    }

    WebRequest toRequest(Optional<String> publicUrl) {
        var http = event.getRequestContext().getHttp();
        var base = publicUrl.orElseGet(() -> "https://" + event.getRequestContext().getDomainName());
        return new WebRequest(http.getMethod(), event.getRawPath(), event.getPathParameters(),
                event.getRawQueryString(),
                event.getHeaders(), event.getCookies(), body(), base);
    }

    private byte[] body() {
        var text = event.getBody();
        return event.getIsBase64Encoded() ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    private static APIGatewayV2HTTPEvent read(String json) {
        try {
            var map = Json.read(json).filter(event -> event.get("routeKey") instanceof String)
                    .orElseThrow(() -> new IllegalArgumentException("the platform sent something that is no event"));
            var context = object(map, "requestContext");
            var http = object(context, "http");
            return APIGatewayV2HTTPEvent.builder()
                    .withRouteKey(text(map, "routeKey"))
                    .withRawPath(text(map, "rawPath"))
                    .withRawQueryString(text(map, "rawQueryString"))
                    .withHeaders(lowerCase(object(map, "headers")))
                    .withCookies(list(map, "cookies"))
                    .withPathParameters(texts(object(map, "pathParameters")))
                    .withBody(text(map, "body"))
                    .withIsBase64Encoded(Boolean.TRUE.equals(map.get("isBase64Encoded")))
                    .withRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                            .withDomainName(text(context, "domainName"))
                            .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                                    .withMethod(text(http, "method"))
                                    .build())
                            .build())
                    .build();
        } catch (ParseException e) {
            throw new IllegalArgumentException("the platform sent an event of another form", e);
        }
    }

    private static Map<String, Object> object(Map<String, Object> map, String name) throws ParseException {
        return Optional.ofNullable(JSONObjectUtils.getJSONObject(map, name)).orElse(Map.of());
    }

    private static String text(Map<String, Object> map, String name) throws ParseException {
        return Optional.ofNullable(JSONObjectUtils.getString(map, name)).orElse("");
    }

    private static List<String> list(Map<String, Object> map, String name) throws ParseException {
        return Optional.ofNullable(JSONObjectUtils.getStringList(map, name)).orElse(List.of());
    }

    private static Map<String, String> lowerCase(Map<String, Object> map) {
        var result = new LinkedHashMap<String, String>();
        map.forEach((name, value) -> result.put(name.toLowerCase(Locale.ROOT), String.valueOf(value)));
        return result;
    }

    private static Map<String, String> texts(Map<String, Object> map) {
        var result = new LinkedHashMap<String, String>();
        map.forEach((name, value) -> result.put(name, String.valueOf(value)));
        return result;
    }
}
