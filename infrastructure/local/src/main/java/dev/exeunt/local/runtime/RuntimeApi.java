package dev.exeunt.local.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.exeunt.local.template.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The Runtime API of one function's process: hands it events and hears what it answers.
///
/// @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda Runtime API</a>
final class RuntimeApi implements AutoCloseable {

    private static final String VERSION = "/2018-06-01/runtime";
    private static final Pattern OUTCOME = Pattern.compile(VERSION + "/invocation/([^/]+)/(response|error)");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Turn> turns = new LinkedBlockingQueue<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CountDownLatch restored = new CountDownLatch(1);
    private final HttpServer server;

    /// An event on its way.
    private record Event(String request, String json, Duration timeout) {}

    private RuntimeApi(HttpServer server) {
        this.server = server;
    }

    /// Opens one on a free loopback port.
    static RuntimeApi open() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            var api = new RuntimeApi(server);
            server.setExecutor(api.threads);
            server.createContext("/", api::handle);
            server.start();
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As `AWS_LAMBDA_RUNTIME_API` names it.
    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// Hands over an event, as soon as it is asked for.
    ///
    /// @return the id of the request
    String send(String json, Duration timeout) {
        var event = new Event(UUID.randomUUID().toString(), json, timeout);
        events.add(event);
        return event.request();
    }

    /// Lets a suspended process go on.
    void restore() {
        restored.countDown();
    }

    /// What the process did next.
    ///
    /// @throws IllegalStateException if it does nothing for so long
    Turn next(Duration patience) throws InterruptedException {
        var turn = turns.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (turn == null) {
            throw new IllegalStateException("the function does nothing for " + patience);
        }
        return turn;
    }

    /// The process is gone.
    void ended(int status) {
        turns.add(new Turn.Ended(status, System.nanoTime()));
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var at = System.nanoTime();
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var type = String.valueOf(exchange.getRequestHeaders().getFirst("Lambda-Runtime-Function-Error-Type"));
            var path = exchange.getRequestURI().getPath();
            switch (path) {
                case VERSION + "/invocation/next" -> hand(exchange, at);
                case VERSION + "/restore/next" -> suspend(exchange, at);
                case VERSION + "/init/error" -> accept(exchange, new Turn.NotStarted(type, body, at));
                case VERSION + "/restore/error" -> accept(exchange, new Turn.NotRestored(type, body, at));
                default -> outcome(exchange, path, type, body, at);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void hand(HttpExchange exchange, long at) throws IOException, InterruptedException {
        turns.add(new Turn.Waiting(at));
        var event = events.take();
        var headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", event.request());
        headers.set("Lambda-Runtime-Deadline-Ms",
                Long.toString(System.currentTimeMillis() + event.timeout().toMillis()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", Account.arn("lambda", "function:packaged"));
        headers.set("Content-Type", "application/json");
        send(exchange, 200, event.json());
    }

    private void suspend(HttpExchange exchange, long at) throws IOException, InterruptedException {
        turns.add(new Turn.Suspended(at));
        restored.await();
        send(exchange, 200, "");
    }

    private void outcome(HttpExchange exchange, String path, String type, String body, long at) throws IOException {
        var outcome = OUTCOME.matcher(path);
        if (!outcome.matches()) {
            send(exchange, 404, "");
        } else if (outcome.group(2).equals("response")) {
            accept(exchange, new Turn.Answered(outcome.group(1), body, at));
        } else {
            accept(exchange, new Turn.Failed(outcome.group(1), type, body, at));
        }
    }

    private void accept(HttpExchange exchange, Turn turn) throws IOException {
        send(exchange, 202, "{\"status\":\"OK\"}");
        turns.add(turn);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
