package dev.exeunt.example.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What an identity provider tells Exeunt, and asks it. Copy this class into yours: it needs the JDK and a JSON library.
///
/// A call that gets no clear answer throws [Unavailable]: then do not guess. Sign nobody in, issue no token.
public final class ExeuntRegistry {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI registry;
    private final UnaryOperator<HttpRequest> signing;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /// The registry gave no clear answer.
    public static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(String what, Throwable cause) {
            super("Exeunt does not answer: " + what, cause);
        }

        Unavailable(String what, int status) {
            super("Exeunt answers " + status + ": " + what);
        }
    }

    /// @param registry the output `RegistryUrl` of the stack
    /// @param signing  signs a request with IAM (service `execute-api`); against the local run, leaves it as it is
    public ExeuntRegistry(URI registry, UnaryOperator<HttpRequest> signing) {
        this.registry = registry;
        this.signing = signing;
    }

    /// Registers a client, or replaces its registration. Once per client and change.
    ///
    /// @param metadata OIDC client metadata, and what Exeunt adds to it
    public void register(String client, Map<String, ?> metadata) {
        expect("PUT", "/clients/" + segment(client), metadata, 200, 201);
    }

    /// Somebody has signed in. Before the browser gets the cookie.
    ///
    /// @param session a stable id of yours, which is not secret
    /// @param cookie  the value of the cookie by which Exeunt finds the session; only its hash leaves this process
    public void open(String session, String user, Instant expires, String cookie) {
        expect("PUT", "/sessions/" + segment(session),
                Map.of("user", user, "expires_at", expires.toString(), "cookie_sha256", List.of(sha256(cookie))), 201,
                200);
    }

    /// A client takes part in a session: call it when a code is issued, when it is redeemed, and when a refresh token is
    /// used.
    ///
    /// @return false if the session is over: issue nothing (`invalid_grant`)
    public boolean join(String session, String client, String issuer, String subject, String sid) {
        var path = "/sessions/" + segment(session) + "/participants/" + segment(client);
        var status = expect("PUT", path, Map.of("iss", issuer, "sub", subject, "sid", sid), 200, 201, 404, 409);
        return status < 400;
    }

    /// Whether a session lives. Ask at each authorization request.
    public boolean lives(String session) {
        return expect("GET", "/sessions/" + segment(session), null, 200, 404, 410) == 200;
    }

    /// Ends a session: an operator, a new password, a policy.
    ///
    /// @param reason `admin`, `user`, `policy`, `password_changed`, `account_disabled` or `expired`
    public void end(String session, String reason) {
        expect("DELETE", "/sessions/" + segment(session) + "?reason=" + segment(reason), null, 202, 404, 410);
    }

    private int expect(String method, String path, @Nullable Object body, int... clear) {
        var what = method + " " + path;
        var publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        var request = HttpRequest.newBuilder(URI.create(registry + path)).timeout(TIMEOUT).method(method, publisher)
                .header("Content-Type", "application/json").build();
        try {
            var status = http.send(signing.apply(request), BodyHandlers.discarding()).statusCode();
            for (int each : clear) {
                if (each == status) {
                    return status;
                }
            }
            throw new Unavailable(what, status);
        } catch (IOException e) {
            throw new Unavailable(what, new UncheckedIOException(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable(what, e);
        }
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String sha256(String text) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
