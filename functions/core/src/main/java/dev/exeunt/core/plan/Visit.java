package dev.exeunt.core.plan;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One browser's way through a logout. Its URL token is the capability; only the token's hash is kept.
///
/// @param ref       the logout
/// @param hash      what [VisitToken#hash] says of its token
/// @param createdAt when it began
/// @param expiresAt when its URL stops working
/// @param way       where it leads back to, and what may be shown on it
/// @param progress  how far the browser has come
public record Visit(String ref, String hash, Instant createdAt, Instant expiresAt, Way way, Progress progress) {

    /// Where a visit leads, fixed when it is made.
    ///
    /// @param back    the exact address the browser ends at, `state` and all, from what was stored; null for our page
    /// @param client  the client that asked, by the registry's key; null if the person did
    /// @param named   whether other applications may be named on its pages; with a hint alone they may not
    /// @param locales `ui_locales` as it came, or null
    public record Way(@Nullable String back, @Nullable String client, boolean named, @Nullable String locales) {

        /// Our own page at the end, everything shown.
        public static final Way PAGE = new Way(null, null, true, null);
    }

    /// How far a browser has come.
    ///
    /// @param stage  index of the stage that is next; one past the last when all is done
    /// @param frames what became of the iframes that were reported, by their number in the stage
    public record Progress(int stage, Map<Integer, FrameResult> frames) {

        public Progress {
            frames = Map.copyOf(frames);
        }
    }

    /// What a page reported of one iframe. `LOADED` means the notice was sent, never that the application acted on it:
    /// load events fire on error pages too (Front-Channel Logout 4.1 and the browsers' rules).
    public enum FrameResult {
        LOADED, TIMEOUT
    }

    /// Whether its URL still works.
    public boolean isOpen(Instant now) {
        return now.isBefore(expiresAt);
    }
}
