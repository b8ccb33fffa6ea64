package dev.exeunt.core.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request as the actions see it.
///
/// @param method   upper case
/// @param path     as it came, percent-encoded, without the query
/// @param captured the decoded parts of the path that the route names
/// @param rawQuery as it came, without the question mark; empty if there is none
/// @param headers  by lower-case name; repeated ones are joined by commas
/// @param cookies  each as `name=value`
/// @param body     decoded; empty if there is none
/// @param baseUrl  of our own URLs, without a slash at the end; never taken from the Host header
public record WebRequest(String method, String path, Map<String, String> captured, String rawQuery,
        Map<String, String> headers, List<String> cookies, byte[] body, String baseUrl) {

    private static final Pattern BLANKS = Pattern.compile("^[ \\t]+|[ \\t]+$");

    public WebRequest {
        captured = Map.copyOf(captured);
        headers = Map.copyOf(headers);
        cookies = List.copyOf(cookies);
    }

    /// What a cookie of some name holds.
    public sealed interface CookieValue {

        /// No such cookie came.
        record None() implements CookieValue {}

        /// One came.
        record One(String value) implements CookieValue {

            /// Nothing: the value is a secret.
            @Override
            public String toString() {
                return "One[]";
            }
        }

        /// Several came under one name: whoever set the second is not to be trusted with the first.
        record Several() implements CookieValue {}
    }

    /// The header of this lower-case name, or null.
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /// Whether our own URLs are https.
    public boolean isSecure() {
        return baseUrl.startsWith("https:");
    }

    /// The parameters of the query.
    public Parameters query() {
        return Parameters.parse(rawQuery);
    }

    /// The parameters of the body, if it is a form.
    public Parameters form() {
        return isForm() ? Parameters.parse(body) : Parameters.NONE;
    }

    /// The parameters of the query, and those of a POSTed form.
    public Parameters parameters() {
        return method.equals("POST") ? query().and(form()) : query();
    }

    /// The body as text.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// Whether the body says that it is a form.
    public boolean isForm() {
        return mediaType().filter("application/x-www-form-urlencoded"::equals).isPresent();
    }

    /// The media type of the body, lower case, without parameters.
    public Optional<String> mediaType() {
        return Optional.ofNullable(header("content-type"))
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(type -> !type.isEmpty());
    }

    /// The cookie of this name.
    public CookieValue cookie(String name) {
        var values = cookies.stream()
                .map(WebRequest::trimmed)
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(name.length() + 1))
                .toList();
        return switch (values.size()) {
            case 0 -> new CookieValue.None();
            case 1 -> values.getFirst().isEmpty() ? new CookieValue.None() : new CookieValue.One(values.getFirst());
            default -> new CookieValue.Several();
        };
    }

    /// Without the blanks that part cookies, and those alone: a browser takes what begins with any other blank for another
    /// name, without the promises of `__Host-`.
    private static String trimmed(String cookie) {
        return BLANKS.matcher(cookie).replaceAll("");
    }

    /// Whether the caller asks for JSON by name. `*/*` is a browser, and so is whoever likes HTML as much.
    public boolean wantsJson() {
        var accept = Optional.ofNullable(header("accept")).orElse("");
        var json = quality(accept, "application/json");
        return json > 0 && json > quality(accept, "text/html");
    }

    /// Whether the browser says that another site, or another origin, began this request. `Sec-Fetch-Site` decides where
    /// it is sent. `Origin` is asked only where it is not, and `null` says nothing: that is what browsers send for a form of
    /// our own page, because our pages have `Referrer-Policy: no-referrer`. A caller that says nothing may be any program;
    /// what it can prove decides then.
    public boolean isCrossOrigin() {
        var site = header("sec-fetch-site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        var origin = header("origin");
        return origin != null && !origin.equals("null") && !origin.equals(Origins.of(baseUrl).orElse(baseUrl));
    }

    private static double quality(String accept, String type) {
        for (String range : accept.split(",")) {
            var parts = range.split(";", -1);
            if (parts[0].strip().equalsIgnoreCase(type)) {
                return weight(parts);
            }
        }
        return 0;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }

    /// The request line alone: headers, cookies and body hold secrets, and so may the query.
    @Override
    public String toString() {
        return "WebRequest[" + method + " " + path + "]";
    }
}
