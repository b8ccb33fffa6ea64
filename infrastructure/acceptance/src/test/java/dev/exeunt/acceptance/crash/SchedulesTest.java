package dev.exeunt.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Thousands of short times in which anything may happen. A failure tells its seed: `-Dexeunt.schedule=SEED` plays that
/// one alone, with the whole story; `-Dexeunt.schedules=NUMBER` plays more of them or fewer.
class SchedulesTest {

    private static final long FIRST = 20261125_0000L;
    private static final int SCHEDULES = Integer.getInteger("exeunt.schedules", 10_000);
    private static final int SHOWN = 3;

    @BeforeAll
    static void install() {
        Chance.install();
    }

    @AfterAll
    static void remove() {
        Chance.remove();
    }

    @Test
    void inNoneOfThousandsOfSchedulesAnybodyIsForgottenOrHit() {
        var failures = seeds().parallel().mapToObj(SchedulesTest::failure).flatMap(Optional::stream).limit(SHOWN)
                .toList();
        assertThat(failures).isEmpty();
    }

    @Test
    void aSeedTellsTheSameStoryAgain() {
        LongStream.range(FIRST, FIRST + 20)
                .forEach(seed -> assertThat(Schedule.play(seed).story()).isEqualTo(Schedule.play(seed).story()));
    }

    private static LongStream seeds() {
        return Optional.ofNullable(Long.getLong("exeunt.schedule")).map(LongStream::of)
                .orElseGet(() -> LongStream.range(FIRST, FIRST + SCHEDULES));
    }

    private static Optional<String> failure(long seed) {
        var schedule = Schedule.play(seed);
        return Optional.of(schedule.broken()).filter(broken -> !broken.isEmpty())
                .map(broken -> "seed %d (-Dexeunt.schedule=%d): %s%n%s".formatted(seed, seed, broken,
                        String.join("\n", schedule.story())));
    }
}
