package dev.exeunt.core.plan;

import java.util.List;

/// One stage of a committed plan: what must be done, for whom, concretely.
public sealed interface Stage {

    /// As the stage plan's `type` spells it.
    default String type() {
        return switch (this) {
            case Confirm _ -> "confirm";
            case UserLogout _ -> "user_logout";
            case IframeLogout _ -> "iframe_logout";
            case Redirect _ -> "redirect";
            case SessionEnd _ -> "session_end";
        };
    }

    /// The person was asked; over by the time a plan is committed.
    record Confirm() implements Stage {}

    /// The session ended; over by the time a plan is committed.
    record UserLogout() implements Stage {}

    /// Applications that are told through the browser, all at once, one iframe each.
    record IframeLogout(List<Frame> frames) implements Stage {

        public IframeLogout {
            frames = List.copyOf(frames);
        }
    }

    /// The browser goes to a stored URL.
    record Redirect(String url) implements Stage {}

    /// The way back: each visit has its own, so the plan holds none.
    record SessionEnd() implements Stage {}

    /// One iframe: an OIDC front-channel logout URI, with `iss` and `sid` where they are known (Front-Channel Logout 2).
    ///
    /// @param application index into [StagePlan#applications]
    record Frame(int application, String url) {}
}
