package dev.exeunt.benchmark;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// The JDK's HTTP client: HTTP/1.1, connections kept, redirects not followed.
final class Http implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).build();

    /// Sends a request.
    ///
    /// @throws IOException if the answer has another status than these
    HttpResponse<String> send(HttpRequest.Builder request, int... statuses) throws IOException {
        try {
            var sent = request.timeout(PATIENCE).build();
            var answer = client.send(sent, BodyHandlers.ofString());
            for (int status : statuses) {
                if (answer.statusCode() == status) {
                    return answer;
                }
            }
            throw new IOException("%s %s was answered %d %s".formatted(sent.method(), sent.uri().getPath(), answer
                    .statusCode(), answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
