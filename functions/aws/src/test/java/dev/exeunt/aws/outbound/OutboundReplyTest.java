package dev.exeunt.aws.outbound;

import static dev.exeunt.aws.outbound.Wiretap.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Outbound.Notice;
import dev.exeunt.core.action.Outbound.Reply;
import dev.exeunt.core.client.AllowList;
import dev.exeunt.core.delivery.Outcome.Answered;
import dev.exeunt.core.delivery.Outcome.Fault;
import dev.exeunt.core.delivery.Outcome.Refused;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Answers that are read, of applications that are posted to under the same guard and bounds as ever.
@Timeout(30)
class OutboundReplyTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void theAnswerIsGivenWithItsBodyAndNothingIsFollowed() throws Exception {
        try (var other = new Wiretap(answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
                var server = new Wiretap(answering("HTTP/1.1 302 X\r\nLocation: http://localhost:" + other.port()
                        + "/a?b\r\nContent-Length: 3\r\n\r\n<a>"))) {
            var answer = (Reply.Answer) call(server, LONG);

            assertThat(answer.answered().status()).isEqualTo(302);
            assertThat(answer.location()).isEqualTo("http://localhost:" + other.port() + "/a?b");
            assertThat(answer.body()).hasSize(3);
            assertThat(answer.toString()).isEqualTo("Answer[302]");
            assertThat(other.connections).hasValue(0);
            assertThat(server.heard).singleElement().asString().contains("Accept: text/xml")
                    .contains("SOAPAction: \"x\"").contains("<x/>");
        }
    }

    @Test
    void aBodyHasABound() throws Exception {
        try (var server = new Wiretap(answering("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(Limits.SAML_ANSWER + 100)))) {
            assertThat(((Reply.Answer) call(server, LONG)).body()).hasSize(Limits.SAML_ANSWER);
        }
    }

    @Test
    void whatBreaksOffOrDripsIsGivenAsFarAsItCame() throws Exception {
        try (var server = new Wiretap((tap, socket) -> {
            tap.request(socket);
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n<x".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.getInputStream().read();
        })) {
            var answer = (Reply.Answer) call(server, Duration.ofMillis(500));

            assertThat(answer.answered()).isEqualTo(new Answered(200, null, null, 2));
            assertThat(new String(answer.body(), StandardCharsets.US_ASCII)).isEqualTo("<x");
        }
    }

    @Test
    void withoutAnAnswerThereIsAFault() throws Exception {
        try (var server = new Wiretap((tap, socket) -> {
            tap.request(socket);
            socket.getInputStream().read();
        })) {
            assertThat(call(server, Duration.ofMillis(300)))
                    .isEqualTo(new Reply.Failed(new Unanswered(Fault.TIMEOUT)));
        }
    }

    @Test
    void theGuardIsTheSame() {
        var client = new OutboundClient(AllowList.parse(List.of()),
                _ -> List.of(InetAddress.ofLiteral("169.254.169.254")));

        for (var uri : List.of("http://sp.example/slo", "https://10.0.0.1/slo", "https://metadata.example/slo")) {
            assertThat(client.call(notice(uri, LONG))).isInstanceOfSatisfying(Reply.Failed.class,
                    failed -> assertThat(failed.outcome()).isInstanceOf(Refused.class));
        }
        assertThat(client.call(new Notice("https://sp.example/slo", "text/xml", "", Map.of("Host", "x"), LONG)))
                .isInstanceOfSatisfying(Reply.Failed.class,
                        failed -> assertThat(failed.outcome()).isInstanceOf(Refused.class));
    }

    private static Reply call(Wiretap server, Duration timeout) {
        return new OutboundClient(AllowList.parse(List.of("http://localhost:" + server.port())),
                Resolver.ofSystem()).call(notice("http://localhost:" + server.port() + "/slo", timeout));
    }

    private static Notice notice(String uri, Duration timeout) {
        return new Notice(uri, "text/xml; charset=utf-8", "<x/>",
                Map.of("Accept", "text/xml", "SOAPAction", "\"x\""), timeout);
    }
}
