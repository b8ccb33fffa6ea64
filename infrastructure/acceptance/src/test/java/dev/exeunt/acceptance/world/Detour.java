package dev.exeunt.acceptance.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A way to a service that can be cut: connections pass through it, or break.
public final class Detour implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket door;
    private volatile @Nullable URI target;

    private Detour(ServerSocket door) {
        this.door = door;
    }

    /// Opens one that leads nowhere yet.
    public static Detour open() {
        try {
            var detour = new Detour(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
            detour.threads.submit(detour::listen);
            return detour;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Its own address.
    public URI url() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /// Leads to this service from now on.
    public void leadTo(URI service) {
        target = service;
    }

    /// Breaks every connection, and every new one, until it leads somewhere again.
    public void cut() {
        target = null;
        open.forEach(Detour::quietly);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        cut();
        quietly(door);
    }

    private Object listen() throws IOException {
        while (true) {
            var from = door.accept();
            var service = target;
            if (service == null) {
                quietly(from);
            } else {
                connect(from, service);
            }
        }
    }

    private void connect(Socket from, URI service) throws IOException {
        var to = new Socket();
        open.add(from);
        open.add(to);
        to.connect(new InetSocketAddress(service.getHost(), service.getPort()));
        threads.submit(() -> pass(from, to));
        threads.submit(() -> pass(to, from));
    }

    private void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // Cut, or over.
        } finally {
            quietly(from);
            quietly(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void quietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception _) {
            // It is closed, then.
        }
    }
}
