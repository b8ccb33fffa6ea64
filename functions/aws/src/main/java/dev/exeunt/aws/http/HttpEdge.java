package dev.exeunt.aws.http;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The edge between an HTTP API and a function: an event comes in as a stream, a [WebRequest] goes to the routes, and a
/// [WebAnswer] goes back. Events are decoded by hand, because the reflective mapper of the runtime costs most of a cold
/// start.
public final class HttpEdge {

    private final Routes routes;
    private final Optional<String> publicUrl;
    private final Events events;

    /// @param publicUrl the base of our own URLs; empty for the API's own domain name, as the gateway gives it
    public HttpEdge(Routes routes, Optional<String> publicUrl, Events events) {
        this.routes = routes;
        this.publicUrl = publicUrl;
        this.events = events;
    }

    /// Answers one event. A bug inside is a 500 with a plain text and a log event; its details never leave.
    public void handle(InputStream input, OutputStream output) throws IOException {
        var answer = answer(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        output.write(JSONObjectUtils.toJSONString(encode(answer)).getBytes(StandardCharsets.UTF_8));
    }

    /// Answers a GET that nobody made, from decoding it to encoding the answer, and throws the answer away.
    ///
    /// @param routeKey   as the template has it
    /// @param path       the path of the request
    /// @param parameters the values of what is in braces
    /// @param cookies    each as `name=value`
    public void rehearse(String routeKey, String path, Map<String, String> parameters, List<String> cookies)
            throws IOException {
        var event = Map.of("version", "2.0", "routeKey", routeKey, "rawPath", path, "rawQueryString", "",
                "headers", Map.of("accept", "text/html"), "cookies", cookies, "pathParameters", parameters,
                "requestContext", Map.of("domainName", "rehearsal.invalid", "http", Map.of("method", "GET")),
                "isBase64Encoded", false);
        var json = JSONObjectUtils.toJSONString(event).getBytes(StandardCharsets.UTF_8);
        handle(new ByteArrayInputStream(json), OutputStream.nullOutputStream());
    }

    private WebAnswer answer(String json) {
        HttpEvent event;
        WebRequest request;
        try {
            event = new HttpEvent(json);
            request = event.toRequest(publicUrl);
        } catch (RuntimeException e) {
            events.emit("event_unreadable", Map.of("error", e.getClass().getName(), "at", where(e)));
            return WebAnswer.problem(Problem.of(400, "bad_request", "The request cannot be read."));
        }
        return answer(event.routeKey(), request);
    }

    private WebAnswer answer(String routeKey, WebRequest request) {
        try {
            var answer = routes.answer(routeKey, request);
            return request.method().equals("HEAD") ? answer.withoutBody() : answer;
        } catch (RuntimeException e) {
            events.emit("request_failed", Map.of("route", routeKey, "error", e.getClass().getName(), "at", where(e)));
            return WebAnswer.problem(Problem.of(500, "internal_error",
                    "Something went wrong on our side; nothing is lost by trying again."));
        }
    }

    private static String where(RuntimeException e) {
        var trace = e.getStackTrace();
        return trace.length == 0 ? "" : trace[0].toString();
    }

    private static Map<String, Object> encode(WebAnswer answer) {
        var map = new LinkedHashMap<String, Object>();
        map.put("statusCode", answer.status());
        map.put("headers", answer.headers());
        map.put("cookies", answer.cookies());
        map.put("isBase64Encoded", false);
        map.put("body", new String(answer.body(), StandardCharsets.UTF_8));
        return map;
    }
}
