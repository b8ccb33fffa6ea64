package dev.exeunt.core.oidc;

import dev.exeunt.core.web.QueryString;
import org.jspecify.annotations.Nullable;

/// The address of one front-channel iframe (OpenID Connect Front-Channel Logout 1.0, section 2).
public final class FrontChannelUri {

    private FrontChannelUri() {
    }

    /// The registered URI with `iss` and `sid` added to whatever query it has; as it is if there is no `sid`, because the
    /// two go together or not at all. Nothing else is added.
    ///
    /// @param registered an absolute URI without a fragment, as registration has checked
    public static String of(String registered, String iss, @Nullable String sid) {
        if (sid == null) {
            return registered;
        }
        return QueryString.append(registered, "iss", iss, "sid", sid);
    }
}
