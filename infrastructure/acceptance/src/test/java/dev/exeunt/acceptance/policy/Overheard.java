package dev.exeunt.acceptance.policy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.exeunt.acceptance.world.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

/// Ways to services for functions in processes of their own: what is called on them is noted and passed on.
public final class Overheard implements AutoCloseable {

    private static final String ENDPOINT = "AWS_ENDPOINT_URL_";
    /// Those that belong to a connection, and those that the client sets itself.
    private static final Set<String> NOT_PASSED_ON = Set.of("connection", "content-length", "expect", "host",
            "transfer-encoding", "upgrade", "http2-settings");

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<HttpServer> ways = new ArrayList<>();
    private final Map<String, String> variables;

    /// Opens a way to each service that the variables of a function name.
    public Overheard(Map<String, String> variables) {
        this.variables = new HashMap<>(variables);
        this.variables.replaceAll((name, value) -> name.startsWith(ENDPOINT) ? way(URI.create(value)) : value);
    }

    /// The same variables, with the ways in place of the services.
    public Map<String, String> variables() {
        return Map.copyOf(variables);
    }

    private String way(URI service) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> pass(exchange, service));
            server.start();
            ways.add(server);
            return "http://127.0.0.1:" + server.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass(HttpExchange exchange, URI service) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var body = exchange.getRequestBody().readAllBytes();
            Optional.ofNullable(headers.getFirst("X-Amz-Target")).ifPresent(target -> Calls.note(
                    Optional.ofNullable(headers.getFirst("Authorization")),
                    Optional.ofNullable(headers.getFirst("X-Amz-Security-Token")), target,
                    Json.parse(new String(body, StandardCharsets.UTF_8))));
            var request = HttpRequest.newBuilder(service.resolve(exchange.getRequestURI()))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach((name, values) -> {
                if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            answer(exchange, client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        exchange.sendResponseHeaders(response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
        exchange.getResponseBody().write(response.body());
    }

    @Override
    public void close() {
        ways.forEach(server -> server.stop(0));
        client.close();
    }
}
