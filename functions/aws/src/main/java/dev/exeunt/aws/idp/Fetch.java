package dev.exeunt.aws.idp;

import dev.exeunt.core.Limits;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Gets the JWK set's text. The address is the operator's own setting, so it is called as it is, http too; but size and
/// time are bounded, and no redirect is followed.
final class Fetch {

    private static final int SOCKET_MILLIS = 2000;

    private final URI uri;
    private final Duration most;

    Fetch(URI uri, Duration most) {
        this.uri = uri;
        this.most = most;
    }

    /// The body of a 200; empty for anything else, and when time or size run out.
    Optional<String> text() {
        HttpURLConnection connection;
        try {
            connection = open();
        } catch (IOException _) {
            return Optional.empty();
        }
        var reading = new FutureTask<>(() -> read(connection));
        // A thread of its own, as bytes that drip would keep a socket's time-out from ever coming.
        Thread.ofVirtual().name("idp-jwks").start(reading);
        try {
            return reading.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            connection.disconnect();
            reading.cancel(true);
        }
    }

    private HttpURLConnection open() throws IOException {
        var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(SOCKET_MILLIS);
        connection.setReadTimeout(SOCKET_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept", "application/jwk-set+json, application/json");
        connection.setRequestProperty("User-Agent", "Exeunt");
        return connection;
    }

    private static Optional<String> read(HttpURLConnection connection) throws IOException {
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            return Optional.empty();
        }
        try (var body = connection.getInputStream()) {
            var bytes = body.readNBytes(Limits.JWKS_BODY + 1);
            return bytes.length > Limits.JWKS_BODY
                    ? Optional.empty()
                    : Optional.of(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
