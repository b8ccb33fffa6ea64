package dev.exeunt.interop;

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

/// A person at a browser, and the line by which logout tokens come to the application.
final class Person {

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NORMAL).connectTimeout(Duration.ofSeconds(10)).build();
    private final HttpClient withoutRedirects = HttpClient.newBuilder().cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(10)).build();

    /// Opens a page with a browser that knows nothing yet, and goes wherever it leads.
    HttpResponse<String> comesTo(String address) throws IOException, InterruptedException {
        cookies.getCookieStore().removeAll();
        return browser.send(request(address).build(), BodyHandlers.ofString());
    }

    /// Opens a page again, and goes nowhere else.
    HttpResponse<String> looksAt(String address) throws IOException, InterruptedException {
        return withoutRedirects.send(request(address).build(), BodyHandlers.ofString());
    }

    /// Sends a logout token as the deliverer does.
    static HttpResponse<String> post(String address, String token) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request(address)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Accept", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("logout_token="
                            + URLEncoder.encode(token, StandardCharsets.US_ASCII)))
                    .build(), BodyHandlers.ofString());
        }
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(60));
    }
}
