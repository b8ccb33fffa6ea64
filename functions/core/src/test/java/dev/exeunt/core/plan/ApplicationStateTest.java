package dev.exeunt.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.plan.Visit.FrameResult;
import dev.exeunt.core.plan.Visit.Progress;
import dev.exeunt.core.session.OidcIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApplicationStateTest {

    private static final OidcIdentity WHO = new OidcIdentity("i", "u", "s");

    @Test
    void aDeliveryThatNobodyTriedIsQueued() {
        assertThat(state(plan(1, 0), List.of(), null)).isEqualTo(ApplicationState.QUEUED);
    }

    @Test
    void overIdentitiesTheWeakestCounts() {
        assertThat(states(Receipt.State.DONE, Receipt.State.DONE)).isEqualTo(ApplicationState.DONE);
        assertThat(states(Receipt.State.DONE, Receipt.State.RETRYING)).isEqualTo(ApplicationState.RETRYING);
        assertThat(states(Receipt.State.RETRYING, Receipt.State.QUEUED)).isEqualTo(ApplicationState.QUEUED);
        assertThat(states(Receipt.State.DONE, Receipt.State.FAILED)).isEqualTo(ApplicationState.FAILED);
        assertThat(states(Receipt.State.DONE, Receipt.State.SUPERSEDED)).isEqualTo(ApplicationState.SUPERSEDED);
    }

    @Test
    void overChannelsTheStrongestCounts() {
        var over = new Progress(2, Map.of(0, FrameResult.LOADED));
        var timedOut = new Progress(2, Map.of(0, FrameResult.TIMEOUT));

        assertThat(both(Receipt.State.DONE, over)).isEqualTo(ApplicationState.DONE);
        assertThat(both(Receipt.State.RETRYING, over)).isEqualTo(ApplicationState.RETRYING);
        assertThat(both(Receipt.State.FAILED, over)).isEqualTo(ApplicationState.SENT);
        assertThat(both(Receipt.State.FAILED, timedOut)).isEqualTo(ApplicationState.FAILED);
        assertThat(both(Receipt.State.DONE, null)).isEqualTo(ApplicationState.DONE);
    }

    @Test
    void c10ALoadedFrameIsSentAndNeverDone() {
        assertThat(state(plan(0, 1), List.of(), new Progress(2, Map.of(0, FrameResult.LOADED))))
                .isEqualTo(ApplicationState.SENT);
    }

    @Test
    void aFrameIsQueuedUntilItsStageIsOverAndSkippedIfNobodyReportedIt() {
        assertThat(state(plan(0, 1), List.of(), null)).isEqualTo(ApplicationState.QUEUED);
        assertThat(state(plan(0, 1), List.of(), new Progress(1, Map.of(0, FrameResult.LOADED))))
                .isEqualTo(ApplicationState.QUEUED);
        assertThat(state(plan(0, 1), List.of(), new Progress(2, Map.of()))).isEqualTo(ApplicationState.SKIPPED);
        assertThat(state(plan(0, 2), List.of(), new Progress(2, Map.of(0, FrameResult.LOADED))))
                .isEqualTo(ApplicationState.SKIPPED);
    }

    @Test
    void withoutAnyChannelItIsUnreachable() {
        assertThat(state(plan(0, 0), List.of(), null)).isEqualTo(ApplicationState.UNREACHABLE);
    }

    @Test
    void onlyQueuedAndRetryingChangeByThemselves() {
        assertThat(List.of(ApplicationState.values()).stream().filter(ApplicationState::isOpen))
                .containsExactlyInAnyOrder(ApplicationState.QUEUED, ApplicationState.RETRYING);
    }

    @Test
    void theContractsOrderIsTheOrderOfStrength() {
        assertThat(List.of(ApplicationState.values()).stream().map(ApplicationState::text)
                .filter(List.of("done", "retrying", "queued", "sent", "failed", "unreachable")::contains))
                .containsExactly("done", "retrying", "queued", "sent", "failed", "unreachable");
    }

    private static ApplicationState both(Receipt.State back, @Nullable Progress progress) {
        return state(plan(1, 1), List.of(receipt(0, back)), progress);
    }

    private static ApplicationState states(Receipt.State first, Receipt.State second) {
        return state(plan(2, 0), List.of(receipt(1, second), receipt(0, first)), null);
    }

    private static ApplicationState state(StagePlan plan, List<Receipt> receipts, @Nullable Progress progress) {
        return ApplicationState.of(plan, receipts, progress).getFirst();
    }

    private static Receipt receipt(int delivery, Receipt.State state) {
        return new Receipt(delivery, 1, state, null, null, null, List.of());
    }

    private static StagePlan plan(int deliveries, int frames) {
        var stages = new ArrayList<Stage>(List.of(new Stage.UserLogout()));
        if (frames > 0) {
            stages.add(new Stage.IframeLogout(java.util.stream.IntStream.range(0, frames)
                    .mapToObj(n -> new Stage.Frame(0, "https://a/" + n)).toList()));
        }
        stages.add(new Stage.SessionEnd());
        return new StagePlan("f", Initiator.USER, stages, List.of(new StagePlan.Application("a", "A")),
                java.util.Collections.nCopies(deliveries, (Delivery) new Delivery.LogoutToken(0, WHO)), List.of());
    }
}
