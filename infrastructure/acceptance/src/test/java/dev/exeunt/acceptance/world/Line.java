package dev.exeunt.acceptance.world;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/// Somebody on a bare socket, who does what no well-behaved web server would do. Hears one request on each connection.
public final class Line implements AutoCloseable {

    private static final String LENGTH = "content-length:";
    /// The first byte of TLS.
    private static final int HANDSHAKE = 22;

    private final ServerSocket server;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile Talk talk;

    /// What becomes of a connection whose request has been heard; it is closed afterwards.
    public interface Talk {

        /// Answers, or does not.
        void answer(Socket socket) throws IOException;
    }

    private Line(ServerSocket server, Talk talk) {
        this.server = server;
        this.talk = talk;
    }

    /// Listens on a free loopback port, without TLS.
    public static Line open(Talk talk) {
        return open(ServerSocketFactory.getDefault(), talk);
    }

    /// Listens with the sockets of this factory.
    public static Line open(ServerSocketFactory sockets, Talk talk) {
        try {
            var line = new Line(sockets.createServerSocket(0, 0, InetAddress.ofLiteral("127.0.0.1")), talk);
            Thread.startVirtualThread(line::listen);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Answers the next connections so.
    public void then(Talk next) {
        talk = next;
    }

    /// Where it listens.
    public int port() {
        return server.getLocalPort();
    }

    /// The bodies of the requests that were heard whole.
    public List<String> heard() {
        return List.copyOf(heard);
    }

    /// Says this and goes on.
    public static Talk says(String text) {
        return socket -> {
            socket.getOutputStream().write(text.getBytes(US_ASCII));
            socket.getOutputStream().flush();
        };
    }

    /// Says this and resets the connection: what was not read by then is lost, and whoever reads on is told so.
    public static Talk resetsAfter(String text) {
        return socket -> {
            says(text).answer(socket);
            socket.setSoLinger(true, 0);
        };
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        while (true) {
            try {
                var connection = server.accept();
                Thread.startVirtualThread(() -> converse(connection));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            request(connection).ifPresent(heard::add);
            talk.answer(connection);
        } catch (IOException _) {
            // The other side has gone, or speaks another protocol.
        }
    }

    /// Empty for somebody who begins with TLS where there is none.
    private static Optional<String> request(Socket connection) throws IOException {
        var in = connection.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            if (head.isEmpty() && next == HANDSHAKE) {
                return Optional.empty();
            }
            head.append((char) next);
        }
        var length = head.toString().lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(LENGTH))
                .findFirst().map(line -> Integer.parseInt(line.substring(LENGTH.length()).strip())).orElse(0);
        return Optional.of(new String(in.readNBytes(length), US_ASCII));
    }
}
