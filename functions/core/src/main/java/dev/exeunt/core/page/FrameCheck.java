package dev.exeunt.core.page;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which iframes a page may hold. The template engine does not guard `src`, and a frame on our own origin that may run
/// scripts could leave its sandbox; the planner refuses both long before, this is the last door.
final class FrameCheck {

    private FrameCheck() {
    }

    /// The page without the frames that must not be; who can be told by none of them any more shows as not reachable.
    static Page.LoggingOut passed(Page.LoggingOut page) {
        var ours = WebOrigin.of(page.origin());
        var frames = page.frames().stream().filter(frame -> mayBe(frame, ours)).toList();
        var told = applications(frames);
        var refused = applications(page.frames()).stream().filter(n -> !told.contains(n)).collect(Collectors.toSet());
        var shown = page.applications().stream()
                .map(each -> refused.contains(each.n()) && each.state() == Page.State.WAITING
                        ? each.in(Page.State.UNREACHABLE)
                        : each)
                .toList();
        return new Page.LoggingOut(page.origin(), page.stageUrl(), page.statusUrl(), frames, shown, page.waits(),
                WebLink.safe(page.back()));
    }

    /// What the content policy must let this frame load of others: its page, or where our page in it leads to.
    static Optional<WebOrigin> origin(Page.Frame frame) {
        return WebOrigin.of(frame.leadsTo() == null ? frame.url() : frame.leadsTo());
    }

    /// An application's page, elsewhere; or our page that leads elsewhere.
    private static boolean mayBe(Page.Frame frame, Optional<WebOrigin> ours) {
        var page = WebOrigin.of(frame.url());
        var target = Optional.ofNullable(frame.leadsTo()).flatMap(WebOrigin::of);
        return frame.leadsTo() == null
                ? page.isPresent() && !Objects.equals(page, ours)
                : page.isPresent() && Objects.equals(page, ours) && target.isPresent() && !Objects.equals(target, ours);
    }

    private static Set<Integer> applications(List<Page.Frame> frames) {
        return frames.stream().map(Page.Frame::application).collect(Collectors.toSet());
    }
}
