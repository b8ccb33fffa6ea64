package dev.exeunt.aws.outbound;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/// A server that says exactly the bytes it is told to, and remembers what it heard.
final class Wiretap implements AutoCloseable {

    /// What the server does with a connection once it is there.
    @FunctionalInterface
    interface Conversation {

        void hold(Wiretap server, Socket socket) throws Exception;
    }

    private final ServerSocket listening;
    private final Conversation conversation;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    /// Set when a conversation ended because the client hung up.
    final CountDownLatch hungUp = new CountDownLatch(1);

    Wiretap(Conversation conversation) throws IOException {
        this(ServerSocketFactory.getDefault(), conversation);
    }

    Wiretap(ServerSocketFactory sockets, Conversation conversation) throws IOException {
        this.conversation = conversation;
        this.listening = sockets.createServerSocket(0, 500, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::listen);
    }

    /// Reads the request and answers this, then closes.
    static Conversation answering(String answer) {
        return (server, socket) -> {
            server.heard.add(server.request(socket));
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        };
    }

    static String ok(String body) {
        return status("200 OK", body);
    }

    static String status(String line, String body) {
        return "HTTP/1.1 " + line + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    int port() {
        return listening.getLocalPort();
    }

    /// Reads one request, its body by its Content-Length.
    String request(Socket socket) throws IOException {
        var in = new BufferedInputStream(socket.getInputStream());
        var text = new ByteArrayOutputStream();
        while (!text.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0) {
                throw new IOException("no request: " + text);
            }
            text.write(next);
        }
        var head = text.toString(StandardCharsets.ISO_8859_1);
        var length = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /// Sends one byte after the other until the client hangs up.
    void drip(Socket socket, char letter) throws IOException {
        try {
            while (true) {
                socket.getOutputStream().write(letter);
                socket.getOutputStream().flush();
                Thread.yield();
            }
        } catch (IOException e) {
            hungUp.countDown();
            throw e;
        }
    }

    /// Says nothing until the client hangs up.
    void wait(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // What it sends is of no interest.
        }
        hungUp.countDown();
    }

    private void listen() {
        try {
            while (true) {
                var socket = listening.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> converse(socket));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            conversation.hold(this, socket);
        } catch (Exception _) {
            // The client's view is what is tested.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
