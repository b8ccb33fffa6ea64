package dev.exeunt.core.action.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns(2);

    @Test
    void thereAreSoManyTurnsForEachNameAndNoMore() {
        assertThat(turns.take("a", Duration.ZERO)).isTrue();
        assertThat(turns.take("a", Duration.ZERO)).isTrue();
        assertThat(turns.take("a", Duration.ZERO)).isFalse();
        assertThat(turns.take("b", Duration.ZERO)).isTrue();
        turns.giveBack("a");
        assertThat(turns.take("a", Duration.ZERO)).isTrue();
        assertThat(turns.take("a", Duration.ofMillis(1))).isFalse();
    }

    @Test
    void whoIsInterruptedGetsNoTurnAndStaysInterrupted() {
        assertThat(turns.take("a", Duration.ZERO) && turns.take("a", Duration.ZERO)).isTrue();
        Thread.currentThread().interrupt();
        assertThat(turns.take("a", Duration.ofMinutes(1))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
