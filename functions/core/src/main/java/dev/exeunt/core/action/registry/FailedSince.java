package dev.exeunt.core.action.registry;

import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Members;
import dev.exeunt.core.web.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The time from which on failures are meant: `since`, RFC 3339.
final class FailedSince {

    private static final int LENGTH = 64;
    private static final String RULE = "rfc3339";
    private static final String DETAIL = "must be a time such as 2026-11-22T20:00:00Z (RFC 3339)";
    private static final int LAST_YEAR = 9999;

    private FailedSince() {
    }

    /// As a member of a body; null if it is omitted or wrong.
    static @Nullable Instant read(Members in) {
        var text = in.text("since", LENGTH);
        if (text == null) {
            return null;
        }
        var time = parse(text);
        if (time.isEmpty()) {
            in.refuse("since", RULE, DETAIL);
        }
        return time.orElse(null);
    }

    /// As a parameter of a query.
    static Checked<Optional<Instant>> read(@Nullable String text) {
        if (text == null) {
            return new Checked.Good<>(Optional.empty());
        }
        var time = parse(text);
        return time.isPresent()
                ? new Checked.Good<>(time)
                : new Checked.Bad<>(Problem.invalid("since", RULE, "since " + DETAIL + "."));
    }

    private static Optional<Instant> parse(String text) {
        try {
            var time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
            return time.getYear() < 0 || time.getYear() > LAST_YEAR ? Optional.empty() : Optional.of(time.toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
