package dev.exeunt.benchmark;

import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// Applications that take a logout token and answer 200 after a while: one server on loopback, each call on a virtual
/// thread of its own. What they were told is found by the token's `sid`; nothing else of it is looked at.
final class Applications implements AutoCloseable {

    private static final String FIELD = "logout_token=";
    private static final int BACKLOG = 256;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Told> told = new ConcurrentHashMap<>();

    private Applications(HttpServer server) {
        this.server = server;
    }

    /// Starts the server on a free port.
    static Applications start() throws IOException {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        var applications = new Applications(HttpServer.create(address, BACKLOG));
        applications.server.createContext("/", applications::handle);
        applications.server.setExecutor(applications.threads);
        applications.server.start();
        return applications;
    }

    /// Where an application listens.
    ///
    /// @param name  one path segment
    /// @param delay after which it answers, in whole milliseconds
    URI uri(String name, Duration delay) {
        return URI.create("http://127.0.0.1:%d/%d/%s".formatted(server.getAddress().getPort(), delay.toMillis(), name));
    }

    /// From now on, notes which applications are told that this session ends.
    Told expect(String sid, int applications) {
        var expected = new Told(applications);
        told.put(sid, expected);
        return expected;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var segments = exchange.getRequestURI().getPath().split("/", -1);
            var sid = sid(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
            LockSupport.parkNanos(Duration.ofMillis(Long.parseLong(segments[1])).toNanos());
            // The moment of the answer is when it is on its way, so it is noted before the caller can go on.
            var expected = told.get(sid);
            if (expected != null) {
                expected.note(segments[2]);
            }
            exchange.sendResponseHeaders(expected == null ? 400 : 200, -1);
        }
    }

    private static String sid(String form) throws IOException {
        try {
            return SignedJWT.parse(form.substring(FIELD.length())).getJWTClaimsSet().getStringClaim("sid");
        } catch (ParseException e) {
            throw new IOException("an application was sent something that is no logout token", e);
        }
    }
}
