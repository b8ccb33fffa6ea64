package dev.exeunt.acceptance.world;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that somebody got.
///
/// @param at      when its last byte came
/// @param target  path and query as they came
/// @param headers by lower-case name
public record Received(Instant at, String method, URI target, Map<String, List<String>> headers, String body) {

    /// The first value of a header.
    ///
    /// @param name in lower case
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /// The body as a form.
    public Map<String, List<String>> form() {
        return Form.decode(body);
    }

    /// The query.
    public Map<String, List<String>> query() {
        return Form.decode(Optional.ofNullable(target.getRawQuery()).orElse(""));
    }

    /// The one `logout_token` of the form.
    public String logoutToken() {
        var tokens = form().getOrDefault("logout_token", List.of());
        if (tokens.size() != 1) {
            throw new AssertionError(tokens.size() + " logout tokens in one notice");
        }
        return tokens.getFirst();
    }
}
