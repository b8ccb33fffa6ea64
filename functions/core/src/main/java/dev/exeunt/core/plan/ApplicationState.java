package dev.exeunt.core.plan;

import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.FrameResult;
import dev.exeunt.core.plan.Progress.HopResult;
import dev.exeunt.core.plan.Progress.Place;
import dev.exeunt.core.plan.Progress.SamlStatus;
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
            var front = weakest(inBrowser(plan, index, progress).stream());
            var lost = plan.unreachable().stream().anyMatch(entry -> entry.application() == index);
            var best = Stream.of(back, front).flatMap(Optional::stream).min(ApplicationState::compareTo);
            states.add(plan.isOriginator(index) ? DONE : lost ? UNREACHABLE : best.orElse(UNREACHABLE));
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

    /// Whether a SAML answer may say that everybody is signed out: the whole session ended, and every application has
    /// answered that it did its part. Anything less is `PartialLogout` (SAML Core 2.0, 3.7.3.2).
    ///
    /// @param progress how far the browser has come, or null if there is none
    public static boolean isComplete(Logout logout, Collection<Receipt> receipts, @Nullable Progress progress) {
        return logout.client() == null
                && of(logout.plan(), receipts, progress).stream().allMatch(state -> state == DONE);
    }

    private static List<ApplicationState> inBrowser(StagePlan plan, int application, @Nullable Progress progress) {
        var states = new ArrayList<ApplicationState>();
        for (int index = 0; index < plan.stages().size(); index++) {
            var over = progress != null && progress.stage() > index;
            switch (plan.stages().get(index)) {
                case Stage.IframeLogout iframes -> {
                    for (int n = 0; n < iframes.frames().size(); n++) {
                        if (iframes.frames().get(n).application() == application) {
                            states.add(ofFrame(progress, over, n));
                        }
                    }
                }
                case Stage.NativeLogout natives -> {
                    for (int n = 0; n < natives.hops().size(); n++) {
                        if (natives.hops().get(n).application() == application) {
                            states.add(ofHop(progress, over, n));
                        }
                    }
                }
                case Stage.Confirm _,Stage.UserLogout _,Stage.Redirect _,Stage.SessionEnd _ -> {
                }
            }
        }
        return states;
    }

    /// A frame that nobody reported although its stage is over was skipped, as far as anybody can know. What the
    /// application answered itself counts at once, and more than what a page saw.
    private static ApplicationState ofFrame(@Nullable Progress progress, boolean over, int frame) {
        var answer = answer(progress, new Entry(Place.FRAME, frame));
        if (answer.isPresent()) {
            return answer.get();
        }
        if (progress == null || !over) {
            return QUEUED;
        }
        return switch (progress.frames().get(frame)) {
            case null -> SKIPPED;
            case FrameResult.LOADED -> SENT;
            case FrameResult.TIMEOUT -> TIMEOUT;
        };
    }

    /// A hop from which no answer has come back by the end of its stage has timed out.
    private static ApplicationState ofHop(@Nullable Progress progress, boolean over, int hop) {
        var answer = answer(progress, new Entry(Place.HOP, hop));
        if (answer.isPresent()) {
            return answer.get();
        }
        return switch (progress == null ? null : progress.hops().get(hop)) {
            case null -> over ? SKIPPED : QUEUED;
            case HopResult.Started _ -> over ? TIMEOUT : SENT;
            case HopResult.Skipped _ -> SKIPPED;
        };
    }

    private static Optional<ApplicationState> answer(@Nullable Progress progress, Entry entry) {
        return Optional.ofNullable(progress == null ? null : progress.answers().get(entry))
                .map(status -> switch (status) {
                    case SamlStatus.SUCCESS -> DONE;
                    case SamlStatus.PARTIAL, SamlStatus.FAILURE -> FAILED;
                });
    }

    private static Optional<ApplicationState> weakest(Stream<ApplicationState> states) {
        return states.max(ApplicationState::compareTo);
    }
}
