package dev.exeunt.aws.outbound;

import static dev.exeunt.aws.outbound.Wiretap.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Outbound.Fetched;
import dev.exeunt.core.client.AllowList;
import dev.exeunt.core.delivery.Outcome.Answered;
import dev.exeunt.core.delivery.Outcome.Fault;
import dev.exeunt.core.delivery.Outcome.Refused;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents of applications, fetched under the guard that notices are posted under.
@Timeout(30)
class OutboundDocumentTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void aDocumentIsGotWithNothingButTheseHeaders() throws Exception {
        try (var server = new Wiretap(answering("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"keys\":[]}"))) {
            assertThat(get(server, LONG)).isEqualTo(new Fetched.Document("{\"keys\":[]}"));
            assertThat(server.heard).singleElement()
                    .satisfies(request -> assertThat(request.lines().toList()).containsExactlyInAnyOrder(
                            "GET /jwks?a=b HTTP/1.1", "Host: localhost:" + server.port(), "Accept: application/json",
                            "User-Agent: Exeunt", "Connection: close", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 304, 404, 503})
    void anythingButA200IsNoDocumentAndNothingIsFollowed(int status) throws Exception {
        try (var other = new Wiretap(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
                var server = new Wiretap(answering("HTTP/1.1 " + status + " X\r\nLocation: http://localhost:"
                        + other.port() + "/\r\nContent-Length: 0\r\n\r\n"))) {
            assertThat(get(server, LONG)).isEqualTo(new Fetched.Failed(new Answered(status, null, null, 0)));
            assertThat(other.connections).hasValue(0);
        }
    }

    @Test
    void aDocumentHasABound() throws Exception {
        try (var most = new Wiretap(answering("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(Limits.CLIENT_JWKS_BODY)));
                var more = new Wiretap(
                        answering("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(Limits.CLIENT_JWKS_BODY + 1)))) {
            assertThat(get(most, LONG)).isEqualTo(new Fetched.Document("x".repeat(Limits.CLIENT_JWKS_BODY)));
            assertThat(get(more, LONG)).isEqualTo(new Fetched.Failed(new Unanswered(Fault.PROTOCOL)));
        }
    }

    @Test
    void aDocumentThatBreaksOffIsNone() throws Exception {
        try (var server = new Wiretap(answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"keys\":[]}"))) {
            assertThat(get(server, LONG)).isInstanceOf(Fetched.Failed.class);
        }
    }

    @Test
    void whoDripsIsHungUpOn() throws Exception {
        try (var server = new Wiretap((tap, socket) -> {
            tap.request(socket);
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.getInputStream().read();
        })) {
            assertThat(get(server, Duration.ofMillis(300)))
                    .isEqualTo(new Fetched.Failed(new Unanswered(Fault.TIMEOUT)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://keys.example/jwks", "https://10.0.0.1/jwks", "https://keys.example:22/jwks",
        "https://169.254.169.254/latest", "https://metadata.example/jwks"})
    void theGuardIsTheSame(String uri) {
        var client = new OutboundClient(AllowList.parse(List.of()),
                _ -> List.of(InetAddress.ofLiteral("169.254.169.254")));

        assertThat(client.get(uri, LONG)).isInstanceOfSatisfying(Fetched.Failed.class,
                failed -> assertThat(failed.outcome()).isInstanceOf(Refused.class));
    }

    private static Fetched get(Wiretap server, Duration timeout) {
        return new OutboundClient(AllowList.parse(List.of("127.0.0.0/8")), host -> {
            throw new AssertionError("asked for " + host);
        }).get("http://localhost:" + server.port() + "/jwks?a=b", timeout);
    }
}
