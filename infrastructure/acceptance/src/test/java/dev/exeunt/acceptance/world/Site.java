package dev.exeunt.acceptance.world;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A web server on a real socket that remembers what it got and answers as it is told.
public final class Site implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Function<Received, Reply> script;
    private final HttpServer server;

    private Site(HttpServer server, Function<Received, Reply> script) {
        this.server = server;
        this.script = script;
    }

    /// Opens one on a free loopback port.
    public static Site open(Function<Received, Reply> script) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            var site = new Site(server, script);
            server.setExecutor(site.threads);
            server.createContext("/", site::handle);
            server.start();
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Its address, without a slash at the end.
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// What it got so far, in the order of arrival.
    public List<Received> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new TreeMap<String, List<String>>();
            exchange.getRequestHeaders().forEach(
                    (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var request = new Received(Instant.now(), exchange.getRequestMethod(), exchange.getRequestURI(), headers,
                    body);
            received.add(request);
            reply(exchange, script.apply(request));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reply(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
        switch (reply) {
            case Reply.Status(var status, var headers, var body) -> {
                headers.forEach(exchange.getResponseHeaders()::set);
                var bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
            case Reply.Held(var until, var then) -> {
                until.await();
                reply(exchange, then);
            }
            case Reply.Dropped _ -> exchange.close();
        }
    }
}
