package dev.exeunt.acceptance.ports;

import static dev.exeunt.acceptance.ports.Embedded.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.ports.Faults.Calls;
import dev.exeunt.aws.outbound.OutboundClient;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Jobs.Job;
import dev.exeunt.core.action.Jobs.Progress;
import dev.exeunt.core.action.Jobs.Work.EndSessions;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.action.StartLogout.Started;
import dev.exeunt.core.action.deliver.Deliver;
import dev.exeunt.core.action.deliver.DeliverBatch;
import dev.exeunt.core.action.deliver.DeliverBatch.Message;
import dev.exeunt.core.action.registry.EndUserSessions;
import dev.exeunt.core.client.AllowList;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.delivery.RetryPolicy;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Session;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How often a logout calls AWS: the participants cost one batch of messages for each ten and one batch of clients for
/// each hundred, and nothing else grows with them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallsOfALogoutTest {

    private static final int MOST = 200;

    private final Embedded embedded = new Embedded();
    private final Calls calls = new Calls();
    private final InstantSource time = InstantSource.fixed(NOW);
    private final StartLogout startLogout = startLogout();

    CallsOfALogoutTest() {
        var clients = embedded.table().clients();
        for (int n = 0; n < MOST; n++) {
            clients.put(client("c" + n));
        }
    }

    @BeforeEach
    void forget() {
        calls.forget();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 11, 101, MOST})
    void aSessionEndsInOneTransactionWhateverTheNumberOfItsApplications(int applications) {
        var session = signedIn("of-" + applications, applications);

        assertThat(run(session, Flow.INVALIDATION, null)).isInstanceOf(Started.Ended.class);

        assertThat(counted()).isEqualTo(expected(applications));
    }

    @Test
    void oneApplicationLeavesAFullSessionForTheSameFewCalls() {
        var session = signedIn("left", 101);

        assertThat(run(session, Flow.PROVIDER_INVALIDATION, "c7")).isInstanceOf(Started.Ended.class);

        assertThat(counted()).isEqualTo(expected(1));
    }

    @Test
    void aRepeatedLogoutTellsNobodyAndCostsFourCalls() {
        var session = signedIn("repeated", 11);
        run(session, Flow.INVALIDATION, null);
        calls.forget();

        run(session, Flow.INVALIDATION, null);

        assertThat(counted()).isEqualTo(Map.of("GetItem", 2L, "Query", 1L, "PutItem", 1L));
    }

    @Test
    void aPreviewOnlyReads() {
        var session = signedIn("previewed", 101);
        startLogout.preview(order(session, Flow.INVALIDATION, null));

        assertThat(counted()).isEqualTo(Map.of("GetItem", 1L, "Query", 1L, "BatchGetItem", 2L));
    }

    @Test
    void endingTheSessionsOfAUserCallsSoOftenForEachAndReadsThemPageByPage() {
        var table = embedded.table(calls);
        var user = "user-of-many";
        for (int n = 0; n < MOST; n++) {
            embedded.table().sessions().write(Made.opening(new Session("many-%03d".formatted(n), user, NOW,
                    NOW.plus(Duration.ofHours(8)), List.of(), Session.Gate.NEW, new Session.Life.Living())));
        }
        var work = new EndSessions(user, EndReason.ADMIN, NOW);
        var job = new Job(Made.ref(), work, Progress.NONE);
        table.jobs().add(job, NOW);
        calls.forget();

        new EndUserSessions(table.sessions(), table.jobs(), startLogout, time).work(job, work,
                NOW.plusSeconds(8));

        assertThat(table.jobs().read(job.id()).orElseThrow().progress())
                .isEqualTo(new Progress("many-199", MOST, 0, 1, true));
        var pages = MOST / 25 + 1;
        assertThat(counted()).isEqualTo(Map.of("TransactWriteItems", (long) MOST, "PutItem", (long) pages, "GetItem",
                2L * MOST + pages + 1, "Query", 2L * MOST + pages));
    }

    /// The plan, the clients and their outages are read once; each receipt is written before and after its attempt.
    @Test
    void aBatchOfNoticesIsReadTogetherAndEachReceiptIsWrittenTwice() {
        var logout = ((Started.Ended) run(signedIn("delivered", 10), Flow.INVALIDATION, null)).logout();
        calls.forget();
        var messages = IntStream.range(0, 10)
                .mapToObj(n -> new Message("m-" + n,
                        Optional.of(new Pointer(logout.ref(), n, 1, logout.plan().recipient(n))), 1))
                .toList();

        new DeliverBatch(deliver(), time, (_, _) -> {}).run(messages, NOW.plusSeconds(20), (_, _) -> {});

        assertThat(counted()).isEqualTo(Map.of("GetItem", 1L, "BatchGetItem", 2L, "UpdateItem", 20L));
        assertThat(embedded.table().receipts().read(logout.ref())).hasSize(10)
                .allSatisfy(receipt -> assertThat(receipt.attempts().getLast().error()).isEqualTo("dns"));
    }

    /// Finds no application.
    private Deliver deliver() {
        var table = embedded.table(calls);
        var nowhere = new OutboundClient(AllowList.parse(List.of()), host -> {
            throw new UnknownHostException(host);
        });
        return new Deliver(
                new Deliver.Stores(table.sessions(), table.clients(), table.logouts(), table.receipts(),
                        table.outages()),
                new Deliver.Means(new Zeros(), nowhere,
                        new RetryPolicy(List.of(Duration.ofSeconds(1)), Duration.ofDays(3)), time, (_, _) -> {}));
    }

    /// One reading of the session and its participants, the clients, one commit, the messages, and one update that says
    /// that they were sent.
    private static Map<String, Long> expected(int applications) {
        var expected = new TreeMap<>(Map.of("GetItem", 1L, "Query", 1L, "TransactWriteItems", 1L));
        if (applications > 0) {
            expected.put("BatchGetItem", (applications + 99L) / 100);
            expected.put("SendMessageBatch", (applications + 9L) / 10);
            expected.put("UpdateItem", 1L);
        }
        return expected;
    }

    private Map<String, Long> counted() {
        return calls.made().stream()
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private String signedIn(String id, int applications) {
        Made.signedIn(embedded.table().sessions(), id, applications);
        return id;
    }

    private Started run(String session, Flow flow, @Nullable String client) {
        return startLogout.run(order(session, flow, client));
    }

    private static Order order(String session, Flow flow, @Nullable String client) {
        return new Order(session, flow, client, Initiator.USER, EndReason.USER, Visit.Way.PAGE);
    }

    private StartLogout startLogout() {
        var table = embedded.table(calls);
        return new StartLogout(new StartLogout.Stores(table.sessions(), table.clients(), table.logouts()),
                embedded.deliveries(calls),
                new StartLogout.Settings(Duration.ofDays(3), time, _ -> {}, (_, _) -> {}));
    }

    private static OidcClient client(String key) {
        return new OidcClient(key, key, "App " + key, List.of(), List.of(),
                new LogoutUri("https://" + key + ".example/bc", true), null, "RS256", null, null, Profile.STANDARD);
    }
}
