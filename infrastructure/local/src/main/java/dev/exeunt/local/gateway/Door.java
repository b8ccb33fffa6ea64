package dev.exeunt.local.gateway;

import dev.exeunt.local.Site;
import dev.exeunt.local.template.StartProblem;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// A port on the loopback interface, IPv4 and (where there is one) IPv6, that serves HTTP/1.1 and hands requests on as
/// they were sent. It is bound when made and serves once it is opened, so that others can know the port before.
public final class Door implements AutoCloseable {

    /// Far above the gateway's limit, so that the limit is ours to count and answer.
    private static final int HEAD_BYTES_READ = 64 * 1024;

    private static final int CONNECTIONS = 2000;

    private static final int ATTEMPTS_AT_A_FREE_PORT = 20;

    private final Server server;
    private final ExecutorService threads;
    private final int port;

    private Door(Server server, ExecutorService threads, int port) {
        this.server = server;
        this.threads = threads;
        this.port = port;
    }

    /// Binds a port.
    ///
    /// @param port 0 for any that is free
    /// @throws StartProblem if it is in use
    public static Door bind(int port) {
        for (var attempt = 1;; attempt++) {
            var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
            var server = server(threads);
            try {
                return new Door(server, threads, open(server, port));
            } catch (BindException e) {
                close(server);
                if (port != 0 || attempt == ATTEMPTS_AT_A_FREE_PORT) {
                    throw new StartProblem("port %d is in use; choose another with --port".formatted(port), e);
                }
            } catch (IOException e) {
                close(server);
                throw new StartProblem("port %d cannot be opened: %s".formatted(port, e.getMessage()), e);
            }
        }
    }

    /// The port it is bound to.
    public int port() {
        return port;
    }

    /// Serves.
    public void open(HttpApi api) {
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                send(answer(api, request), response, callback);
                return true;
            }
        });
        try {
            server.start();
        } catch (Exception e) {
            throw new StartProblem("port %d cannot be served: %s".formatted(port, e), e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        close(server);
    }

    private static void close(Server server) {
        try {
            for (var connector : server.getConnectors()) {
                ((ServerConnector) connector).close();
            }
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Server server(ExecutorService threads) {
        var pool = new QueuedThreadPool(16, 2);
        pool.setName("door");
        pool.setDaemon(true);
        pool.setVirtualThreadsExecutor(threads);
        var server = new Server(pool);
        server.setStopTimeout(0);
        server.addBean(new ConnectionLimit(CONNECTIONS, server));
        server.setErrorHandler((request, response, callback) -> {
            send(FunctionAnswer.message(response.getStatus(), response.getStatus() == 431
                    ? "Request Header Fields Too Large"
                    : "Bad Request"), response, callback);
            return true;
        });
        return server;
    }

    private static int open(Server server, int port) throws IOException {
        var first = connector(server, "127.0.0.1", port);
        if (hasIpv6()) {
            connector(server, "::1", first);
        }
        return first;
    }

    private static int connector(Server server, String host, int port) throws IOException {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEAD_BYTES_READ);
        http.setUriCompliance(UriCompliance.UNSAFE);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setReuseAddress(true);
        server.addConnector(connector);
        try {
            connector.open();
        } catch (IOException e) {
            // Jetty wraps what the operating system said.
            throw e.getCause() instanceof BindException bind ? bind : e;
        }
        return connector.getLocalPort();
    }

    private static boolean hasIpv6() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static Site.Answer answer(HttpApi api, Request request) throws IOException {
        try (var stream = Content.Source.asInputStream(request)) {
            var body = stream.readNBytes(Limits.BODY + 1);
            return body.length > Limits.BODY
                    ? FunctionAnswer.message(413, "Request Entity Too Large")
                    : api.answer(incoming(request, body));
        }
    }

    private static Incoming incoming(Request request, byte[] body) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getName(), _ -> new ArrayList<>()).add(field.getValue() == null
                    ? ""
                    : field.getValue());
        }
        var host = request.getHeaders().get(HttpHeader.HOST);
        var source = request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "127.0.0.1";
        return new Incoming(request.getConnectionMetaData().getProtocol(), source, new Site.Request(request.getMethod(),
                (host == null ? "localhost" : host).toLowerCase(Locale.ROOT), request.getHttpURI().getPathQuery(),
                headers, body));
    }

    private static void send(Site.Answer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, values) -> values.forEach(value -> response.getHeaders().add(name, value)));
        if (answer.status() != 204 && answer.status() != 304) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        }
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }
}
