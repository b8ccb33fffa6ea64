package dev.exeunt.interop;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.exeunt.core.action.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// An identity provider where whoever comes is signed in at once, as somebody new each time. Its ID tokens are signed with
/// Exeunt's keys, which are the only ones at its `jwks_uri`.
final class OpenIdProvider implements AutoCloseable {

    /// Who has signed in.
    record Login(String sub, String sid) {}

    private record Grant(String client, String nonce, Login login) {}

    private final Signer signer;
    private final HttpServer server;
    private final Map<String, String> algorithms = new ConcurrentHashMap<>();
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicReference<Login> last = new AtomicReference<>();

    OpenIdProvider(Signer signer) throws IOException {
        this.signer = signer;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, metadata()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/jwks", exchange -> answer(exchange, new JWKSet(signer.publicKeys()).toJSONObject()));
        server.start();
    }

    String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /// Registers a client, by how its ID tokens are signed.
    void register(String client, String alg) {
        algorithms.put(client, alg);
    }

    /// Its clients, and how their ID tokens are signed.
    Map<String, String> clients() {
        return Map.copyOf(algorithms);
    }

    /// Somebody new.
    Login login() {
        var n = logins.incrementAndGet();
        return new Login("person-" + n, "session-" + n);
    }

    /// Who signed in last, at whatever client.
    Login last() {
        return last.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private Map<String, Object> metadata() {
        var metadata = new HashMap<String, Object>();
        metadata.put("issuer", issuer());
        metadata.put("authorization_endpoint", issuer() + "/authorize");
        metadata.put("token_endpoint", issuer() + "/token");
        metadata.put("jwks_uri", issuer() + "/jwks");
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("response_modes_supported", List.of("query"));
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put("id_token_signing_alg_values_supported",
                signer.publicKeys().stream().map(key -> key.getAlgorithm().getName()).distinct().toList());
        metadata.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post"));
        metadata.put("backchannel_logout_supported", true);
        metadata.put("backchannel_logout_session_supported", true);
        return metadata;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        var asked = form(exchange.getRequestURI().getRawQuery());
        var login = login();
        last.set(login);
        grants.put(login.sid(), new Grant(asked.get("client_id"), asked.getOrDefault("nonce", ""), login));
        exchange.getResponseHeaders().set("Location", asked.get("redirect_uri") + "?code=" + login.sid() + "&state="
                + URLEncoder.encode(asked.getOrDefault("state", ""), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        var code = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)).get("code");
        answer(exchange, Map.of("access_token", "access", "token_type", "Bearer", "expires_in", 300, "id_token",
                idToken(grants.remove(code))));
    }

    private String idToken(Grant grant) {
        var alg = JWSAlgorithm.parse(algorithms.get(grant.client()));
        var key = signer.key(alg).orElseThrow();
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder().issuer(issuer()).subject(grant.login().sub())
                .audience(grant.client()).issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(300)))
                .claim("sid", grant.login().sid());
        if (!grant.nonce().isEmpty()) {
            claims.claim("nonce", grant.nonce());
        }
        var input = new JWSHeader.Builder(alg).keyID(key.getKeyID()).build().toBase64URL() + "."
                + Base64URL.encode(claims.build().toString());
        return input + "." + Base64URL.encode(signer.sign(key, alg, input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Map<String, String> form(String text) {
        var fields = new HashMap<String, String>();
        for (var field : text.split("&", -1)) {
            var equals = field.indexOf('=');
            fields.put(URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static void answer(HttpExchange exchange, Map<String, Object> json) throws IOException {
        var body = JSONObjectUtils.toJSONString(json).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
