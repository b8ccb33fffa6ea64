package dev.exeunt.acceptance.ports;

import static dev.exeunt.acceptance.ports.Embedded.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Backlog;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.Receipts.Beginning;
import dev.exeunt.core.action.Receipts.Claim;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Where.class)
class BacklogTest {

    private static final String REF = Made.ref();

    private final Receipts receipts;
    private final Backlog backlog;

    BacklogTest(Where where) {
        var table = where.open().table();
        receipts = table.receipts();
        backlog = table.backlog();
    }

    @Test
    void whereNothingWaitsNothingIsOld() {
        receipts.claim(beginning(1, NOW));
        assertThat(oldest()).isEmpty();
    }

    @Test
    void theOldestIsTheOneWhoseFirstAttemptLiesFurthestBack() {
        IntStream.range(0, 12).forEach(number -> tryInVain(number, NOW.minusSeconds(100L * number)));
        assertThat(oldest()).contains(NOW.minusSeconds(1100));
    }

    @Test
    void oneThatIsTriedAgainAndAgainGrowsOlder() {
        tryInVain(1, NOW.minus(Duration.ofHours(5)));
        tryInVain(1, NOW.minus(Duration.ofHours(1)));
        assertThat(oldest()).contains(NOW.minus(Duration.ofHours(5)));
    }

    @Test
    void oneThatIsPutOffWithoutAnAttemptIsAsOldAsThat() {
        var untried = Receipt.untried(4);
        var waits = new Receipt(4, 1, State.QUEUED, null, NOW.plusSeconds(600), null, List.of());
        assertThat(receipts.write(REF, "client", untried, waits)).isTrue();
        assertThat(oldest()).contains(NOW);
    }

    @Test
    void whatIsSettledWaitsNoMore() {
        for (var state : List.of(State.DONE, State.FAILED, State.SUPERSEDED)) {
            var waits = tryInVain(state.ordinal(), NOW.minusSeconds(60));
            assertThat(oldest()).contains(NOW.minusSeconds(60));
            assertThat(receipts.write(REF, "client", waits,
                    new Receipt(waits.delivery(), 1, state, null, null, null, waits.attempts()))).isTrue();
            assertThat(oldest()).isEmpty();
        }
    }

    private Receipt tryInVain(int delivery, Instant at) {
        var claimed = ((Claim.Claimed) receipts.claim(beginning(delivery, at))).receipt();
        var waits = new Receipt(delivery, 1, State.RETRYING, null, at.plusSeconds(3600), null, claimed.attempts());
        assertThat(receipts.write(REF, "client", claimed, waits)).isTrue();
        return waits;
    }

    private static Beginning beginning(int delivery, Instant at) {
        return new Beginning(REF, delivery, "client", 1, at, at.plusSeconds(20), "jti-" + at);
    }

    private Optional<Instant> oldest() {
        return IntStream.range(0, Limits.DUE_SHARDS).mapToObj(backlog::oldest).flatMap(Optional::stream)
                .min(Instant::compareTo);
    }
}
