package dev.exeunt.core.web;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An answer as the actions give it.
///
/// @param status  the HTTP status
/// @param headers by name; content type included
/// @param cookies each the value of one `Set-Cookie`
/// @param body    may be empty
public record WebAnswer(int status, Map<String, String> headers, List<String> cookies, byte[] body) {

    public WebAnswer {
        headers = Map.copyOf(headers);
        cookies = List.copyOf(cookies);
    }

    private static final Map<String, String> QUIET = Map.of("Cache-Control", "no-store", "Referrer-Policy",
            "no-referrer", "X-Content-Type-Options", "nosniff");

    /// A JSON object.
    public static WebAnswer json(int status, Map<String, ?> object) {
        return text(status, "application/json", Json.write(object));
    }

    /// A problem (RFC 9457).
    public static WebAnswer problem(Problem problem) {
        return text(problem.status(), "application/problem+json", Json.write(problem.members()));
    }

    /// A text of some media type, never cached.
    public static WebAnswer text(int status, String type, String body) {
        var headers = new LinkedHashMap<>(QUIET);
        headers.put("Content-Type", type);
        return new WebAnswer(status, headers, List.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /// A redirect that makes a GET of whatever came, so that nothing is posted twice (303, RFC 9110, 15.4.4).
    ///
    /// @throws IllegalArgumentException if the target holds a line break, or anything else that no URL holds: the caller had
    ///                                  to check
    public static WebAnswer seeOther(String location) {
        if (location.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("a character in a redirect that no URL holds");
        }
        var headers = new LinkedHashMap<>(QUIET);
        headers.put("Location", location);
        return new WebAnswer(303, headers, List.of(), new byte[0]);
    }

    /// Nothing but a status.
    public static WebAnswer empty(int status) {
        return new WebAnswer(status, QUIET, List.of(), new byte[0]);
    }

    /// This answer with one more header.
    public WebAnswer withHeader(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WebAnswer(status, more, cookies, body);
    }

    /// This answer with more cookies.
    public WebAnswer withCookies(List<String> more) {
        var all = new java.util.ArrayList<>(cookies);
        all.addAll(more);
        return new WebAnswer(status, headers, all, body);
    }

    /// This answer without its body, as HEAD wants it.
    public WebAnswer withoutBody() {
        return new WebAnswer(status, headers, cookies, new byte[0]);
    }
}
