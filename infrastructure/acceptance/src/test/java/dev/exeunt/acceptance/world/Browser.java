package dev.exeunt.acceptance.world;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One browser, with the cookies of one host. It follows nothing by itself.
public final class Browser {

    private static final String HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private final URI base;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Browser(URI base) {
        this.base = base;
    }

    /// Sets a cookie.
    public Browser with(String name, String value) {
        cookies.put(name, value);
        return this;
    }

    /// Loses a cookie.
    public Browser without(String name) {
        cookies.remove(name);
        return this;
    }

    /// The cookie it holds.
    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name));
    }

    /// Opens an address: absolute, or a path with its query.
    public Answer get(String target) {
        return send("GET", target, Map.of("Accept", HTML), "");
    }

    /// Sends a form from our own page.
    public Answer post(String target, Map<String, String> form) {
        return send("POST", target, Map.of("Accept", HTML, "Content-Type", "application/x-www-form-urlencoded",
                "Origin", origin(), "Sec-Fetch-Site", "same-origin"), Form.encode(form));
    }

    /// Sends a form from a page of another site. Our cookies are `SameSite=Lax`, so none of them goes along.
    public Answer postFromElsewhere(String target, Map<String, String> form) {
        return new Browser(base).send("POST", target, Map.of("Accept", HTML, "Content-Type",
                "application/x-www-form-urlencoded", "Origin", "https://elsewhere.example", "Sec-Fetch-Site",
                "cross-site"), Form.encode(form));
    }

    /// Asks for JSON, as a program in our own page does.
    public Answer getJson(String target) {
        return send("GET", target, Map.of("Accept", "application/json"), "");
    }

    /// Sends a form and asks for JSON, as a program in our own page does that confirms.
    public Answer postJson(String target, Map<String, String> form) {
        return send("POST", target, Map.of("Accept", "application/json", "Content-Type",
                "application/x-www-form-urlencoded", "Exeunt-Request", "1"), Form.encode(form));
    }

    /// Sends anything, with its cookies and these headers, and keeps the cookies that come back.
    ///
    /// @param target absolute, or a path with its query
    public Answer send(String method, String target, Map<String, String> headers, String body) {
        var all = new LinkedHashMap<>(headers);
        if (!cookies.isEmpty()) {
            all.putIfAbsent("Cookie", cookies.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue())
                    .collect(Collectors.joining("; ")));
        }
        var uri = target.startsWith("/") ? URI.create(base + target) : URI.create(target);
        var answer = Http.send(method, uri, all, body);
        answer.setCookies().forEach(this::keep);
        return answer;
    }

    /// The origin of our own pages.
    public String origin() {
        return base.getScheme() + "://" + base.getAuthority();
    }

    private void keep(String setCookie) {
        var parts = setCookie.split(";", 2);
        var pair = parts[0].split("=", 2);
        if (pair[1].isEmpty() || setCookie.contains("Max-Age=0")) {
            cookies.remove(pair[0].strip());
        } else {
            cookies.put(pair[0].strip(), pair[1]);
        }
    }
}
