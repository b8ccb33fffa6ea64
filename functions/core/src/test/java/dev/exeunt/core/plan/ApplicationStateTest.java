package dev.exeunt.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.FrameResult;
import dev.exeunt.core.plan.Progress.Place;
import dev.exeunt.core.plan.Progress.SamlStatus;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.SamlIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApplicationStateTest {

    private static final OidcIdentity WHO = new OidcIdentity("i", "u", "s");
    private static final SamlIdentity NAME = new SamlIdentity(new NameId("n", null, null, null, null), "i1");

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
    void e17OnlyAnAnswerOfSuccessIsDone() {
        for (var place : Place.values()) {
            var entry = new Entry(place, 0);
            var plan = place == Place.FRAME ? samlFrame() : hop();
            assertThat(state(plan, List.of(), answered(1, entry, SamlStatus.SUCCESS))).isEqualTo(ApplicationState.DONE);
            assertThat(state(plan, List.of(), answered(2, entry, SamlStatus.SUCCESS))).isEqualTo(ApplicationState.DONE);
            assertThat(state(plan, List.of(), answered(2, entry, SamlStatus.PARTIAL)))
                    .isEqualTo(ApplicationState.FAILED);
            assertThat(state(plan, List.of(), answered(2, entry, SamlStatus.FAILURE)))
                    .isEqualTo(ApplicationState.FAILED);
        }
        assertThat(state(samlFrame(), List.of(), new Progress(2, Map.of(0, FrameResult.LOADED))))
                .isEqualTo(ApplicationState.SENT);
    }

    @Test
    void aHopIsSentWhenItStartsAndHasTimedOutIfItsStageIsOverWithoutAnAnswer() {
        var begun = new Progress(1, Map.of());
        assertThat(state(hop(), List.of(), null)).isEqualTo(ApplicationState.QUEUED);
        assertThat(state(hop(), List.of(), begun)).isEqualTo(ApplicationState.QUEUED);
        assertThat(state(hop(), List.of(), begun.started(0))).isEqualTo(ApplicationState.SENT);
        assertThat(state(hop(), List.of(), begun.started(0).skipped(0))).isEqualTo(ApplicationState.SKIPPED);
        assertThat(state(hop(), List.of(), begun.started(0).past(1))).isEqualTo(ApplicationState.TIMEOUT);
        assertThat(state(hop(), List.of(), begun.past(1))).isEqualTo(ApplicationState.SKIPPED);
    }

    @Test
    void theServiceProviderThatAskedHasSignedTheUserOutItself() {
        var plan = new StagePlan("f", Initiator.SP, List.of(new Stage.SessionEnd()),
                List.of(new StagePlan.Application("a", "A"), new StagePlan.Application("b", "B")), List.of(), List.of(),
                0);

        assertThat(ApplicationState.of(plan, List.of(), null)).containsExactly(ApplicationState.DONE,
                ApplicationState.UNREACHABLE);
    }

    @Test
    void e17AnAnswerIsCompleteOnlyIfEverybodyIsDoneAndTheSessionOver() {
        var done = List.of(receipt(0, Receipt.State.DONE));
        assertThat(complete(plan(1, 0), null, done, null)).isTrue();
        assertThat(complete(plan(1, 0), "a", done, null)).isFalse();
        assertThat(complete(plan(0, 0), null, done, null)).isFalse();
        for (var state : Receipt.State.values()) {
            assertThat(complete(plan(1, 0), null, List.of(receipt(0, state)), null))
                    .isEqualTo(state == Receipt.State.DONE);
        }
        assertThat(complete(plan(0, 1), null, List.of(), new Progress(2, Map.of(0, FrameResult.LOADED)))).isFalse();
        assertThat(complete(hop(), null, List.of(), new Progress(1, Map.of()).started(0))).isFalse();
        assertThat(complete(hop(), null, List.of(), answered(1, new Entry(Place.HOP, 0), SamlStatus.SUCCESS))).isTrue();
    }

    private static boolean complete(StagePlan plan, @Nullable String client, List<Receipt> receipts,
            @Nullable Progress progress) {
        var logout = new Logout("0".repeat(32), "s", "u", client, EndReason.USER, Instant.EPOCH, plan);
        return ApplicationState.isComplete(logout, receipts, progress);
    }

    private static Progress answered(int stage, Entry entry, SamlStatus status) {
        return new Progress(stage, Map.of(), Map.of(), Map.of(entry, status));
    }

    private static StagePlan samlFrame() {
        return told(new Stage.IframeLogout(List.of(new Stage.Frame.Saml(0, NAME, Binding.POST))));
    }

    private static StagePlan hop() {
        return told(new Stage.NativeLogout(List.of(new Stage.Hop(0, NAME, Binding.REDIRECT))));
    }

    private static StagePlan told(Stage stage) {
        return new StagePlan("f", Initiator.USER, List.of(new Stage.UserLogout(), stage, new Stage.SessionEnd()),
                List.of(new StagePlan.Application("a", "A")), List.of(), List.of());
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
            stages.add(new Stage.IframeLogout(java.util.stream.IntStream
                    .range(0, frames).<Stage.Frame>mapToObj(n -> new Stage.Frame.Oidc(0, "https://a/" + n)).toList()));
        }
        stages.add(new Stage.SessionEnd());
        return new StagePlan("f", Initiator.USER, stages, List.of(new StagePlan.Application("a", "A")),
                java.util.Collections.nCopies(deliveries, (Delivery) new Delivery.LogoutToken(0, WHO)), List.of());
    }
}
