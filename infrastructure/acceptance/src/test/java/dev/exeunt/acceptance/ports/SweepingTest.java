package dev.exeunt.acceptance.ports;

import static dev.exeunt.acceptance.ports.Embedded.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Sessions.Written;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.sweep.Sweep;
import dev.exeunt.core.action.sweep.Sweep.Result;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Session.Life;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The sweeper on the real table.
@ParameterizedClass
@EnumSource(Where.class)
class SweepingTest {

    private static final int SESSIONS = 40;
    private static final Instant LATER = NOW.plus(Duration.ofHours(9));

    private final Services services;
    private final List<String> events = new ArrayList<>();

    SweepingTest(Where where) {
        services = where.open();
    }

    @Test
    void twoSweepersAtOnceEndEachSessionOnce() throws InterruptedException {
        var sessions = open();

        var results = AtOnce.run(IntStream.range(0, 2).<Callable<List<Result>>>mapToObj(_ -> () -> sweepAll(LATER))
                .toList()).stream().flatMap(List::stream).toList();

        assertThat(results).allSatisfy(result -> assertThat(result.failed()).isZero());
        sessions.forEach(this::assertExpired);
        assertThat(logouts()).isEqualTo(SESSIONS);
        assertThat(sweepAll(LATER)).containsOnly(new Result(0, 0, false));
    }

    @Test
    void aSessionThatCannotBeEndedBlocksNobodyOfItsShardAndComesAgain() {
        var sessions = open();
        var broken = sessions.removeFirst();
        breakDown(broken);

        assertThat(sweepAll(LATER).stream().mapToInt(Result::failed).sum()).isEqualTo(1);
        sessions.forEach(this::assertExpired);
        assertThat(logouts()).isEqualTo(SESSIONS - 1);
        assertThat(events).contains("sweep_item_failed");
        assertThat(sweepAll(LATER).stream().mapToInt(Result::worked).sum()).isZero();
        assertThat(sweepAll(LATER.plus(Limits.SEND_AGAIN)).stream().mapToInt(Result::failed).sum()).isEqualTo(1);

        mend(broken);
        sweepAll(LATER.plus(Limits.SEND_AGAIN.multipliedBy(2)));
        assertExpired(broken);
    }

    private List<String> open() {
        var ids = new ArrayList<String>();
        for (int n = 0; n < SESSIONS; n++) {
            assertThat(services.table().sessions().write(Made.opening(Made.session("s-" + n))))
                    .isEqualTo(new Written.Done());
            ids.add("s-" + n);
        }
        return ids;
    }

    /// A row that names another number of participants than there are.
    private void breakDown(String session) {
        setCount(session, 1);
    }

    private void mend(String session) {
        setCount(session, 0);
    }

    private void setCount(String session, int count) {
        var row = services.rows().stream()
                .filter(one -> one.get("sk").s().equals("A") && one.get("pk").s().endsWith("#" + session))
                .findFirst().orElseThrow();
        services.dynamoDb().updateItem(request -> request.tableName(services.tableName())
                .key(Map.of("pk", row.get("pk"), "sk", row.get("sk"))).updateExpression("SET #count = :count")
                .expressionAttributeNames(Map.of("#count", "count"))
                .expressionAttributeValues(Map.of(":count", AttributeValue.fromN(Integer.toString(count)))));
    }

    private void assertExpired(String session) {
        assertThat(services.table().sessions().read(session).orElseThrow().session().life())
                .isInstanceOfSatisfying(Life.Ended.class,
                        ended -> assertThat(ended.reason()).isEqualTo(EndReason.EXPIRED));
    }

    private long logouts() {
        return services.rows().stream().filter(row -> row.containsKey("logout")).count();
    }

    private List<Result> sweepAll(Instant now) {
        return IntStream.range(0, Limits.DUE_SHARDS).mapToObj(shard -> sweep(now).run(shard, now.plusSeconds(40)))
                .toList();
    }

    private Sweep sweep(Instant now) {
        var table = services.table();
        var queue = services.deliveries();
        var time = InstantSource.fixed(now);
        var startLogout = new StartLogout(
                new StartLogout.Stores(table.sessions(), table.clients(), table.logouts()), queue,
                new StartLogout.Settings(Duration.ofDays(3), time, _ -> {}, (_, _) -> {}));
        return new Sweep(
                new Sweep.Stores(table.clock(), table.sessions(), table.logouts(), table.receipts(), table.jobs()),
                startLogout, queue, new Sweep.Settings(Duration.ofDays(3), time, (name, _) -> {
                    synchronized (events) {
                        events.add(name);
                    }
                }));
    }
}
