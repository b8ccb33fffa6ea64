package dev.exeunt.aws.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.exeunt.core.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class IdpJwksTest {

    private static final Duration WINDOW = Duration.ofDays(30);

    private final AtomicInteger fetches = new AtomicInteger();
    private final Memory memory = new Memory();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer idp;
    private volatile Answer answer = exchange -> send(exchange, 200, "{\"keys\":[]}");
    private Instant now = Instant.parse("2026-11-22T20:00:00Z");

    @BeforeEach
    void start() throws IOException {
        idp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        idp.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        idp.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            answer.to(exchange);
        });
        idp.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        idp.stop(0);
    }

    @Test
    void findsTheKeysThatAreThere() throws Exception {
        publish(key("a"), key("b"), new ECKeyGenerator(Curve.P_256).generate());
        var keys = keys();

        assertThat(keys.find("a"))
                .hasValueSatisfying(found -> assertThat(found).extracting(JWK::getKeyID).containsExactly("a"));
        assertThat(keys.find(null)).hasValueSatisfying(found -> assertThat(found).hasSize(3));
        assertThat(keys.find("c")).hasValueSatisfying(found -> assertThat(found).isEmpty());
        assertThat(fetches).hasValue(1);
    }

    @Test
    void onlyPublicKeysThatVerifySignaturesCount() throws Exception {
        var secret = new RSAKeyGenerator(2048).keyID("private").generate();
        var symmetric = new OctetSequenceKeyGenerator(256).keyID("symmetric").generate();
        var encryption = new RSAKeyGenerator(2048).keyID("enc").keyUse(KeyUse.ENCRYPTION).generate();
        var odd = List.of("{\"kty\":\"LATTICE\",\"kid\":\"odd\"}", "{\"kty\":\"EC\",\"crv\":\"P-999\",\"kid\":\"odd\"}",
                "{\"kid\":\"odd\"}", "7", "null", "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"kid\":\"weak\"}");
        body("{\"keys\":[" + secret.toJSONString() + "," + symmetric.toJSONString() + ","
                + encryption.toPublicJWK().toJSONString() + "," + String.join(",", odd) + "]}");

        assertThat(keys().find(null)).hasValueSatisfying(found -> assertThat(found).singleElement().satisfies(key -> {
            assertThat(key.getKeyID()).isEqualTo("private");
            assertThat(key.isPrivate()).isFalse();
        }));
        assertThat(memory.rows.values()).singleElement()
                .satisfies(seen -> assertThat(seen.key().isPrivate()).isFalse());
    }

    @Test
    void aRotatedKeyIsFoundForTheWindowAndNotAfterIt() throws Exception {
        var old = key("old");
        publish(old);
        var keys = keys();
        assertThat(keys.find("old")).hasValueSatisfying(found -> assertThat(found).hasSize(1));

        publish(key("new"));
        later(WINDOW);
        assertThat(keys.find("old")).hasValueSatisfying(found -> assertThat(found).hasSize(1));
        assertThat(keys().find("old")).as("by another instance too")
                .hasValueSatisfying(found -> assertThat(found).hasSize(1));
        assertThat(keys.find("new")).hasValueSatisfying(found -> assertThat(found).hasSize(1));

        later(IdpJwks.REMEMBER_AGAIN.plusSeconds(1));
        assertThat(keys.find("old")).hasValueSatisfying(found -> assertThat(found).isEmpty());
        assertThat(keys().find("old")).hasValueSatisfying(found -> assertThat(found).isEmpty());
        assertThat(keys.find("new")).hasValueSatisfying(found -> assertThat(found).hasSize(1));
    }

    @Test
    void aKeyThatAnotherInstanceSawIsFound() throws Exception {
        publish(key("new"));
        var keys = keys();
        keys.find("new");
        memory.remember(new SeenKeys.SeenKey(key("between").toPublicJWK(), now));

        later(IdpJwks.PAUSE);
        assertThat(keys.find("between")).hasValueSatisfying(found -> assertThat(found).hasSize(1));
    }

    @Test
    void anUnknownKidFetchesOnceInAPause() throws Exception {
        publish(key("a"));
        var keys = keys();
        keys.find("a");

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            later(IdpJwks.PAUSE);
            var asked = new ArrayList<Callable<Object>>();
            for (var i = 0; i < 50; i++) {
                asked.add(() -> keys.find("unknown"));
            }
            for (var one : threads.invokeAll(asked)) {
                one.get();
            }
        }
        assertThat(fetches).hasValue(2);

        publish(key("a"), key("unknown"));
        assertThat(keys.find("unknown")).hasValueSatisfying(found -> assertThat(found).isEmpty());
        later(IdpJwks.PAUSE);
        assertThat(keys.find("unknown")).hasValueSatisfying(found -> assertThat(found).hasSize(1));
        assertThat(fetches).hasValue(3);
    }

    @Test
    void knownKeysAreFetchedAgainWhenTheyAreNoLongerFresh() throws Exception {
        publish(key("a"));
        var keys = keys();
        keys.find("a");
        later(IdpJwks.FRESH.minusSeconds(1));
        keys.find("a");
        assertThat(fetches).hasValue(1);
        later(Duration.ofSeconds(1));
        keys.find("a");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aSightingIsWrittenOnceADay() throws Exception {
        publish(key("a"));
        var keys = keys();
        for (var hours = 0; hours < 60; hours++) {
            keys.find("a");
            later(Duration.ofHours(1));
        }
        assertThat(memory.writes).hasValue(3);
    }

    @Test
    void anOutageChangesNothingForKnownKeys() throws Exception {
        publish(key("a"));
        var keys = keys();
        keys.find("a");

        answer = exchange -> send(exchange, 503, "");
        later(Duration.ofDays(3));
        assertThat(keys.find("a")).hasValueSatisfying(found -> assertThat(found).hasSize(1));
        assertThat(keys.find("b")).as("it may be one that was made meanwhile").isEmpty();
        assertThat(keys().find("a")).as("by a new instance, from memory")
                .hasValueSatisfying(found -> assertThat(found).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[]", "{}", "{\"keys\":7}", "{\"keys\":{}}", "<html>"})
    void garbageIsAnOutage(String body) {
        body(body);
        assertThat(keys().find("a")).isEmpty();
        assertThat(keys().find(null)).isEmpty();
    }

    @Test
    void anAnswerBeyondTheLimitARedirectAndAnErrorAreOutages() throws Exception {
        body("{\"keys\":[" + key("a").toJSONString() + "],\"x\":\"" + "y".repeat(Limits.JWKS_BODY) + "\"}");
        assertThat(keys().find("a")).isEmpty();

        idp.createContext("/elsewhere", exchange -> send(exchange, 200, "{\"keys\":[" + key("a") + "]}"));
        answer = exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            send(exchange, 302, "");
        };
        assertThat(keys().find("a")).isEmpty();
        answer = exchange -> send(exchange, 404, new JWKSet(key("a")).toString(true));
        assertThat(keys().find("a")).isEmpty();
    }

    @Test
    void anIdpThatHangsOrDripsIsAnOutageInTime() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
        };
        var from = System.nanoTime();
        var keys = new IdpJwks(new Fetch(uri(), Duration.ofMillis(200)), WINDOW, memory, () -> now);

        assertThat(keys.find("a")).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void nobodyListeningIsAnOutage() {
        var uri = uri();
        idp.stop(0);

        assertThat(new IdpJwks(uri, WINDOW, memory, () -> now).find("a")).isEmpty();
    }

    private IdpJwks keys() {
        return new IdpJwks(uri(), WINDOW, memory, () -> now);
    }

    private URI uri() {
        return URI.create("http://localhost:" + idp.getAddress().getPort() + "/jwks");
    }

    private void publish(JWK... keys) {
        body(new JWKSet(List.of(keys)).toString(true));
    }

    private void body(String body) {
        answer = exchange -> send(exchange, 200, body);
    }

    private void later(Duration duration) {
        now = now.plus(duration);
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static JWK key(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).algorithm(JWSAlgorithm.ES256).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private interface Answer {

        void to(HttpExchange exchange) throws IOException;
    }

    /// What the table does, in memory.
    private static final class Memory implements SeenKeys {

        private final Map<String, SeenKey> rows = new HashMap<>();
        private final AtomicInteger writes = new AtomicInteger();

        @Override
        public List<SeenKey> load() {
            return List.copyOf(rows.values());
        }

        @Override
        public void remember(SeenKey seen) {
            writes.incrementAndGet();
            rows.put(KeySet.thumbprint(seen.key()), seen);
        }
    }
}
