package dev.exeunt.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// HTTP over a bare socket, so that what is sent is what is written.
public record Raw(int status, List<String> headers, String body) {

    /// Sends a request as it is written (lines end with a bare line feed here) and reads the answer to its end.
    public static Raw send(URI to, String host, String request) throws IOException {
        try (var socket = new Socket(host, to.getPort())) {
            var head = request.contains("\n\n") ? request : request + "\n\n";
            var split = head.indexOf("\n\n");
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes((head.substring(0, split) + "\nConnection: close\n\n").replace("\n", "\r\n").getBytes(
                    StandardCharsets.ISO_8859_1));
            bytes.writeBytes(head.substring(split + 2).getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes.toByteArray());
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// Sends a request to a local cloud's address over IPv4.
    public static Raw send(URI to, String request) throws IOException {
        return send(to, "127.0.0.1", request);
    }

    /// The values of a header, which is named in lower case.
    public List<String> header(String name) {
        return headers.stream().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":")).map(
                line -> line.substring(name.length() + 1).strip()).toList();
    }

    private static Raw parse(String answer) {
        var split = answer.indexOf("\r\n\r\n");
        var head = answer.substring(0, split).lines().toList();
        return new Raw(Integer.parseInt(head.getFirst().split(" ")[1]), head.subList(1, head.size()), answer.substring(
                split + 4));
    }
}
