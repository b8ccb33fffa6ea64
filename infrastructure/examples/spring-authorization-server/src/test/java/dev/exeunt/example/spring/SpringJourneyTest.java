package dev.exeunt.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.local.Options;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.databind.json.JsonMapper;

/// A provider made with Spring Authorization Server, two clients made with Spring Security, and Exeunt between them.
class SpringJourneyTest {

    /// Exeunt's clock, which a test may move on; the others have the machine's.
    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);
    private static final InstantSource TIME = () -> Instant.now().plus(AHEAD.get());

    private static Example example;

    private final Browser browser = new Browser();
    private final URI first = example.clients().getFirst().url();
    private final URI second = example.clients().getLast().url();

    @BeforeAll
    static void start() throws IOException {
        var ports = free();
        example = Example.start(new Example.Ports(0, ports.get(0), ports.get(1), ports.get(2)), Duration.ofHours(8),
                new Options().withoutSchedule().time(TIME));
    }

    @AfterAll
    static void stop() {
        example.close();
    }

    @Test
    void whoLogsOutAtOneClientIsSignedOutAtBothAndAtTheProvider() {
        var home = signedInAtBoth();

        var after = browser.submit(home, Map.of());

        // The way back waits a little for the notices to the client that asked, and to the provider.
        until("the browser is back at the client", () -> browser.get(after.at()).at().equals(first.resolve("/bye")));
        assertSignedOutEverywhere();
    }

    @Test
    void anOperatorSignsAPersonOutEverywhere() throws IOException, InterruptedException {
        signedInAtBoth();
        endedByTheOperator();
        assertSignedOutEverywhere();
    }

    @Test
    void aSessionWhoseTimeIsOverIsSignedOutEverywhere() {
        signedInAtBoth();
        try {
            endedByTime();
            assertSignedOutEverywhere();
        } finally {
            AHEAD.set(Duration.ZERO);
        }
    }

    /// The three of them one after the other, in one life of a browser.
    @Test
    @EnabledIf(value = "dev.exeunt.example.spring.Chromium#isHere", disabledReason = "no chromium and chromedriver")
    void inChromiumToo() throws IOException, InterruptedException {
        try (var chromium = new Chromium()) {
            signIn(chromium);
            chromium.open(first);
            chromium.click();
            until("the browser is back at the client", () -> chromium.at().equals(first.resolve("/bye")));
            assertSignedOutEverywhere(chromium::open);

            signIn(chromium);
            endedByTheOperator();
            assertSignedOutEverywhere(chromium::open);

            signIn(chromium);
            endedByTime();
            assertSignedOutEverywhere(chromium::open);
        } finally {
            AHEAD.set(Duration.ZERO);
        }
    }

    private void signIn(Chromium chromium) {
        assertThat(chromium.open(first).getPath()).isEqualTo("/login");
        chromium.type("username", "ada");
        chromium.type("password", "ada");
        chromium.click();
        until("signed in", () -> chromium.heading().equals("Signed in as ada"));
        chromium.open(second);
        assertThat(chromium.heading()).as("no second login").isEqualTo("Signed in as ada");
    }

    private static void endedByTheOperator() throws IOException, InterruptedException {
        var listed = registry("GET", "/users/ada/sessions");
        var sessions = JsonMapper.shared().readTree(listed).path("items");
        assertThat(sessions.size()).isPositive();
        var registry = new ExeuntRegistry(example.cloud().registryUrl(), request -> request);
        sessions.forEach(session -> registry.end(session.path("session").asString(), "admin"));
    }

    private static void endedByTime() {
        AHEAD.set(Duration.ofHours(9));
        example.cloud().fire("SweeperFunction");
    }

    @Test
    void theProviderAdvertisesExeuntAndPublishesBothKeys() throws IOException, InterruptedException {
        var metadata = JsonMapper.shared().readTree(fetch(example.issuer() + "/.well-known/openid-configuration"));
        var keys = JsonMapper.shared().readTree(fetch(example.issuer() + "/oauth2/jwks")).path("keys");
        var exeunts = JsonMapper.shared().readTree(fetch(example.cloud().url() + "/oauth2/jwks")).path("keys");

        assertThat(metadata.path("end_session_endpoint").asString()).isEqualTo(example.cloud().url()
                + "/oauth2/end-session");
        assertThat(List.of("backchannel", "frontchannel")).allSatisfy(channel -> {
            assertThat(metadata.path(channel + "_logout_supported").asBoolean()).isTrue();
            assertThat(metadata.path(channel + "_logout_session_supported").asBoolean()).isTrue();
        });
        assertThat(keys.findValuesAsString("kid")).hasSize(2).containsAll(exeunts.findValuesAsString("kid"));
    }

    @Test
    void aSessionEndedEventThatExeuntHasNotSignedIsRefused() throws IOException, InterruptedException {
        var forged = "eyJhbGciOiJub25lIiwidHlwIjoic2VjZXZlbnQrand0In0.eyJzdWJfaWQiOnt9fQ.";
        var answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(example.issuer().resolve("/session-ended"))
                .header("Content-Type", "application/secevent+jwt").POST(HttpRequest.BodyPublishers.ofString(forged))
                .build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    private Browser.Shown signedInAtBoth() {
        var login = browser.get(first);
        assertThat(login.at().getPath()).isEqualTo("/login");
        var home = browser.submit(login, Map.of("username", "ada", "password", "ada"));
        assertThat(home.text()).contains("Signed in as ada");
        assertThat(browser.get(second).text()).as("no second login").contains("Signed in as ada");
        return home;
    }

    private void assertSignedOutEverywhere() {
        assertSignedOutEverywhere(place -> browser.get(place).at());
    }

    /// At each place the browser is led to the login page.
    private void assertSignedOutEverywhere(UnaryOperator<URI> opened) {
        Stream.of(example.issuer(), first, second).forEach(place -> until(place + " has signed out",
                () -> opened.apply(place.resolve("/")).getPath().equals("/login")));
    }

    private static String registry(String method, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(example.cloud().registryUrl() + path))
                .method(method, HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString()).body();
    }

    private static String fetch(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(address)).build(),
                BodyHandlers.ofString()).body();
    }

    private static void until(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static List<Integer> free() throws IOException {
        try (var a = new ServerSocket(0); var b = new ServerSocket(0); var c = new ServerSocket(0)) {
            return List.of(a.getLocalPort(), b.getLocalPort(), c.getLocalPort());
        }
    }
}
