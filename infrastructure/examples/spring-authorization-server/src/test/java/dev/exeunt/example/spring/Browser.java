package dev.exeunt.example.spring;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/// A person's browser without script: keeps cookies, follows redirects, and sends forms as a click does.
final class Browser {

    private static final int REDIRECTS = 20;

    private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager(null,
            CookiePolicy.ACCEPT_ALL)).connectTimeout(Duration.ofSeconds(10)).build();

    /// What the browser shows, and where it has come to.
    record Shown(int status, URI at, Document page) {

        String text() {
            return page.text();
        }
    }

    Shown get(URI address) {
        return follow(HttpRequest.newBuilder(address));
    }

    /// Sends the first form of a page, with these fields filled in.
    Shown submit(Shown shown, Map<String, String> filled) {
        var form = shown.page().select("form").first();
        if (form == null) {
            throw new AssertionError("no form at " + shown.at() + ": " + shown.text());
        }
        var fields = new HashMap<String, String>();
        form.select("input[type=hidden]").forEach(field -> fields.put(field.attr("name"), field.attr("value")));
        fields.putAll(filled);
        var body = fields.entrySet().stream().map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return follow(HttpRequest.newBuilder(shown.at().resolve(form.attr("action")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Shown follow(HttpRequest.Builder first) {
        var request = first;
        for (int hop = 0; hop < REDIRECTS; hop++) {
            var sent = request.timeout(Duration.ofSeconds(60)).header("Accept", "text/html").build();
            var answer = send(sent);
            if (answer.statusCode() / 100 != 3) {
                return new Shown(answer.statusCode(), sent.uri(), Jsoup.parse(answer.body(), sent.uri().toString()));
            }
            request = HttpRequest.newBuilder(sent.uri().resolve(answer.headers().firstValue("Location").orElseThrow()));
        }
        throw new AssertionError("redirects without end");
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request.uri() + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
