package dev.exeunt.local.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.exeunt.local.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;

/// Answers for a site on a real socket.
final class SocketServer implements AutoCloseable {

    private final HttpServer server;

    SocketServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    void start(Site site) {
        server.createContext("/", exchange -> serve(exchange, site));
        server.start();
    }

    private static void serve(HttpExchange exchange, Site site) throws IOException {
        try (exchange) {
            var request = new Site.Request(exchange.getRequestMethod(), exchange.getRequestHeaders().getFirst("Host"),
                    exchange.getRequestURI().toString(), exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes());
            Site.Answer answer;
            try {
                answer = site.answer(request);
            } catch (Exception bug) {
                bug.printStackTrace();
                answer = Site.Answer.empty(500);
            }
            exchange.getResponseHeaders().putAll(answer.headers());
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            if (answer.body().length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
