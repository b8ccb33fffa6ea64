package dev.exeunt.core.plan;

import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.session.SamlIdentity;
import java.util.List;

/// One stage of a committed plan: what must be done, for whom, concretely. It holds no SAML message: each is made when it
/// leaves, from the client as it is registered then.
public sealed interface Stage {

    /// As the stage plan's `type` spells it.
    default String type() {
        return switch (this) {
            case Confirm _ -> "confirm";
            case UserLogout _ -> "user_logout";
            case IframeLogout _ -> "iframe_logout";
            case NativeLogout _ -> "native_logout";
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

    /// Applications that are told through the browser, one after the other, each in the top window.
    record NativeLogout(List<Hop> hops) implements Stage {

        public NativeLogout {
            hops = List.copyOf(hops);
        }
    }

    /// The browser goes to a stored URL.
    record Redirect(String url) implements Stage {}

    /// The way back: each visit has its own, so the plan holds none.
    record SessionEnd() implements Stage {}

    /// One iframe.
    sealed interface Frame {

        /// Index into [StagePlan#applications].
        int application();

        /// An OIDC front-channel logout URI, with `iss` and `sid` where they are known (Front-Channel Logout 2).
        record Oidc(int application, String url) implements Frame {}

        /// A SAML LogoutRequest to one identity, by redirect or post.
        record Saml(int application, SamlIdentity identity, Binding binding) implements Frame {}
    }

    /// One SAML LogoutRequest in the top window, by redirect or post.
    ///
    /// @param application index into [StagePlan#applications]
    record Hop(int application, SamlIdentity identity, Binding binding) {}
}
