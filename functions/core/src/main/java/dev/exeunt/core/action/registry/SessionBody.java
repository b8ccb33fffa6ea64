package dev.exeunt.core.action.registry;

import dev.exeunt.core.Limits;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Members;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// The body that opens a session, or changes it.
///
/// @param expiresAt in whole milliseconds, not further ahead than a session may live; perhaps past
/// @param cookies   each once
record SessionBody(String user, Instant expiresAt, List<CookieHash> cookies) {

    private static final int TIME = 40;
    private static final int HASH = 43;

    SessionBody {
        cookies = List.copyOf(cookies);
    }

    static Checked<SessionBody> read(Map<String, Object> json, Instant now) {
        var in = new Members(json);
        var user = in.required("user", Limits.IDENTIFIER);
        if (user.contains("?")) {
            in.refuse("user", "characters", "must have no question mark, which no path of the registry could name");
        }
        var expiresAt = expiresAt(in, now);
        var hashes = in.texts("cookie_sha256", Limits.COOKIE_HASHES, HASH).stream().distinct().toList();
        if (!hashes.stream().allMatch(CookieHash::isOne)) {
            in.refuse("cookie_sha256", "sha256", "must be SHA-256 hashes in base64url without padding");
        }
        return in.result(() -> new SessionBody(user, expiresAt, hashes.stream().map(CookieHash::new).toList()));
    }

    private static Instant expiresAt(Members in, Instant now) {
        var text = in.required("expires_at", TIME);
        if (text.isEmpty()) {
            return now;
        }
        try {
            var at = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
            if (at.isAfter(now.plus(Limits.SESSION_LIFE))) {
                in.refuse("expires_at", "session_life",
                        "is more than " + Limits.SESSION_LIFE.toDays() + " days ahead");
            }
            return at;
        } catch (DateTimeException e) {
            in.refuse("expires_at", "rfc3339", "must be a time such as 2026-11-22T20:00:00Z (RFC 3339)");
            return now;
        }
    }
}
