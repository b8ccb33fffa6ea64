package dev.exeunt.local.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// As much of a browser as a logout needs: cookies of each host, redirects, forms, and frames that get no cookies.
final class Browser {

    private static final int REDIRECTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// Where the browser ended up.
    ///
    /// @param origin what it says it comes from when a form of this page is sent
    record Shown(URI uri, int status, String body, String origin) {}

    private record Step(String method, URI uri, String body, String origin) {

        static Step get(URI uri) {
            return new Step("GET", uri, "", "");
        }
    }

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).followRedirects(HttpClient.Redirect.NEVER).build();
    private final Map<String, Map<String, String>> jar = new HashMap<>();

    /// Opens an address as if it had been typed in.
    Shown open(URI uri) throws IOException {
        return follow(Step.get(uri), uri);
    }

    /// Sends a form from the page that it is on.
    Shown submit(Shown page, String action, Map<String, String> fields) throws IOException {
        return follow(new Step("POST", page.uri().resolve(action), Form.encode(fields), page.origin()), page.uri());
    }

    /// Goes on as long as a page sends its form by itself, as those of SAML do.
    Shown settle(Shown first) throws IOException {
        var page = first;
        for (int i = 0; i < REDIRECTS; i++) {
            var form = new Markup(page.body()).samlForm();
            if (form.isEmpty()) {
                return page;
            }
            page = submit(page, form.get().action(), form.get().fields());
        }
        throw new IOException("Too many forms after " + first.uri().getPath());
    }

    /// Loads a frame of another site: no cookies go out, none are kept.
    ///
    /// @return the status of the last answer
    int frame(Shown page, String source) throws IOException {
        var from = page.uri();
        var step = Step.get(from.resolve(source));
        for (int i = 0; i < REDIRECTS; i++) {
            var answer = send(request(step, from).header("Sec-Fetch-Dest", "iframe"));
            var next = next(step, answer).or(sent(step, answer));
            if (next.isEmpty()) {
                return answer.statusCode();
            }
            from = step.uri();
            step = next.get();
        }
        throw new IOException("Too many steps in the frame of " + page.uri().getHost());
    }

    private static Supplier<Optional<Step>> sent(Step step, HttpResponse<String> answer) {
        return () -> new Markup(answer.body()).samlForm().map(form -> new Step("POST",
                step.uri().resolve(form.action()), Form.encode(form.fields()), origin(step.uri(), answer)));
    }

    /// A cookie that the browser holds.
    Optional<String> cookie(String host, String name) {
        return Optional.ofNullable(jar.getOrDefault(host, Map.of()).get(name));
    }

    private Shown follow(Step first, URI from) throws IOException {
        var step = first;
        for (int i = 0; i < REDIRECTS; i++) {
            var answer = send(withCookies(step, request(step, from).header("Sec-Fetch-Dest", "document")));
            keep(step.uri().getHost(), answer);
            var next = next(step, answer);
            if (next.isEmpty()) {
                return new Shown(step.uri(), answer.statusCode(), answer.body(), origin(step.uri(), answer));
            }
            step = next.get();
        }
        throw new IOException("Too many redirects after " + first.uri().getPath());
    }

    /// A page that sends no referrer has no origin to tell either, not even to its own site (Fetch, 3.2: "null").
    private static String origin(URI uri, HttpResponse<String> answer) {
        var policy = answer.headers().firstValue("Referrer-Policy").orElse("");
        return policy.equals("no-referrer") ? "null" : uri.getScheme() + "://" + uri.getAuthority();
    }

    private static Optional<Step> next(Step step, HttpResponse<String> answer) {
        if (answer.statusCode() != 302 && answer.statusCode() != 303) {
            return Optional.empty();
        }
        return answer.headers().firstValue("Location").map(to -> Step.get(step.uri().resolve(to)));
    }

    private static HttpRequest.Builder request(Step step, URI from) {
        var site = from.getAuthority().equals(step.uri().getAuthority()) ? "same-origin" : "cross-site";
        var request = HttpRequest.newBuilder(step.uri()).timeout(PATIENCE).header("Accept", "text/html,*/*;q=0.8")
                .header("Sec-Fetch-Mode", "navigate").header("Sec-Fetch-Site", site);
        if (step.method().equals("GET")) {
            return request.GET();
        }
        return request.header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", step.origin())
                .POST(BodyPublishers.ofString(step.body()));
    }

    private HttpRequest.Builder withCookies(Step step, HttpRequest.Builder request) {
        var cookies = jar.getOrDefault(step.uri().getHost(), Map.of());
        return cookies.isEmpty()
                ? request
                : request.header("Cookie",
                        cookies.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue())
                                .collect(Collectors.joining("; ")));
    }

    private void keep(String host, HttpResponse<String> answer) {
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            var parts = cookie.split(";", -1);
            var pair = parts[0].split("=", 2);
            var held = jar.computeIfAbsent(host, _ -> new HashMap<>());
            if (pair.length < 2 || pair[1].isEmpty()
                    || cookie.toLowerCase(Locale.ROOT).contains("max-age=0")) {
                held.remove(pair[0]);
            } else {
                held.put(pair[0], pair[1]);
            }
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("Stopped while waiting for a page", stopped);
        }
    }
}
