package dev.exeunt.core.action.door;

import org.jspecify.annotations.Nullable;

/// The IdP's session cookie, and how it is cleared.
///
/// @param name   its name
/// @param domain its `Domain`, where it is shared with a sibling host; null for a cookie of one host
public record SessionCookie(String name, @Nullable String domain) {

    /// @throws IllegalArgumentException if the two cannot go together: browsers refuse a `__Host-` cookie with a domain
    public SessionCookie {
        if (domain != null && name.startsWith("__Host-")) {
            throw new IllegalArgumentException(
                    "SessionCookieDomain is set, so SessionCookieName cannot begin with __Host-");
        }
    }

    /// The `Set-Cookie` that takes it away: identical name, path and domain, and no time to live.
    ///
    /// @param secure whether our own URLs are https
    public String cleared(boolean secure) {
        return name + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "")
                + (domain == null ? "" : "; Domain=" + domain);
    }
}
