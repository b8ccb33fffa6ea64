package dev.exeunt.aws.outbound;

import dev.exeunt.core.Limits;
import dev.exeunt.core.client.AddressGuard.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/// Apache HttpClient's TLS and HTTP/1.1, on a socket that is connected here: no redirect, cookie, credential, proxy,
/// decompression or retry exists that would have to be turned off, and no name is looked up. One connection for one call,
/// on the caller's thread; TLS with SNI and the host name checked twice, by the JDK and by HttpClient.
final class Wire {

    private static final Http1Config BOUNDS = Http1Config.custom()
            .setMaxHeaderCount(Limits.ANSWER_HEADERS)
            .setMaxLineLength(Limits.ANSWER_HEADER)
            .build();
    private static final DefaultBHttpClientConnectionFactory CONNECTIONS = DefaultBHttpClientConnectionFactory.builder()
            .http1Config(BOUNDS)
            .responseParserFactory(new DefaultHttpResponseParserFactory(BOUNDS))
            .build();
    /// One address among several does not use up the time of the others.
    private static final Duration CONNECT_LEAST = Duration.ofMillis(300);
    /// Of a name with more, the others are as good as these; only whoever wants to keep us busy has so many.
    private static final int ADDRESSES = 16;
    /// Informational answers before the one that counts (RFC 9110, 15.2).
    private static final int INFORMATIONAL = 16;

    private final TlsSocketStrategy tls;

    Wire(SSLContext context) {
        tls = new DefaultClientTlsStrategy(context, new DefaultHostnameVerifier());
    }

    /// Connects to one of these addresses and to no other, sends, and returns the answer's head; its body is still to be
    /// read.
    Response send(Target target, List<InetAddress> addresses, ClassicHttpRequest request, Exchange exchange)
            throws IOException, HttpException {
        var context = HttpCoreContext.create();
        // Never closed in an orderly way, which would read what is left of a body: the exchange closes the socket.
        @SuppressWarnings("resource")
        var connection = CONNECTIONS.createConnection(
                connect(target, addresses.stream().limit(ADDRESSES).toList(), exchange, context));
        exchange.connected();
        connection.sendRequestHeader(request);
        if (request.getEntity() != null) {
            connection.sendRequestEntity(request);
        }
        connection.flush();
        return new Response(request.getMethod(), head(connection), connection);
    }

    private static ClassicHttpResponse head(HttpClientConnection connection) throws IOException, HttpException {
        for (var informational = 0; informational <= INFORMATIONAL; informational++) {
            var head = connection.receiveResponseHeader();
            if (head.getCode() >= HttpStatus.SC_SUCCESS) {
                return head;
            }
        }
        throw new ProtocolException("informational answers without end");
    }

    /// Tries one address after the other. If none will do, what went wrong where somebody took the connection says more
    /// than that nobody did elsewhere.
    private Socket connect(Target target, List<InetAddress> addresses, Exchange exchange, HttpCoreContext context)
            throws IOException {
        var failure = new IOException("no address");
        for (InetAddress address : addresses) {
            var reachedBefore = exchange.reached();
            try {
                var socket = exchange.socket();
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, target.port()), each(addresses));
                return target.scheme().equals("https")
                        ? tls.upgrade(socket, target.host(), target.port(), null, context)
                        : socket;
            } catch (IOException e) {
                failure = reachedBefore ? failure : e;
            }
        }
        throw failure;
    }

    /// Milliseconds.
    private static int each(List<InetAddress> addresses) {
        var share = Limits.CONNECT.dividedBy(addresses.size());
        return Math.toIntExact((share.compareTo(CONNECT_LEAST) < 0 ? CONNECT_LEAST : share).toMillis());
    }
}
