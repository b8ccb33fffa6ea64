package dev.exeunt.core.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/// How far a browser has come. Two kinds of facts that do not disturb each other: what pages reported and people chose,
/// which moves on only from what was seen; and what applications answered, each once, whenever it arrives.
///
/// @param stage   index of the stage that is next; one past the last when all is done
/// @param frames  what pages reported of iframes, by their number in the stage
/// @param hops    what was done about native hops, by their number in the stage
/// @param answers what verified LogoutResponses said
public record Progress(int stage, Map<Integer, FrameResult> frames, Map<Integer, HopResult> hops,
        Map<Entry, SamlStatus> answers) {

    public Progress {
        frames = Map.copyOf(frames);
        hops = Map.copyOf(hops);
        answers = Map.copyOf(answers);
    }

    /// Progress without hops and answers.
    public Progress(int stage, Map<Integer, FrameResult> frames) {
        this(stage, frames, Map.of(), Map.of());
    }

    /// What a page reported of one iframe. `LOADED` means the notice was sent, never that the application acted on it:
    /// load events fire on error pages too (Front-Channel Logout 4.1 and the browsers' rules).
    public enum FrameResult {
        LOADED, TIMEOUT
    }

    /// What was done about one native hop.
    public sealed interface HopResult {

        /// The browser was sent, so many times.
        record Started(int times) implements HopResult {}

        /// The person went on without it, after so many times.
        record Skipped(int times) implements HopResult {}
    }

    /// What a service provider answered (SAML Core 2.0, 3.2.2.2).
    public enum SamlStatus {
        /// It has signed the user out.
        SUCCESS,
        /// It has, but not everybody that it told in turn (`PartialLogout`).
        PARTIAL,
        /// It has not.
        FAILURE
    }

    /// One SAML entry of a plan that a browser goes through.
    ///
    /// @param n its number in its stage
    public record Entry(Place place, int n) {}

    /// Where an entry stands.
    public enum Place {
        FRAME, HOP
    }

    /// This progress at the stage after `index`.
    public Progress past(int index) {
        return new Progress(index + 1, frames, hops, answers);
    }

    /// This progress with reports of more frames.
    public Progress reported(Map<Integer, FrameResult> more) {
        var all = new HashMap<>(frames);
        all.putAll(more);
        return new Progress(stage, all, hops, answers);
    }

    /// This progress with a hop that the browser is sent on, for the first time or again.
    public Progress started(int hop) {
        return with(hop, new HopResult.Started(times(hop) + 1));
    }

    /// This progress with a hop that the person goes on without.
    public Progress skipped(int hop) {
        return with(hop, new HopResult.Skipped(times(hop)));
    }

    /// How often the browser was sent on a hop. With the next start it is the attempt in the [RequestId].
    public int times(int hop) {
        return switch (hops.get(hop)) {
            case null -> 0;
            case HopResult.Started started -> started.times();
            case HopResult.Skipped skipped -> skipped.times();
        };
    }

    /// The hop whose turn it is: the first of so many that has neither been answered nor been skipped; their number if
    /// there is none.
    public int turn(int count) {
        return IntStream.range(0, count).filter(hop -> !isOver(hop)).findFirst().orElse(count);
    }

    private boolean isOver(int hop) {
        return answers.containsKey(new Entry(Place.HOP, hop)) || hops.get(hop) instanceof HopResult.Skipped;
    }

    private Progress with(int hop, HopResult result) {
        var all = new HashMap<>(hops);
        all.put(hop, result);
        return new Progress(stage, frames, all, answers);
    }
}
