package dev.exeunt.core.plan;

import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.plan.Visit.FrameResult;
import dev.exeunt.core.plan.Visit.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What has become of one application in a logout, strongest first. Where it has two channels the stronger counts; where
/// one channel has several identities the weakest counts, for the application is signed out only when all of them are; and
/// one that has an identity without any channel is unreachable.
public enum ApplicationState {
    DONE, RETRYING, QUEUED, SENT, SUPERSEDED, FAILED, TIMEOUT, SKIPPED, UNREACHABLE;

    /// As pages and programs spell it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it may still change by itself.
    public boolean isOpen() {
        return this == QUEUED || this == RETRYING;
    }

    /// The states of the plan's applications, in their order.
    ///
    /// @param progress how far the browser has come that is asked about, or null if there is none
    public static List<ApplicationState> of(StagePlan plan, Collection<Receipt> receipts, @Nullable Progress progress) {
        var deliveries = ofDeliveries(plan, receipts);
        var states = new ArrayList<ApplicationState>();
        for (int application = 0; application < plan.applications().size(); application++) {
            var index = application;
            var back = weakest(Stream.iterate(0, n -> n < plan.deliveries().size(), n -> n + 1)
                    .filter(n -> plan.deliveries().get(n).application() == index)
                    .map(deliveries::get));
            var front = weakest(ofFrames(plan, index, progress).stream());
            var lost = plan.unreachable().stream().anyMatch(entry -> entry.application() == index);
            var best = Stream.of(back, front).flatMap(Optional::stream).min(ApplicationState::compareTo);
            states.add(lost ? UNREACHABLE : best.orElse(UNREACHABLE));
        }
        return states;
    }

    /// The states of the plan's deliveries, in their order.
    public static List<ApplicationState> ofDeliveries(StagePlan plan, Collection<Receipt> receipts) {
        Map<Integer, Receipt> byNumber = receipts.stream()
                .collect(Collectors.toMap(Receipt::delivery, Function.identity()));
        return Stream.iterate(0, n -> n < plan.deliveries().size(), n -> n + 1)
                .map(n -> of(byNumber.getOrDefault(n, Receipt.untried(n)).state()))
                .toList();
    }

    private static ApplicationState of(Receipt.State state) {
        return switch (state) {
            case QUEUED -> QUEUED;
            case RETRYING -> RETRYING;
            case DONE -> DONE;
            case FAILED -> FAILED;
            case SUPERSEDED -> SUPERSEDED;
        };
    }

    private static List<ApplicationState> ofFrames(StagePlan plan, int application, @Nullable Progress progress) {
        var states = new ArrayList<ApplicationState>();
        for (int index = 0; index < plan.stages().size(); index++) {
            if (plan.stages().get(index) instanceof Stage.IframeLogout iframes) {
                for (int n = 0; n < iframes.frames().size(); n++) {
                    if (iframes.frames().get(n).application() == application) {
                        states.add(ofFrame(progress, index, n));
                    }
                }
            }
        }
        return states;
    }

    /// A frame that nobody reported although its stage is over was skipped, as far as anybody can know.
    private static ApplicationState ofFrame(@Nullable Progress progress, int stage, int frame) {
        if (progress == null || progress.stage() <= stage) {
            return QUEUED;
        }
        var result = progress.frames().get(frame);
        if (result == null) {
            return SKIPPED;
        }
        return result == FrameResult.LOADED ? SENT : TIMEOUT;
    }

    private static Optional<ApplicationState> weakest(Stream<ApplicationState> states) {
        return states.max(ApplicationState::compareTo);
    }
}
