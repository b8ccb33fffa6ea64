package dev.exeunt.acceptance.ports;

import static dev.exeunt.acceptance.ports.Embedded.NOW;
import static dev.exeunt.acceptance.ports.Made.signedIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clock;
import dev.exeunt.core.action.Clock.Due;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.Sessions.Change;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@ParameterizedClass
@EnumSource(Where.class)
class ClockTest {

    private static final Instant END = NOW.plus(Duration.ofHours(8));

    private final Services services;
    private final Sessions sessions;
    private final Clock clock;

    ClockTest(Where where) {
        services = where.open();
        sessions = services.table().sessions();
        clock = services.table().clock();
    }

    @Test
    void whatIsDueIsToldApart() {
        signedIn(sessions, "living", 1);
        var ending = Made.ending(signedIn(sessions, "ended", 1), null);
        services.table().logouts().commit(ending);
        var ref = ending.logout().ref();
        var retry = NOW.plusSeconds(600);
        services.table().receipts().write(ref, "c0", Receipt.untried(3),
                new Receipt(3, 1, State.RETRYING, null, retry, null, List.of()));
        assertThat(due(END)).containsExactlyInAnyOrder(new Due.Expiry("living", END),
                new Due.Sending(ref, ending.dueAt()), new Due.Retry(ref, 3, retry));
    }

    @Test
    void nothingIsListedBeforeItsTime() {
        open("s", END.plusNanos(1));
        assertThat(due(END)).isEmpty();
        assertThat(due(END.plusNanos(999_999_999))).isEmpty();
        assertThat(due(END.plusSeconds(1))).containsExactly(new Due.Expiry("s", END.plusSeconds(1)));
    }

    @Test
    void aShardIsListedOldestFirstAndNoFurtherThanAsked() {
        for (int number = 0; number < 40; number++) {
            open("s" + number, END.plusSeconds((number * 7) % 40));
        }
        for (int shard = 0; shard < Limits.DUE_SHARDS; shard++) {
            var all = clock.due(shard, Instant.EPOCH, END.plusSeconds(60), 100);
            assertThat(all).isNotEmpty().isSortedAccordingTo(Comparator.comparing(Due::at));
            assertThat(clock.due(shard, Instant.EPOCH, END.plusSeconds(60), 2))
                    .isEqualTo(all.subList(0, Math.min(2, all.size())));
        }
        assertThat(due(END.plusSeconds(60))).hasSize(40).doesNotHaveDuplicates();
        assertThat(due(END.plusSeconds(10), END.plusSeconds(19))).extracting(Due::at)
                .containsExactlyInAnyOrderElementsOf(LongStream.range(10, 20).mapToObj(END::plusSeconds).toList());
    }

    @Test
    void rowsOfAKindThatOnlyALaterReleaseKnowsAreInNobodysWay() {
        open("s", END);
        for (int number = 0; number < 120; number++) {
            var row = Map.of("pk", AttributeValue.fromS("LATER#" + number), "sk", AttributeValue.fromS("A"),
                    "due_shard", AttributeValue.fromS(Integer.toString(number % Limits.DUE_SHARDS)),
                    "due_at", AttributeValue.fromN(Long.toString(NOW.getEpochSecond())));
            services.dynamoDb().putItem(request -> request.tableName(services.tableName()).item(row));
        }
        for (int limit : List.of(1, 10, 100)) {
            assertThat(IntStream.range(0, Limits.DUE_SHARDS)
                    .mapToObj(shard -> clock.due(shard, Instant.EPOCH, END, limit)).flatMap(List::stream))
                    .containsExactly(new Due.Expiry("s", END));
        }
    }

    @Test
    void ofTwoWhoPutOffTheSameOneOneDoes() throws InterruptedException {
        open("s", END);
        var due = due(END).getFirst();
        var next = END.plusSeconds(60);
        List<Callable<Boolean>> claims = List.of(() -> clock.putOff(due, next), () -> clock.putOff(due, next));
        assertThat(AtOnce.<Boolean>run(claims)).containsExactlyInAnyOrder(true, false);
        assertThat(due(END)).isEmpty();
        assertThat(due(next)).containsExactly(new Due.Expiry("s", next));
        assertThat(sessions.read("s").orElseThrow().session().expiresAt()).isEqualTo(END);
    }

    @Test
    void aSessionThatWasExtendedIsDueAtItsNewEnd() {
        var session = open("s", END);
        var due = due(END).getFirst();
        var later = session.changed(END.plusSeconds(600), session.cookies());
        sessions.write(new Change(session, later, null, List.of(), List.of()));
        assertThat(clock.putOff(due, END.plusSeconds(60))).isFalse();
        clock.done(due);
        assertThat(due(END.plusSeconds(600))).containsExactly(new Due.Expiry("s", END.plusSeconds(600)));
    }

    @Test
    void whatIsDoneIsListedNoMore() {
        open("s", END);
        var due = due(END).getFirst();
        clock.done(due);
        clock.done(due);
        assertThat(due(END)).isEmpty();
        assertThat(clock.putOff(due, END.plusSeconds(60))).isFalse();
        assertThat(sessions.read("s")).isPresent();
    }

    @Test
    void whatIsGoneCannotBePutOff() {
        assertThat(clock.putOff(new Due.Expiry("gone", END), END.plusSeconds(60))).isFalse();
        assertThat(clock.putOff(new Due.Sending(Made.ref(), END), END.plusSeconds(60))).isFalse();
        clock.done(new Due.Retry(Made.ref(), 1, END));
        assertThat(services.rows()).isEmpty();
    }

    @Test
    void aSettledDeliveryIsOffTheClock() {
        var ref = Made.ref();
        var receipts = services.table().receipts();
        var waiting = new Receipt(0, 1, State.RETRYING, null, END, null, List.of());
        receipts.write(ref, "c0", Receipt.untried(0), waiting);
        var due = due(END).getFirst();
        receipts.write(ref, "c0", waiting, new Receipt(0, 1, State.DONE, null, null, null, List.of()));
        assertThat(due(END)).isEmpty();
        assertThat(clock.putOff(due, END.plusSeconds(60))).isFalse();
    }

    private Session open(String id, Instant end) {
        var made = Made.session(id);
        var session = new Session(id, made.user(), NOW, end, made.cookies(), made.gate(), made.life());
        sessions.write(Made.opening(session));
        return session;
    }

    private List<Due> due(Instant until) {
        return due(Instant.EPOCH, until);
    }

    private List<Due> due(Instant from, Instant until) {
        var all = new ArrayList<Due>();
        IntStream.range(0, Limits.DUE_SHARDS).forEach(shard -> all.addAll(clock.due(shard, from, until, 100)));
        return all;
    }
}
