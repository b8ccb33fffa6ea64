package dev.exeunt.acceptance.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came back over HTTP.
///
/// @param headers by lower-case name
public record Answer(int status, Map<String, List<String>> headers, String body) {

    static Answer of(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers().map(), response.body());
    }

    /// The first value of a header.
    ///
    /// @param name in lower case
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /// The media type of the body, without parameters; empty if none is named.
    public String type() {
        return header("content-type").orElse("").split(";", 2)[0];
    }

    /// Where the answer leads.
    ///
    /// @throws AssertionError if it leads nowhere
    public URI location() {
        return URI.create(header("location").orElseThrow(() -> new AssertionError("no Location in " + this)));
    }

    /// The `Set-Cookie` lines.
    public List<String> setCookies() {
        return headers.getOrDefault("set-cookie", List.of());
    }

    /// The body as JSON.
    public JsonNode json() {
        return Json.parse(body);
    }

    /// The body as the page that asks.
    public Question question() {
        return Question.of(this);
    }

    /// The body as a page of a visit.
    public VisitPage visit() {
        return VisitPage.of(this);
    }
}
