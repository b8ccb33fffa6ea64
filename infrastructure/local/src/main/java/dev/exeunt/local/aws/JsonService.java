package dev.exeunt.local.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A service that speaks AWS JSON 1.1: the operation is in `X-Amz-Target`, input and output are JSON, an error has its
/// code in `__type`. Signatures are not checked.
final class JsonService implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Operation> operations;

    /// One operation of the service.
    @FunctionalInterface
    interface Operation {
        ObjectNode answer(JsonNode input) throws Refused;
    }

    /// An error answer of the service, as its SDK client sees it.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;

        Refused(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    private JsonService(HttpServer server, Map<String, Operation> operations) {
        this.server = server;
        this.operations = operations;
    }

    /// Starts on a free loopback port.
    ///
    /// @param operations by their target, such as `TrentService.Sign`
    static JsonService start(Map<String, Operation> operations) {
        try {
            var service = new JsonService(
                    HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                            0),
                    operations);
            service.server.createContext("/", service::handle);
            service.server.setExecutor(service.threads);
            service.server.start();
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                send(exchange, 200, operation(exchange).answer(JSON.readTree(exchange.getRequestBody())));
            } catch (Refused refused) {
                send(exchange, 400, error(refused.code, String.valueOf(refused.getMessage())));
            } catch (JsonProcessingException e) {
                send(exchange, 400, error("SerializationException", e.getOriginalMessage()));
            }
        }
    }

    private Operation operation(HttpExchange exchange) throws Refused {
        var target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        var operation = operations.get(target);
        if (operation == null) {
            throw new Refused("UnknownOperationException", "The local cloud does not have " + target);
        }
        return operation;
    }

    private static ObjectNode error(String code, String message) {
        return JSON.createObjectNode().put("__type", code).put("message", message);
    }

    private static void send(HttpExchange exchange, int status, ObjectNode answer) throws IOException {
        var body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
