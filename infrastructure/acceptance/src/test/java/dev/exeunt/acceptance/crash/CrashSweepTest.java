package dev.exeunt.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.crash.Cloud.Called;
import dev.exeunt.acceptance.crash.Cloud.Function;
import dev.exeunt.acceptance.crash.Scenario.Story;
import dev.exeunt.acceptance.observe.OperatingGuide;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final OperatingGuide GUIDE = OperatingGuide.read();

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
        for (Story story : Story.values()) {
            var scenario = play(story, Mischief.NONE);
            assertThat(scenario.facts().broken()).as(() -> String.join("\n", scenario.cloud().story())).isEmpty();
        }
        assertThat(play(Story.BROWSER, Mischief.NONE).cloud().called()).extracting(Called::by)
                .contains(Function.values());
        assertThat(play(Story.BROWSER, Mischief.NONE).cloud().called()).extracting(Called::operation)
                .contains("GetPublicKey", "Sign");
        assertThat(play(Story.SECRETS, Mischief.NONE).cloud().called())
                .contains(new Called(Function.BACKCHANNEL, "GetSecretValue"));
    }

    @Test
    void theStoriesReachWhatTheyAreToldFor() {
        assertThat(play(Story.BROWSER, Mischief.NONE).cloud().story())
                .anyMatch(line -> line.contains("client=receiver"))
                .anyMatch(line -> line.contains("superseded"));
        assertThat(play(Story.REDRIVE, Mischief.NONE).cloud().story())
                .anyMatch(line -> line.contains("delivery_redriven"));
        assertThat(play(Story.OUTAGE, Mischief.NONE).cloud().story()).anyMatch(line -> line.contains("client_down"))
                .anyMatch(line -> line.contains("delivery_put_off")).anyMatch(line -> line.contains("client_up"));
        assertThat(play(Story.BATCHES, Mischief.NONE).cloud().story())
                .anyMatch(line -> line.contains("BACKCHANNEL") && line.split("\"messageId\"").length > 10);
    }

    @Test
    void withoutMischiefTheStoriesLogNothingThatTheGuideDoesNotTellOf() {
        var logged = new TreeSet<String>();
        for (Story story : Story.values()) {
            var events = play(story, Mischief.NONE).cloud().logged();
            events.forEach(GUIDE::requireTold);
            logged.addAll(events.keySet());
        }
        assertThat(logged).contains("client_down", "client_still_down", "client_up", "delivery_put_off",
                "delivery_redriven", "outages_measured");
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whicheverCallGoesWrongNobodyIsForgottenAndNobodyIsHit(Fault fault) {
        for (Story story : Story.values()) {
            var cloud = play(story, Mischief.NONE).cloud();
            var calls = cloud.called();
            var failures = IntStream.range(cloud.calm(), calls.size()).parallel()
                    .filter(n -> fault.concerns(calls.get(n).operation()))
                    .filter(n -> story.isAbout(calls.get(n).operation()))
                    .mapToObj(n -> failure(story, fault, n, calls.get(n)))
                    .flatMap(Optional::stream)
                    .toList();
            assertThat(failures).isEmpty();
        }
    }

    /// What was broken where this call went wrong, with the whole story.
    private static Optional<String> failure(Story story, Fault fault, int n, Called call) {
        var scenario = play(story, once(fault, n));
        scenario.cloud().logged().forEach(GUIDE::requireTold);
        return Optional.of(scenario.facts().broken()).filter(broken -> !broken.isEmpty())
                .map(broken -> "%s: %s at call %d, %s: %s\n%s".formatted(story, fault, n, call, broken,
                        String.join("\n", scenario.cloud().story())));
    }

    /// The n-th call, or the first after it that this can happen to: calls that are made side by side come in any order.
    private static Mischief once(Fault fault, int n) {
        var done = new AtomicBoolean();
        return (number, operation) -> number >= n && fault.concerns(operation) && !done.getAndSet(true)
                ? Optional.of(fault)
                : Optional.empty();
    }

    private static Scenario play(Story story, Mischief mischief) {
        return Chance.of(SEED, () -> Scenario.play(story, mischief));
    }
}
