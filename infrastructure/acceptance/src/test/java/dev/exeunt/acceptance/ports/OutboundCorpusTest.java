package dev.exeunt.acceptance.ports;

import static dev.exeunt.acceptance.ports.Embedded.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.aws.outbound.OutboundClient;
import dev.exeunt.aws.outbound.Resolver;
import dev.exeunt.aws.table.Table;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Logouts.Committed;
import dev.exeunt.core.action.Logouts.Ending;
import dev.exeunt.core.action.Signer;
import dev.exeunt.core.action.deliver.Deliver;
import dev.exeunt.core.action.deliver.Deliver.Fate;
import dev.exeunt.core.client.AllowList;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.Attempt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.delivery.RetryPolicy;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.StagePlan;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Registered URIs, and answers of name servers, that would make us call ourselves, our neighbours or the cloud's metadata:
/// through the whole deliverer, with its real client and real receipts. Registration would refuse most of them; here the
/// client's row is written past it, because a name may come to mean something else after it was registered.
@Timeout(60)
class OutboundCorpusTest {

    private static final Deliver.Stores STORES = stores(new Embedded().table());
    private static final int NOTICES = 300;
    private static final Logout LOGOUT = logout();
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final RetryPolicy POLICY = new RetryPolicy(List.of(Duration.ofSeconds(1), Duration.ofSeconds(5)),
            Duration.ofDays(3));
    private static final Resolver TO_THIS_MACHINE = answering("127.0.0.1");
    private static final Signer SIGNER = new Zeros();

    private static ServerSocketChannel listening;

    @BeforeAll
    static void listen() throws IOException {
        listening = open();
    }

    @AfterAll
    static void stop() throws IOException {
        listening.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://127.0.0.1{port}/                        | address_not_allowed: 127.0.0.1 is loopback
            https://127.255.255.254{port}/                  | address_not_allowed: 127.255.255.254 is loopback
            https://localhost{port}/                        | address_not_allowed
            https://LOCALHOST{port}/                        | address_not_allowed
            https://a.b.localhost{port}/                    | address_not_allowed
            https://0.0.0.0{port}/                          | address_not_allowed
            https://2130706433{port}/                       | host_not_allowed
            https://017700000001{port}/                     | host_not_allowed
            https://0x7f000001{port}/                       | host_not_allowed
            https://0x7f.0.0.1{port}/                       | host_not_allowed
            https://0x7F.0x0.0x0.0x1{port}/                 | host_not_allowed
            https://0177.0.0.1{port}/                       | host_not_allowed
            https://0177.0.0.01{port}/                      | host_not_allowed
            https://127.0.0.01{port}/                       | host_not_allowed
            https://0000127.0.0.1{port}/                    | host_not_allowed
            https://127.1{port}/                            | host_not_allowed
            https://127.0.1{port}/                          | host_not_allowed
            https://0{port}/                                | host_not_allowed
            https://127.0.0.1.{port}/                       | host_not_allowed
            https://localhost.{port}/                       | host_not_allowed
            https://rp.example.{port}/                      | host_not_allowed
            https://[::1]{port}/                            | address_not_allowed
            https://[0:0:0:0:0:0:0:1]{port}/                | address_not_allowed
            https://[::]{port}/                             | address_not_allowed
            https://[::127.0.0.1]{port}/                    | address_not_allowed
            https://[::ffff:127.0.0.1]{port}/               | host_not_allowed
            https://[::ffff:7f00:1]{port}/                  | host_not_allowed
            https://[::ffff:a9fe:a9fe]{port}/               | host_not_allowed
            https://[0:0:0:0:0:ffff:7f00:1]{port}/          | host_not_allowed
            https://[2002:7f00:1::]{port}/                  | address_not_allowed
            https://[2002:a9fe:a9fe::1]{port}/              | address_not_allowed
            https://[64:ff9b::127.0.0.1]{port}/             | address_not_allowed
            https://[64:ff9b::a9fe:a9fe]{port}/             | address_not_allowed
            https://[64:ff9b:1::7f00:1]{port}/              | address_not_allowed
            https://[2001:0:7f00:1::80ff:fffe]{port}/       | address_not_allowed
            https://[fc00::1]{port}/                        | address_not_allowed
            https://[fd12:3456:789a::1]{port}/              | address_not_allowed
            https://[fd00:ec2::254]{port}/latest/           | address_not_allowed
            https://[fe80::1]{port}/                        | address_not_allowed
            https://[fec0::1]{port}/                        | address_not_allowed
            https://[ff02::1]{port}/                        | address_not_allowed
            https://[::1%25lo]{port}/                       | host_not_allowed
            https://[fe80::1%25eth0]{port}/                 | host_not_allowed
            https://10.0.0.1{port}/                         | address_not_allowed: 10.0.0.1 is private
            https://172.16.0.1{port}/                       | address_not_allowed
            https://192.168.1.1{port}/                      | address_not_allowed
            https://100.64.0.1{port}/                       | address_not_allowed
            https://100.100.100.200{port}/latest/           | address_not_allowed
            https://169.254.169.254{port}/latest/meta-data/ | address_not_allowed
            https://169.254.170.2{port}/v2/credentials      | address_not_allowed
            https://169.254.43518{port}/                    | host_not_allowed
            https://0xa9fea9fe{port}/                       | host_not_allowed
            https://2852039166{port}/                       | host_not_allowed
            https://224.0.0.1{port}/                        | address_not_allowed
            https://239.255.255.250{port}/                  | address_not_allowed
            https://255.255.255.255{port}/                  | address_not_allowed
            https://240.0.0.1{port}/                        | address_not_allowed
            https://198.18.0.1{port}/                       | address_not_allowed
            https://192.0.0.192{port}/                      | address_not_allowed
            https://rp.example@127.0.0.1{port}/             | uri_malformed
            https://127.0.0.1@rp.example{port}/             | uri_malformed
            https://user:word@rp.example{port}/             | uri_malformed
            https://rp.example{port}\\@127.0.0.1/           | uri_malformed
            https://127.0.0.1\\@rp.example{port}/           | uri_malformed
            https://rp.example{port}/#@127.0.0.1/           | uri_malformed
            https://127.0.0.1 {port}/                       | uri_malformed
            https://%31%32%37.0.0.1{port}/                  | host_not_allowed
            https://rp%2eexample{port}/                     | host_not_allowed
            https://１２７.0.0.1{port}/                      | host_not_allowed
            https://127。0。0。1{port}/                      | host_not_allowed
            https://ⓛocalhost{port}/                        | host_not_allowed
            https://bücher.example{port}/                   | host_not_allowed
            https://rp_1.example{port}/                     | host_not_allowed
            https://rp..example{port}/                      | host_not_allowed
            https:127.0.0.1{port}/                          | host_not_allowed
            https:/127.0.0.1{port}/                         | host_not_allowed
            http://127.0.0.1{port}/                         | scheme_not_allowed
            http://rp.example{port}/                        | scheme_not_allowed
            HTTP://rp.example{port}/                        | scheme_not_allowed
            gopher://127.0.0.1{port}/_POST                  | scheme_not_allowed
            file://127.0.0.1{port}/etc/passwd               | scheme_not_allowed
            //127.0.0.1{port}/                              | scheme_not_allowed
            """)
    void aUriThatMeansNoPublicPlaceFailsWithTheReasonInItsReceipt(String uri, String why) throws IOException {
        var receipt = attempt(AllowList.NONE, TO_THIS_MACHINE, uri.replace("{port}", ""));

        assertThat(receipt.state()).isEqualTo(State.FAILED);
        assertThat(receipt.why()).startsWith(why);
        assertThat(receipt.attempts()).singleElement().extracting(Attempt::error, Attempt::status)
                .containsExactly(receipt.why(), null);

        // Once more at a port where somebody listens on this machine.
        var heard = attempt(AllowList.NONE, TO_THIS_MACHINE, uri.replace("{port}", ":" + port(listening)));
        assertThat(heard.state()).isEqualTo(State.FAILED);
        assertThat(heard.why()).containsPattern("^(address|host|port|scheme)_not_allowed: |^uri_malformed: ");
        assertThat(listening.accept()).as("a connection").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "0.0.0.0", "::", "10.0.0.1", "172.31.0.1", "192.168.0.1",
        "169.254.169.254", "169.254.170.2", "fd00:ec2::254", "100.64.0.1", "100.100.100.200", "192.0.0.1", "198.18.0.1",
        "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
        "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::1", "2002:808:808::1", "2001:0:7f00:1::1", "2001:db8::1",
        "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1", "100::1", "8.8.8.8 127.0.0.1", "127.0.0.1 8.8.8.8",
        "2606:4700::1111 169.254.169.254", "8.8.8.8 ::1", "8.8.8.8 64:ff9b::7f00:1"})
    void aNameThatHasAnInsideAddressFailsWithTheReasonInItsReceipt(String addresses) throws IOException {
        var receipt = attempt(AllowList.NONE, answering(addresses.split(" ")), "https://rp.example/");

        assertThat(receipt.state()).isEqualTo(State.FAILED);
        assertThat(receipt.why()).startsWith("address_not_allowed: ").contains(" is ");
        assertThat(receipt.attempts()).singleElement().extracting(Attempt::error).isEqualTo(receipt.why());
        assertThat(listening.accept()).as("a connection").isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {22, 25, 80, 6379, 8080, 9200, 65535})
    void aPortThatIsNotForThisFailsWithTheReasonInItsReceipt(int port) {
        assertThat(attempt(AllowList.NONE, answering("8.8.8.8"), "https://rp.example:" + port + "/"))
                .extracting(Receipt::state, Receipt::why)
                .containsExactly(State.FAILED, "port_not_allowed: " + port);
    }

    @Test
    void aNameWithoutAnAddressIsTriedAgain() {
        assertThat(attempt(AllowList.NONE, host -> {
            throw new UnknownHostException(host);
        }, "https://rp.example/")).satisfies(receipt -> {
            assertThat(receipt.state()).isEqualTo(State.RETRYING);
            assertThat(receipt.attempts()).singleElement().extracting(Attempt::error).isEqualTo("dns");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"301 http://169.254.169.254/latest/meta-data/", "302 http://127.0.0.1:{port}/",
        "303 https://[::ffff:169.254.169.254]/", "307 http://127.0.0.1:{port}/", "308 http://localhost:{port}/",
        "302 //127.0.0.1:{port}/", "302 gopher://127.0.0.1:{port}/_x"})
    void aRedirectInsideIsAFailureAndNobodyThereHearsOfIt(String redirect) throws Exception {
        try (var application = open()) {
            application.configureBlocking(true);
            var answer = "HTTP/1.1 %s X\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n".formatted(
                    redirect.substring(0, 3), redirect.substring(4).replace("{port}", "" + port(listening)));
            var answered = Thread.ofVirtual().start(() -> answer(application, answer));

            var receipt = attempt(AllowList.parse(List.of("http://rp.example:" + port(application))), TO_THIS_MACHINE,
                    "http://rp.example:" + port(application) + "/");

            answered.join();
            assertThat(receipt.state()).isEqualTo(State.FAILED);
            assertThat(receipt.why()).isEqualTo("status " + redirect.substring(0, 3));
            assertThat(listening.accept()).as("a connection").isNull();
        }
    }

    @Test
    void aNameThatTurnsInsideBetweenTwoAttemptsFailsAtTheSecond() throws Exception {
        try (var application = open()) {
            application.configureBlocking(true);
            var answered = Thread.ofVirtual().start(
                    () -> answer(application, "HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n"));
            var asked = new AtomicInteger();
            Resolver rebinding = _ -> List.of(InetAddress.ofLiteral(
                    asked.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254"));
            var allow = AllowList.parse(List.of("http://rp.example:" + port(application)));
            var pointer = registered("http://rp.example:" + port(application) + "/");

            deliver(allow, rebinding).attempt(pointer, NOW.plusSeconds(30));
            answered.join();
            assertThat(asked).as("looked up once, and connected to that").hasValue(1);
            assertThat(receipt(pointer).state()).isEqualTo(State.RETRYING);
            var later = NOW.plusSeconds(10);
            deliver(allow, rebinding, later).attempt(pointer, later.plusSeconds(30));

            assertThat(receipt(pointer)).satisfies(receipt -> {
                assertThat(receipt.state()).isEqualTo(State.FAILED);
                assertThat(receipt.why()).startsWith("address_not_allowed: 169.254.169.254 is ");
                assertThat(receipt.attempts()).extracting(Attempt::status).containsExactly(503, null);
            });
        }
    }

    /// That the listener would hear: the same way, opened.
    @Test
    void whereTheDeploymentAllowsItTheSameCallArrives() throws Exception {
        Thread call;
        try (var application = open()) {
            call = Thread.ofVirtual().start(() -> attempt(AllowList.parse(List.of("127.0.0.0/8")), TO_THIS_MACHINE,
                    "http://127.0.0.1:" + port(application) + "/"));
            application.configureBlocking(true);
            try (var connection = application.accept()) {
                assertThat(connection.read(ByteBuffer.allocate(1))).isEqualTo(1);
            }
        }
        call.join();
    }

    private static Receipt attempt(AllowList allow, Resolver resolver, String uri) {
        var pointer = registered(uri);
        assertThat(deliver(allow, resolver).attempt(pointer, NOW.plusSeconds(30))).isInstanceOf(Fate.class);
        return receipt(pointer);
    }

    private static Receipt receipt(Pointer pointer) {
        return STORES.receipts().read(pointer.ref(), pointer.delivery()).orElseThrow();
    }

    /// A notice to an application that has this URI, whatever it is.
    private static Pointer registered(String uri) {
        STORES.clients().put(new OidcClient("c0", "c0", "App", List.of(), List.of(), new LogoutUri(uri, false), null,
                "RS256", null, null, Profile.STANDARD));
        return new Pointer(LOGOUT.ref(), NEXT.getAndIncrement(), 1, "c0");
    }

    /// The end of one session, with more notices to one application than there are cases.
    private static Logout logout() {
        var ending = Made.ending(Made.signedIn(STORES.sessions(), "corpus", 1), null);
        var logout = ending.logout();
        var plan = logout.plan();
        var notices = Collections.nCopies(NOTICES, plan.deliveries().getFirst());
        var many = new Logout(logout.ref(), logout.session(), logout.user(), null, logout.reason(), logout.at(),
                new StagePlan(plan.flow(), plan.initiator(), plan.stages(), plan.applications(), notices, List.of()));
        assertThat(STORES.logouts().commit(new Ending(ending.session(), many, null, ending.dueAt())))
                .isInstanceOf(Committed.Done.class);
        return many;
    }

    private static Deliver deliver(AllowList allow, Resolver resolver) {
        return deliver(allow, resolver, NOW);
    }

    private static Deliver deliver(AllowList allow, Resolver resolver, Instant now) {
        return new Deliver(STORES, new Deliver.Means(SIGNER, new OutboundClient(allow, resolver), POLICY,
                InstantSource.fixed(now), (_, _) -> {}));
    }

    private static Deliver.Stores stores(Table table) {
        return new Deliver.Stores(table.sessions(), table.clients(), table.logouts(), table.receipts(),
                table.outages());
    }

    private static Resolver answering(String... addresses) {
        return _ -> Stream.of(addresses).map(InetAddress::ofLiteral).toList();
    }

    /// Never blocks: no connection is an answer.
    private static ServerSocketChannel open() throws IOException {
        var channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        channel.configureBlocking(false);
        return channel;
    }

    private static int port(ServerSocketChannel channel) {
        return channel.socket().getLocalPort();
    }

    /// Reads one request, and answers this.
    private static void answer(ServerSocketChannel application, String answer) {
        try (SocketChannel connection = application.accept(); InputStream in = connection.socket().getInputStream()) {
            var text = new StringBuilder();
            while (text.indexOf("logout_token=") < 0) {
                text.append((char) in.read());
            }
            connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException _) {
            // The caller's view is what is tested.
        }
    }
}
