package dev.exeunt.aws.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.idp.SeenKeys.SeenKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The rows as they go over the wire; that a real table takes them is shown where one runs.
class DynamoSeenKeysTest {

    private static final Instant SEEN = Instant.parse("2026-11-22T20:00:00Z");

    private final List<Map<String, Object>> rows = new CopyOnWriteArrayList<>();
    private HttpServer table;
    private DynamoSeenKeys seenKeys;

    @BeforeEach
    void start() throws IOException {
        table = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        table.createContext("/", this::answer);
        table.start();
        var variables = Map.of("AWS_REGION", "eu-central-1", "AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY",
                "secret",
                "AWS_ENDPOINT_URL_DYNAMODB", "http://localhost:" + table.getAddress().getPort());
        var clients = new AwsClients(new Environment(variables, InstantSource.system()));
        seenKeys = new DynamoSeenKeys(clients.dynamoDb(), "table", Duration.ofDays(30));
    }

    @AfterEach
    void stop() {
        table.stop(0);
    }

    @Test
    void aKeyIsARowOfItsOwn() throws Exception {
        var key = new ECKeyGenerator(Curve.P_256).keyID("a").generate().toPublicJWK();
        var seen = new SeenKey(key, SEEN);

        seenKeys.remember(seen);

        assertThat(seenKeys.load()).containsExactly(seen);
        assertThat(rows).singleElement()
                .satisfies(row -> assertThat(row).containsOnlyKeys("pk", "sk", "jwk", "seen_at", "ttl")
                        .containsEntry("pk", Map.of("S", "K#idp"))
                        .containsEntry("sk", Map.of("S", key.computeThumbprint().toString()))
                        .containsEntry("seen_at", Map.of("N", "1795377600"))
                        .containsEntry("ttl", Map.of("N", String.valueOf(1795377600 + 37 * 86_400))));
    }

    @Test
    void rowsThatHoldNoUsablePublicKeyAreLeftOut() throws Exception {
        var symmetric = new OctetSequenceKeyGenerator(256).generate();
        var secret = new ECKeyGenerator(Curve.P_256).keyID("a").generate();
        rows.add(row(symmetric.toJSONString(), "1"));
        rows.add(row("nonsense", "1"));
        rows.add(row(secret.toJSONString(), "x"));
        rows.add(Map.of("pk", Map.of("S", "K#idp"), "sk", Map.of("S", "x")));
        rows.add(row(secret.toJSONString(), "5"));

        assertThat(seenKeys.load()).containsExactly(new SeenKey(secret.toPublicJWK(), Instant.ofEpochSecond(5)));
    }

    private static Map<String, Object> row(String jwk, String seenAt) {
        return Map.of("pk", Map.of("S", "K#idp"), "sk", Map.of("S", "x"), "jwk", Map.of("S", jwk), "seen_at",
                Map.of("N", seenAt));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var bytes = answer(exchange.getRequestHeaders().getFirst("X-Amz-Target"), body)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String answer(String target, String body) throws IOException {
        try {
            if (target.endsWith(".Query")) {
                return JSONObjectUtils.toJSONString(Map.of("Count", rows.size(), "Items", rows));
            }
            rows.add(JSONObjectUtils.getJSONObject(JSONObjectUtils.parse(body), "Item"));
            return "{}";
        } catch (ParseException e) {
            throw new IOException(e);
        }
    }
}
