package dev.exeunt.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.crash.Cloud.Called;
import dev.exeunt.acceptance.crash.Cloud.Function;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every call to AWS goes wrong once, in every way there is, and then time passes: every application was told at least
/// once, no session is left ended and unsent, nothing was sent for one that did not end, and nobody who signed in anew was
/// hit.
class CrashSweepTest {

    private static final long SEED = 20261125;

    @BeforeAll
    static void install() {
        Chance.install();
    }

    @AfterAll
    static void remove() {
        Chance.remove();
    }

    @Test
    void withoutMischiefEveryFunctionCallsAndAllIsWell() {
        var scenario = play(Mischief.NONE);
        assertThat(scenario.facts().broken()).as(() -> String.join("\n", scenario.cloud().story())).isEmpty();
        assertThat(scenario.cloud().called()).extracting(Called::by).contains(Function.values());
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whicheverCallGoesWrongNobodyIsForgottenAndNobodyIsHit(Fault fault) {
        var calls = play(Mischief.NONE).cloud().called();
        var failures = IntStream.range(0, calls.size()).parallel()
                .filter(n -> fault.concerns(calls.get(n).operation()))
                .mapToObj(n -> failure(fault, n, calls.get(n)))
                .flatMap(Optional::stream)
                .toList();
        assertThat(failures).isEmpty();
    }

    /// What was broken where this call went wrong, with the whole story.
    private static Optional<String> failure(Fault fault, int n, Called call) {
        var scenario = play((number, _) -> number == n ? Optional.of(fault) : Optional.empty());
        return Optional.of(scenario.facts().broken()).filter(broken -> !broken.isEmpty())
                .map(broken -> "%s at call %d, %s: %s\n%s".formatted(fault, n, call, broken,
                        String.join("\n", scenario.cloud().story())));
    }

    private static Scenario play(Mischief mischief) {
        return Chance.of(SEED, () -> Scenario.play(mischief));
    }
}
