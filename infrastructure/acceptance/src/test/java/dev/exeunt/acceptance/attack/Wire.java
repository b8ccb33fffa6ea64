package dev.exeunt.acceptance.attack;

import dev.exeunt.acceptance.world.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// HTTP/1.1 byte by byte, as no decent client would send it.
final class Wire {

    private static final int PATIENCE_MILLIS = 40_000;

    private Wire() {
    }

    /// What came back.
    ///
    /// @param head status line and headers, in lower case
    record Reply(int status, List<String> head, String body) {

        /// The same as a decent client would see it.
        Answer toAnswer() {
            var headers = new TreeMap<String, List<String>>();
            head.stream().skip(1).map(line -> line.split(":", 2)).forEach(
                    line -> headers.computeIfAbsent(line[0], _ -> new ArrayList<>()).add(line[1].strip()));
            return new Answer(status, headers, body);
        }

        /// The media type, without parameters; empty if none is named.
        String type() {
            return header("content-type").split(";", 2)[0].strip();
        }

        /// The first value of a header, or nothing.
        String header(String name) {
            return head.stream().filter(line -> line.startsWith(name + ":")).findFirst()
                    .map(line -> line.substring(name.length() + 1).strip()).orElse("");
        }
    }

    /// A request as it goes over the wire.
    ///
    /// @param target  path and query, any bytes
    /// @param headers lines
    record Request(String method, String target, List<String> headers, byte[] body) {

        byte[] bytes(URI base) {
            var lines = new ArrayList<String>();
            lines.add(method + " " + target + " HTTP/1.1");
            lines.add("Host: " + base.getAuthority());
            lines.add("Connection: close");
            lines.addAll(headers);
            if (body.length > 0) {
                lines.add("Content-Length: " + body.length);
            }
            var out = new ByteArrayOutputStream();
            out.writeBytes((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(body);
            return out.toByteArray();
        }
    }

    /// Sends one request and reads until the other side is done.
    static Reply send(URI base, Request request) {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), base.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var out = socket.getOutputStream();
            out.write(request.bytes(base));
            out.flush();
            return read(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply read(String text) {
        var end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("no HTTP: " + text);
        }
        var head = List.of(text.substring(0, end).toLowerCase(Locale.ROOT).split("\r\n"));
        return new Reply(Integer.parseInt(head.getFirst().split(" ")[1]), head, text.substring(end + 4));
    }
}
