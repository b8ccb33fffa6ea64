package dev.exeunt.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.FrameResult;
import dev.exeunt.core.plan.Progress.HopResult;
import dev.exeunt.core.plan.Progress.Place;
import dev.exeunt.core.plan.Progress.SamlStatus;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final Progress NONE = new Progress(1, Map.of(0, FrameResult.LOADED));

    @Test
    void theFirstHopIsTheFirstInTurn() {
        assertThat(NONE.turn(2)).isZero();
        assertThat(NONE.turn(0)).isZero();
    }

    @Test
    void aHopThatWasStartedKeepsItsTurnUntilItIsAnsweredOrSkipped() {
        var started = NONE.started(0);

        assertThat(started.turn(2)).isZero();
        assertThat(started.skipped(0).turn(2)).isEqualTo(1);
        assertThat(answered(started, 0).turn(2)).isEqualTo(1);
        assertThat(answered(started, 0).skipped(1).turn(2)).isEqualTo(2);
    }

    @Test
    void anAnswerThatOvertakesAnotherHopIsKeptForItsTurn() {
        assertThat(answered(NONE.started(0), 1).turn(3)).isZero();
        assertThat(answered(NONE.skipped(0), 1).turn(3)).isEqualTo(2);
    }

    @Test
    void everyStartIsCountedAlsoAfterASkip() {
        assertThat(NONE.times(0)).isZero();
        assertThat(NONE.started(0).started(0).hops()).isEqualTo(Map.of(0, new HopResult.Started(2)));
        assertThat(NONE.started(0).skipped(0).hops()).isEqualTo(Map.of(0, new HopResult.Skipped(1)));
        assertThat(NONE.started(0).skipped(0).started(0).times(0)).isEqualTo(2);
    }

    @Test
    void whatIsKnownStaysWhenTheVisitMovesOn() {
        var moved = answered(NONE.started(0), 0).reported(Map.of(1, FrameResult.TIMEOUT)).past(1);

        assertThat(moved).isEqualTo(new Progress(2, Map.of(0, FrameResult.LOADED, 1, FrameResult.TIMEOUT),
                Map.of(0, new HopResult.Started(1)), Map.of(new Entry(Place.HOP, 0), SamlStatus.SUCCESS)));
    }

    private static Progress answered(Progress before, int hop) {
        var answers = new HashMap<>(before.answers());
        answers.put(new Entry(Place.HOP, hop), SamlStatus.SUCCESS);
        return new Progress(before.stage(), before.frames(), before.hops(), answers);
    }
}
