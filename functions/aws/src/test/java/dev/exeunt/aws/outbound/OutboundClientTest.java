package dev.exeunt.aws.outbound;

import static dev.exeunt.aws.outbound.Wiretap.answering;
import static dev.exeunt.aws.outbound.Wiretap.ok;
import static dev.exeunt.aws.outbound.Wiretap.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Outbound.Notice;
import dev.exeunt.core.client.AllowList;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Outcome.Answered;
import dev.exeunt.core.delivery.Outcome.Fault;
import dev.exeunt.core.delivery.Outcome.Refused;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class OutboundClientTest {

    private static final AllowList LOOPBACK = AllowList.parse(List.of("127.0.0.0/8"));
    private static final Resolver NEVER_ASKED = host -> {
        throw new AssertionError("asked for " + host);
    };
    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void postsTheBodyOnceWithNothingButTheseHeaders() throws Exception {
        try (var server = new Wiretap(answering(ok("")))) {
            var notice = new Notice("http://app.localhost:" + server.port() + "/bc?tenant=7%2F8&&x",
                    "application/x-www-form-urlencoded", "logout_token=ä.b.c", Map.of("X-Trace", "t-1"), LONG);

            assertThat(client(NEVER_ASKED).post(notice)).isEqualTo(new Answered(200, null, null, 0));

            assertThat(server.heard).singleElement().satisfies(request -> {
                assertThat(request.lines().toList()).containsExactlyInAnyOrder("POST /bc?tenant=7%2F8&&x HTTP/1.1",
                        "Host: app.localhost:" + server.port(), "Content-Type: application/x-www-form-urlencoded",
                        "Content-Length: 19", "Accept: application/json", "User-Agent: Exeunt", "X-Trace: t-1",
                        "Connection: close", "", "logout_token=ä.b.c");
            });
            assertThat(server.connections).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "//logout", "//slo/logout?x=1", "//x:99/p", "/a//b", "/?x=//y", "/%2F/a"})
    void asksForThePathCharacterForCharacter(String path) throws Exception {
        try (var server = new Wiretap(answering(ok("")))) {
            client(NEVER_ASKED).post(new Notice("http://app.localhost:" + server.port() + path,
                    "application/x-www-form-urlencoded", "logout_token=a.b.c", Map.of(), LONG));

            assertThat(server.heard).singleElement()
                    .satisfies(request -> assertThat(request.lines()).first().isEqualTo("POST " + path + " HTTP/1.1"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204, 301, 302, 307, 400, 401, 404, 408, 429, 500, 501, 503, 504})
    void tellsTheStatusAndFollowsOrRepeatsNothing(int code) throws Exception {
        try (var other = new Wiretap(answering(ok("")));
                var server = new Wiretap(answering("HTTP/1.1 " + code + " X\r\nLocation: http://localhost:"
                        + other.port() + "/\r\nWWW-Authenticate: Basic realm=x\r\nSet-Cookie: a=b\r\n"
                        + "Content-Length: 0\r\n\r\n"))) {
            var client = client(NEVER_ASKED);

            assertThat(client.post(to(server))).isEqualTo(new Answered(code, null, null, 0));
            assertThat(client.post(to(server))).isEqualTo(new Answered(code, null, null, 0));

            assertThat(server.connections).hasValue(2);
            assertThat(server.heard).noneMatch(request -> request.contains("Cookie:"));
            assertThat(other.connections).hasValue(0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            400 | {"error":"partial_logout","error_description":"x"} | partial_logout
            400 | {"error":"invalid_request"}                        | invalid_request
            400 | {"err":"invalid_key","description":"x"}            | invalid_key
            400 | {"error":"first","err":"second"}                   | first
            400 | {"err":["invalid_key"]}                            | -
            400 | {"error":42}                                       | -
            400 | {"error":"a b\\u000ac"}                            | -
            400 | ["error"]                                          | -
            400 | partial_logout                                     | -
            400 | {"error":"partial_logout"                          | -
            500 | {"error":"partial_logout"}                         | -
            200 | {"error":"partial_logout"}                         | -
            """)
    void readsTheErrorWordOfA400Alone(int code, String body, String error) throws Exception {
        try (var server = new Wiretap(answering(status(code + " X", body)))) {
            assertThat(client(NEVER_ASKED).post(to(server))).isEqualTo(new Answered(code, error, null, body.length()));
        }
    }

    @Test
    void aDeepBodyIsNoError() throws Exception {
        try (var server = new Wiretap(answering(status("400 X", "{\"a\":" + "[".repeat(8000))))) {
            assertThat(client(NEVER_ASKED).post(to(server))).isEqualTo(new Answered(400, null, null, 8005));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            120                            | 120
            0                              | 0
            -5                             | -
            soon                           | -
            99999999999                    | 31536000
            Sun, 22 Nov 2026 20:01:30 GMT  | 90
            Sunday, 22-Nov-26 20:01:30 GMT | 90
            Sun, 22 Nov 2026 19:00:00 GMT  | 0
            """)
    void readsRetryAfterAsSecondsOrDate(String header, Integer seconds) throws Exception {
        var answer = "HTTP/1.1 503 X\r\nRetry-After: " + header + "\r\nContent-Length: 0\r\n\r\n";
        try (var server = new Wiretap(answering(answer))) {
            assertThat(client(NEVER_ASKED).post(to(server)))
                    .isEqualTo(new Answered(503, null, seconds == null ? null : Duration.ofSeconds(seconds), 0));
        }
    }

    @Test
    void aHungServerIsATimeout() throws Exception {
        try (var server = new Wiretap((tap, socket) -> tap.wait(socket))) {
            assertThat(timed(() -> client(NEVER_ASKED).post(to(server, SHORT))))
                    .isEqualTo(new Unanswered(Fault.TIMEOUT));
            assertThat(server.hungUp.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void deadlinesAreKeptOfCallsThatOverlapAndOfThoseThatComeAfterAPause() throws Exception {
        try (var server = new Wiretap((tap, socket) -> tap.wait(socket));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var round = 0; round < 3; round++) {
                var calls = new ArrayList<Callable<Outcome>>();
                for (var n = 1; n <= 20; n++) {
                    var timeout = SHORT.plusMillis(7L * n);
                    calls.add(() -> timed(() -> client(NEVER_ASKED).post(to(server, timeout))));
                }
                for (var call : threads.invokeAll(calls)) {
                    assertThat(call.get()).isEqualTo(new Unanswered(Fault.TIMEOUT));
                }
            }
        }
    }

    @Test
    void aHeadThatNeverEndsIsATimeout() throws Exception {
        try (var server = new Wiretap((tap, socket) -> {
            tap.request(socket);
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX: y".getBytes(StandardCharsets.US_ASCII));
            tap.wait(socket);
        })) {
            assertThat(timed(() -> client(NEVER_ASKED).post(to(server, SHORT))))
                    .isEqualTo(new Unanswered(Fault.TIMEOUT));
        }
    }

    @Test
    void aHeadThatDripsIsATimeout() throws Exception {
        try (var server = new Wiretap((tap, socket) -> {
            tap.request(socket);
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            for (var written = 0; written < Limits.ANSWER_HEADER - 10; written++) {
                socket.getOutputStream().write('y');
                LockSupport.parkNanos(5_000_000);
            }
        })) {
            assertThat(timed(() -> client(NEVER_ASKED).post(to(server, SHORT))))
                    .isEqualTo(new Unanswered(Fault.TIMEOUT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "102 Processing", "103 Early Hints"})
    void informationIsNoAnswerYet(String information) throws Exception {
        try (var server = new Wiretap(
                answering("HTTP/1.1 " + information + "\r\nX: y\r\n\r\n" + status("204 X", "")))) {
            assertThat(client(NEVER_ASKED).post(to(server))).isEqualTo(new Answered(204, null, null, 0));
            assertThat(server.heard).hasSize(1);
        }
    }

    @Test
    void informationWithoutEndIsAProtocolFault() throws Exception {
        try (var server = new Wiretap((tap, socket) -> {
            tap.request(socket);
            while (true) {
                socket.getOutputStream().write("HTTP/1.1 103 Early\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        })) {
            assertThat(client(NEVER_ASKED).post(to(server, LONG))).isEqualTo(new Unanswered(Fault.PROTOCOL));
        }
    }

    @Test
    void moreInformationThanAnAnswerMayHaveIsAProtocolFaultOverTlsToo() throws Exception {
        var fat = "HTTP/1.1 103 Early\r\n" + ("X: " + "x".repeat(8000) + "\r\n").repeat(20) + "\r\n";
        Wiretap.Conversation informing = (tap, socket) -> {
            tap.request(socket);
            while (true) {
                socket.getOutputStream().write(fat.getBytes(StandardCharsets.US_ASCII));
            }
        };
        try (var server = new Wiretap(informing)) {
            assertThat(client(NEVER_ASKED).post(to(server, LONG))).isEqualTo(new Unanswered(Fault.PROTOCOL));
        }
        var tls = Certificates.forNames("rp.example");
        try (var server = new Wiretap(tls.server().getServerSocketFactory(), informing)) {
            var client = client(_ -> List.of(InetAddress.ofLiteral("127.0.0.1")), tls.client());
            assertThat(client.post(to("https://rp.example:" + server.port() + "/", LONG)))
                    .isEqualTo(new Unanswered(Fault.PROTOCOL));
        }
    }

    @Test
    void chunksThatAreExtensionsForTheMostPartAreReadAsFarAsAnAnswerMayBeLong() throws Exception {
        var chunk = "1;" + "x".repeat(8000) + "\r\ny\r\n";
        try (var server = new Wiretap(endless(chunk))) {
            assertThat(client(NEVER_ASKED).post(to(server, LONG))).isInstanceOfSatisfying(Answered.class, answered -> {
                assertThat(answered.status()).isEqualTo(200);
                assertThat(answered.bodyBytes()).isBetween(Limits.ANSWER_BYTES / chunk.length() - 2,
                        Limits.ANSWER_BYTES / chunk.length());
            });
        }
        var tls = Certificates.forNames("rp.example");
        try (var server = new Wiretap(tls.server().getServerSocketFactory(), endless(chunk))) {
            var client = client(_ -> List.of(InetAddress.ofLiteral("127.0.0.1")), tls.client());

            assertThat(client.post(to("https://rp.example:" + server.port() + "/", LONG)))
                    .isInstanceOfSatisfying(Answered.class, answered -> {
                        assertThat(answered.status()).isEqualTo(200);
                        assertThat(answered.bodyBytes()).isBetween(100, Limits.ANSWER_BYTES / chunk.length());
                    });
        }
    }

    /// An answer in chunks that all are this one.
    private static Wiretap.Conversation endless(String chunk) {
        return (tap, socket) -> {
            tap.request(socket);
            var out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(chunk.getBytes(StandardCharsets.US_ASCII));
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 2\r\nContent-Length: 2", "Content-Length: x", "Content-Length: -1",
        "Transfer-Encoding: identity", "Transfer-Encoding: gzip", "Content-Length: 2\r\nTransfer-Encoding: chunked"})
    void aStatusStandsHoweverTheBodyIsFramed(String framing) throws Exception {
        try (var server = new Wiretap(answering("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\nok"))) {
            assertThat(client(NEVER_ASKED).post(to(server))).isInstanceOfSatisfying(Answered.class,
                    answered -> assertThat(answered.status()).isEqualTo(200));
        }
    }

    @Test
    void aDrippingBodyIsCutAtTheDeadlineAndTheStatusStands() throws Exception {
        try (var server = new Wiretap((tap, socket) -> {
            tap.request(socket);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 8000\r\n\r\nab".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            tap.wait(socket);
        })) {
            assertThat(timed(() -> client(NEVER_ASKED).post(to(server, SHORT))))
                    .isEqualTo(new Answered(200, null, null, 2));
            assertThat(server.hungUp.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 99999999999", "Transfer-Encoding: chunked", "X: y"})
    void anEndlessBodyIsReadUpToTheLimitAndDropped(String framing) throws Exception {
        try (var server = new Wiretap((tap, socket) -> {
            tap.request(socket);
            var head = "HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n"
                    + (framing.endsWith("chunked") ? "FFFFFFF\r\n" : "");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            tap.drip(socket, 'x');
        })) {
            assertThat(client(NEVER_ASKED).post(to(server, LONG)))
                    .isEqualTo(new Answered(200, null, null, Limits.ANSWER_BODY));
            assertThat(server.hungUp.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aCompressedBodyIsNotUnpacked() throws Exception {
        var answer = "HTTP/1.1 400 X\r\nContent-Encoding: gzip\r\nContent-Length: 26\r\n\r\n{\"error\":\"partial_logout\"}";
        try (var server = new Wiretap(answering(answer))) {
            assertThat(client(NEVER_ASKED).post(to(server))).isInstanceOfSatisfying(Answered.class,
                    answered -> assertThat(answered.bodyBytes()).isEqualTo(26));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.6\r\n\r\n", "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "\0\1\2\3\r\n\r\n", "HTTP/1.1 99 Low\r\n\r\n", "HTTP/3.7 200 OK\r\n\r\n"})
    void whatIsNotHttpIsAProtocolFault(String answer) throws Exception {
        try (var server = new Wiretap(answering(answer))) {
            assertThat(client(NEVER_ASKED).post(to(server))).isEqualTo(new Unanswered(Fault.PROTOCOL));
        }
    }

    @Test
    void tooManyAndTooLongHeadersAreAProtocolFault() throws Exception {
        var many = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(Limits.ANSWER_HEADERS + 1) + "\r\n";
        var longOne = "HTTP/1.1 200 OK\r\nX: " + "y".repeat(Limits.ANSWER_HEADER + 1) + "\r\n\r\n";
        for (var answer : List.of(many, longOne)) {
            try (var server = new Wiretap(answering(answer))) {
                assertThat(client(NEVER_ASKED).post(to(server))).isEqualTo(new Unanswered(Fault.PROTOCOL));
            }
        }
    }

    @Test
    void aConnectionThatBreaksBeforeAnAnswerIsAReset() throws Exception {
        try (var server = new Wiretap((tap, socket) -> {
            tap.request(socket);
            socket.setSoLinger(true, 0);
        })) {
            assertThat(client(NEVER_ASKED).post(to(server))).isEqualTo(new Unanswered(Fault.RESET));
        }
        try (var server = new Wiretap((tap, socket) -> tap.request(socket))) {
            assertThat(client(NEVER_ASKED).post(to(server))).isEqualTo(new Unanswered(Fault.RESET));
        }
    }

    @Test
    void nobodyListeningIsAConnectFault() throws Exception {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThat(client(NEVER_ASKED).post(to("http://localhost:" + port + "/", LONG)))
                .isEqualTo(new Unanswered(Fault.CONNECT));
    }

    @Test
    void anUnknownNameIsADnsFault() {
        assertThat(client(host -> {
            throw new UnknownHostException(host);
        }).post(to("https://rp.example/", LONG))).isEqualTo(new Unanswered(Fault.DNS));
        assertThat(client(host -> {
            throw new IllegalStateException("a resolver's bug");
        }).post(to("https://rp.example/", LONG))).isEqualTo(new Unanswered(Fault.DNS));
    }

    @Test
    void aLookUpThatHangsIsADnsFaultInTime() throws Exception {
        var never = new CountDownLatch(1);
        assertThat(timed(() -> client(host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new UnknownHostException(host);
            }
            return List.of();
        }).post(to("https://rp.example/", SHORT)))).isEqualTo(new Unanswered(Fault.DNS));
    }

    @Test
    void aFullBacklogIsAConnectTimeout() throws Exception {
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var held = new ArrayList<Socket>();
            try {
                for (var i = 0; i < 8; i++) {
                    var socket = new Socket();
                    held.add(socket);
                    socket.connect(full.getLocalSocketAddress(), 100);
                }
            } catch (SocketTimeoutException _) {
                // Now it is full.
            }
            assertThat(timed(() -> client(NEVER_ASKED).post(to("http://localhost:" + full.getLocalPort() + "/", LONG))))
                    .isEqualTo(new Unanswered(Fault.CONNECT_TIMEOUT));
            for (var socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void tlsThatNeverAnswersIsAConnectTimeout() throws Exception {
        try (var server = new Wiretap((tap, socket) -> tap.wait(socket))) {
            assertThat(timed(() -> client(NEVER_ASKED)
                    .post(to("https://app.localhost:" + server.port() + "/", LONG))))
                    .isEqualTo(new Unanswered(Fault.CONNECT_TIMEOUT));
            assertThat(server.hungUp.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void tlsWithTheRightNameIsAnsweredAtTheCheckedAddress() throws Exception {
        var tls = Certificates.forNames("rp.example");
        try (var server = new Wiretap(tls.server().getServerSocketFactory(), answering(ok("")))) {
            var client = client(_ -> List.of(InetAddress.ofLiteral("127.0.0.1")), tls.client());

            assertThat(client.post(to("https://rp.example:" + server.port() + "/", LONG)))
                    .isEqualTo(new Answered(200, null, null, 0));
            assertThat(server.heard).singleElement().asString().contains("Host: rp.example:" + server.port());
        }
    }

    @Test
    void tlsWithAnotherNameAnUnknownIssuerOrAnOldCertificateIsATlsFault() throws Exception {
        var other = Certificates.forNames("other.example", "*.rp.example");
        var stranger = Certificates.forNames("rp.example");
        var old = Certificates.until(Instant.now().minusSeconds(60), "rp.example");
        assertTlsFault(other.server(), other.client());
        assertTlsFault(stranger.server(), other.client());
        assertTlsFault(old.server(), old.client());
    }

    private static void assertTlsFault(SSLContext serving, SSLContext trusting) throws Exception {
        try (var server = new Wiretap(serving.getServerSocketFactory(), answering(ok("")))) {
            var client = client(_ -> List.of(InetAddress.ofLiteral("127.0.0.1")), trusting);

            assertThat(client.post(to("https://rp.example:" + server.port() + "/", LONG)))
                    .isEqualTo(new Unanswered(Fault.TLS));
            assertThat(server.heard).isEmpty();
        }
    }

    @Test
    void plainHttpBehindAnHttpsUriIsATlsFault() throws Exception {
        try (var server = new Wiretap((_, socket) -> socket.getOutputStream()
                .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))) {
            assertThat(client(NEVER_ASKED).post(to("https://localhost:" + server.port() + "/", LONG)))
                    .isEqualTo(new Unanswered(Fault.TLS));
        }
    }

    @Test
    void whatIsWrongWhereSomebodyListensIsToldWhateverTheOtherAddressesDo() throws Exception {
        var other = Certificates.forNames("other.example");
        try (var server = new Wiretap(other.server().getServerSocketFactory(), answering(ok("")))) {
            for (var addresses : List.of(addresses("127.0.0.1", "127.0.0.2"), addresses("127.0.0.2", "127.0.0.1"))) {
                assertThat(client(_ -> addresses, other.client())
                        .post(to("https://rp.example:" + server.port() + "/", LONG)))
                        .isEqualTo(new Unanswered(Fault.TLS));
            }
            assertThat(server.heard).isEmpty();
        }
    }

    @Test
    void noConnectionIsLeftOpenAtAnAddressThatWouldNotDo() throws Exception {
        var left = new CountDownLatch(3);
        try (var server = new Wiretap((tap, socket) -> {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            tap.wait(socket);
            left.countDown();
        })) {
            var addresses = addresses("127.0.0.1", "127.0.0.1", "127.0.0.1");
            assertThat(client(_ -> addresses).post(to("https://rp.example:" + server.port() + "/", LONG)))
                    .isEqualTo(new Unanswered(Fault.TLS));
            assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void ofAHundredAddressesSixteenAreTried() throws Exception {
        try (var server = new Wiretap((_, socket) -> socket.setSoLinger(true, 0))) {
            var addresses = Collections.nCopies(100, InetAddress.ofLiteral("127.0.0.1"));
            assertThat(client(_ -> addresses).post(to("https://rp.example:" + server.port() + "/", LONG)))
                    .isInstanceOf(Unanswered.class);
            assertThat(server.connections).hasValue(16);
        }
    }

    @Test
    void noWayToAnAddressIsAConnectFaultAndNoReset() {
        var failure = new SocketException("Network is unreachable");
        assertThat(Faults.of(failure, new Exchange.Connecting(), false)).isEqualTo(Fault.CONNECT);
        assertThat(Faults.of(failure, new Exchange.Connecting(), true)).isEqualTo(Fault.RESET);
    }

    @Test
    void triesTheNextAddressWhenTheFirstDoesNotAnswer() throws Exception {
        try (var server = new Wiretap(answering(ok("")))) {
            var client = client(_ -> addresses("127.0.0.2", "127.0.0.1"));

            assertThat(client.post(to("http://rp.example:" + server.port() + "/", LONG)))
                    .isEqualTo(new Answered(200, null, null, 0));
        }
    }

    @Test
    void anInterruptedCallEnds() throws Exception {
        try (var server = new Wiretap((tap, socket) -> tap.wait(socket))) {
            var over = new CountDownLatch(1);
            var caller = Thread.ofVirtual().start(() -> {
                client(NEVER_ASKED).post(to(server, LONG));
                over.countDown();
            });
            while (server.connections.get() == 0) {
                Thread.onSpinWait();
            }
            caller.interrupt();
            assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            X-A            | a\\r\\nX-B: c
            X-A            | a\\0
            X A            | a
            X-A:           | a
            Host           | other.example
            Content-Length | 0
            """)
    void aHeaderThatWouldChangeTheMessageIsRefused(String name, String value) throws Exception {
        try (var server = new Wiretap(answering(ok("")))) {
            var notice = new Notice("http://localhost:" + server.port() + "/", "text/plain", "b",
                    Map.of(name, value.translateEscapes()), LONG);

            assertThat(client(NEVER_ASKED).post(notice)).isInstanceOf(Refused.class);
            assertThat(server.connections).hasValue(0);
        }
    }

    @Test
    void twoHundredCallsAtOnceTakeTheTimeOfOne() throws Exception {
        var all = new CountDownLatch(200);
        try (var server = new Wiretap((tap, socket) -> {
            tap.request(socket);
            all.countDown();
            // Nobody is answered before everybody has asked.
            all.await();
            socket.getOutputStream().write(ok("").getBytes(StandardCharsets.US_ASCII));
        }); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var client = client(NEVER_ASKED);
            var calls = new ArrayList<Callable<Outcome>>();
            for (var i = 0; i < 200; i++) {
                calls.add(() -> client.post(to(server, LONG)));
            }
            for (var call : threads.invokeAll(calls)) {
                assertThat(call.get()).isEqualTo(new Answered(200, null, null, 0));
            }
        }
    }

    /// Runs it and checks that it was over in a time that only a stopped call can have.
    private static <T> T timed(Callable<T> call) throws Exception {
        var from = System.nanoTime();
        var result = call.call();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(10));
        return result;
    }

    private static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals).map(InetAddress::ofLiteral).toList();
    }

    private static OutboundClient client(Resolver resolver) {
        try {
            return client(resolver, SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static OutboundClient client(Resolver resolver, SSLContext tls) {
        return new OutboundClient(LOOPBACK, resolver, () -> NOW, tls);
    }

    private static Notice to(Wiretap server) {
        return to(server, LONG);
    }

    private static Notice to(Wiretap server, Duration timeout) {
        return to("http://localhost:" + server.port() + "/out", timeout);
    }

    private static Notice to(String uri, Duration timeout) {
        return new Notice(uri, "application/x-www-form-urlencoded", "logout_token=a.b.c", Map.of(), timeout);
    }
}
