package dev.exeunt.core.saml;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Times as SAML writes them (SAML Core 2.0, 1.3.3): `xs:dateTime` in UTC with a `Z`, no leap seconds.
final class Times {

    private static final Pattern UTC = Pattern
            .compile("\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?Z");

    private static final Pattern DURATION = Pattern.compile("P(?=.)(?:(\\d{1,4})Y)?(?:(\\d{1,5})M)?(?:(\\d{1,6})D)?"
            + "(?:T(?=.)(?:(\\d{1,8})H)?(?:(\\d{1,9})M)?(?:(\\d{1,9})(?:\\.\\d+)?S)?)?");

    private Times() {
    }

    /// An `xs:duration`, years and months as 365 and 30 days, to the second.
    static Optional<Duration> readDuration(String text) {
        var parts = DURATION.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var days = number(parts.group(1)) * 365 + number(parts.group(2)) * 30 + number(parts.group(3));
        return Optional.of(Duration.ofDays(days).plusHours(number(parts.group(4))).plusMinutes(number(parts.group(5)))
                .plusSeconds(number(parts.group(6))));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    static String write(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static Optional<Instant> read(String text) {
        if (!UTC.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
