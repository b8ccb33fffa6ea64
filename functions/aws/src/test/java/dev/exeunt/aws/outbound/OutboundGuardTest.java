package dev.exeunt.aws.outbound;

import static dev.exeunt.aws.outbound.Wiretap.answering;
import static dev.exeunt.aws.outbound.Wiretap.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.Outbound.Notice;
import dev.exeunt.core.client.AllowList;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Outcome.Answered;
import dev.exeunt.core.delivery.Outcome.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `AddressGuardTest` decides holds on the wire: a server on this machine hears nothing.
@Timeout(30)
class OutboundGuardTest {

    private static Wiretap server;

    @BeforeAll
    static void listen() throws IOException {
        server = new Wiretap(answering(ok("")));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:%d/", "https://localhost:%d/", "http://127.0.0.1:%d/",
        "https://127.0.0.1:%d/", "http://[::1]:%d/", "http://[::ffff:127.0.0.1]:%d/",
        "https://[::ffff:7f00:1]:%d/", "http://[::127.0.0.1]:%d/", "http://[64:ff9b::7f00:1]:%d/",
        "http://[2002:7f00:1::]:%d/", "http://2130706433:%d/", "http://0x7f000001:%d/", "http://0x7f.1:%d/",
        "http://0177.0.0.1:%d/", "http://017700000001:%d/", "http://127.1:%d/", "http://127.0.1:%d/",
        "http://0:%d/", "http://0.0.0.0:%d/", "http://[::]:%d/", "http://localhost.:%d/", "http://127.0.0.1.:%d/",
        "http://LocalHost:%d/", "http://a.b.localhost:%d/", "http://rp.example@127.0.0.1:%d/",
        "http://127.0.0.1:%d#@rp.example/", "http://127.0.0.1:%d\\@rp.example/", "http://１２７.0.0.1:%d/",
        "http://127。0。0。1:%d/", "http://%%31%%32%%37.0.0.1:%d/", "http://127.0.0.1 :%d/", "http:/127.0.0.1:%d/",
        "http:127.0.0.1:%d/", "//127.0.0.1:%d/", "http://[::1%%25lo]:%d/", "http://rp_1.localhost:%d/",
        "HTTP://127.0.0.1:%d/", "http://0000127.0.0.1:%d/", "http://127.0.0.1.nip.example:%d/",
        "http://\t127.0.0.1:%d/", "gopher://127.0.0.1:%d/", "file://127.0.0.1:%d/"})
    void b25AUriThatMeansThisMachineIsRefusedBeforeAByteIsSent(String uri) {
        var outcome = post(AllowList.NONE, _ -> loopback(), uri.formatted(server.port()));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(server.connections).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0", "::", "10.0.0.1", "169.254.169.254", "fd00:ec2::254",
        "100.64.0.1", "192.0.0.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "255.255.255.255", "::7f00:1",
        "64:ff9b::7f00:1", "2002:7f00:1::1", "2001:0:7f00:1::1", "fc00::1", "fe80::1", "fec0::1"})
    void aNameThatResolvesToAnInsideAddressIsRefusedBeforeAByteIsSent(String address) {
        var outcome = post(AllowList.NONE, _ -> List.of(InetAddress.ofLiteral(address)), "https://rp.example/");

        assertThat(outcome).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.why()).startsWith("address_not_allowed: ").contains(" is "));
    }

    @Test
    void aNameIsLookedUpOnceSoThatAnotherAnswerGainsNothing() throws Exception {
        var asked = new AtomicInteger();
        Resolver rebinding = _ -> asked.getAndIncrement() == 0
                ? loopback()
                : List.of(InetAddress.ofLiteral("169.254.169.254"));
        try (var checked = new Wiretap(answering(ok("")))) {
            var outcome = post(AllowList.parse(List.of("127.0.0.1/32")), rebinding,
                    "http://rp.example:" + checked.port() + "/");

            assertThat(outcome).isEqualTo(new Answered(200, null, null, 0));
            assertThat(asked).hasValue(1);
            assertThat(checked.heard).singleElement().asString().contains("Host: rp.example:" + checked.port());
        }
    }

    @Test
    void oneBadAddressAmongGoodOnesRefusesTheName() throws Exception {
        try (var good = new Wiretap(answering(ok("")))) {
            Resolver mixed = _ -> Stream.of("127.0.0.1", "169.254.169.254").map(InetAddress::ofLiteral).toList();

            assertThat(post(AllowList.parse(List.of("127.0.0.1/32")), mixed, "http://rp.example:" + good.port() + "/"))
                    .isInstanceOf(Refused.class);
            assertThat(good.connections).hasValue(0);
        }
    }

    @Test
    void theSystemsProxyIsNotUsed() throws SocketException {
        var before = System.getProperty("socksProxyHost");
        System.setProperty("socksProxyHost", "127.0.0.1");
        System.setProperty("socksProxyPort", String.valueOf(server.port()));
        try {
            assertThat(post(AllowList.parse(List.of("127.0.0.2/32")), _ -> loopback(), "http://127.0.0.2:1/"))
                    .isEqualTo(new Outcome.Unanswered(Outcome.Fault.CONNECT));
            assertThat(server.connections).hasValue(0);
        } finally {
            System.clearProperty("socksProxyPort");
            if (before == null) {
                System.clearProperty("socksProxyHost");
            } else {
                System.setProperty("socksProxyHost", before);
            }
        }
    }

    private static List<InetAddress> loopback() {
        return List.of(InetAddress.ofLiteral("127.0.0.1"));
    }

    private static Outcome post(AllowList allow, Resolver resolver, String uri) {
        return new OutboundClient(allow, resolver)
                .post(new Notice(uri, "text/plain", "logout_token=a.b.c", Map.of(), Duration.ofSeconds(10)));
    }
}
