package dev.exeunt.aws.outbound;

import dev.exeunt.core.Limits;
import dev.exeunt.core.client.AddressGuard.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Apache HttpClient's connections and HTTP/1.1, without its client around them: no redirect, cookie, credential, proxy,
/// decompression or retry exists here that would have to be turned off. One connection for one call, on the caller's
/// thread; TLS with SNI and the host name checked twice, by the JDK and by HttpClient.
final class Wire {

    private static final Http1Config BOUNDS = Http1Config.custom()
            .setMaxHeaderCount(Limits.ANSWER_HEADERS)
            .setMaxLineLength(Limits.ANSWER_HEADER)
            .build();
    /// With the strict parser: HttpClient's own would skip whatever comes before a status line.
    private static final ManagedHttpClientConnectionFactory CONNECTIONS = ManagedHttpClientConnectionFactory.builder()
            .http1Config(BOUNDS)
            .responseParserFactory(new DefaultHttpResponseParserFactory(BOUNDS))
            .build();
    /// One address among several does not use up the time of the others.
    private static final Duration CONNECT_LEAST = Duration.ofMillis(300);

    private final TlsSocketStrategy tls;
    private final HttpRequestExecutor executor = new HttpRequestExecutor();

    Wire(SSLContext context) {
        tls = new DefaultClientTlsStrategy(context, new DefaultHostnameVerifier());
    }

    /// Connects to one of these addresses and to no other, sends, and returns the answer's head; its body is still to be
    /// read.
    ClassicHttpResponse send(Target target, List<InetAddress> addresses, ClassicHttpRequest request, Exchange exchange)
            throws IOException, HttpException {
        var context = HttpClientContext.create();
        var endpoint = connect(target, addresses, exchange, context);
        exchange.connected();
        return endpoint.execute("1", request, (sent, connection, _) -> executor.execute(sent, connection, context),
                context);
    }

    /// Tries one address after the other. If none will do, what went wrong where somebody took the connection says more
    /// than that nobody did elsewhere.
    private ConnectionEndpoint connect(Target target, List<InetAddress> addresses, Exchange exchange,
            HttpClientContext context) throws IOException {
        var failure = new IOException("no address");
        for (InetAddress address : addresses) {
            var reachedBefore = exchange.reached();
            try {
                return connect(target, address, exchange, each(addresses), context);
            } catch (IOException e) {
                failure = reachedBefore ? failure : e;
            }
        }
        throw failure;
    }

    private ConnectionEndpoint connect(Target target, InetAddress address, Exchange exchange, Timeout timeout,
            HttpClientContext context) throws IOException {
        var operator = new DefaultHttpClientConnectionOperator(_ -> exchange.socket(), null, new Checked(address),
                name -> name.equals("https") ? tls : null);
        // Never closed in an orderly way, which would read what is left of a body: the exchange closes the socket.
        @SuppressWarnings("resource")
        var connections = new BasicHttpClientConnectionManager(operator, CONNECTIONS);
        connections.setConnectionConfig(ConnectionConfig.custom().setConnectTimeout(timeout).build());
        var host = new HttpHost(target.scheme(), target.host(), target.port());
        var route = new HttpRoute(host, null, target.scheme().equals("https"));
        var endpoint = lease(connections, route);
        connections.connect(endpoint, null, context);
        return endpoint;
    }

    private static ConnectionEndpoint lease(BasicHttpClientConnectionManager connections,
            HttpRoute route) throws IOException {
        try {
            return connections.lease("1", route, null).get(Timeout.DISABLED);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a new connection manager has a connection", e);
        }
    }

    private static Timeout each(List<InetAddress> addresses) {
        var share = Limits.CONNECT.dividedBy(addresses.size());
        return Timeout.of(share.compareTo(CONNECT_LEAST) < 0 ? CONNECT_LEAST : share);
    }

    /// Answers every question with an address that was checked.
    private record Checked(InetAddress address) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) {
            return new InetAddress[]{address};
        }

        @Override
        public @Nullable String resolveCanonicalHostname(String host) throws UnknownHostException {
            throw new UnknownHostException(host);
        }
    }
}
