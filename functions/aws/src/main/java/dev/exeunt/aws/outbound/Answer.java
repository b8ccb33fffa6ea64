package dev.exeunt.aws.outbound;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Outbound.Reply;
import dev.exeunt.core.delivery.Outcome.Answered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/// Reads an answer as an outcome. Its status stands as soon as its head is here: a body that is too long, that is framed in
/// a way nobody can read, that breaks off or drips until the deadline only ends the reading.
final class Answer {

    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
    private static final Duration RETRY_MOST = Duration.ofDays(365);

    private Answer() {
    }

    static Answered read(Response response, Instant now) {
        return read(response, body(response, Limits.ANSWER_BODY), now);
    }

    /// The answer with its body, for a caller that reads it.
    static Reply.Answer whole(Response response, Instant now) {
        var body = body(response, Limits.SAML_ANSWER);
        return new Reply.Answer(read(response, body, now), response.header(HttpHeaders.LOCATION), body);
    }

    private static Answered read(Response response, byte[] body, Instant now) {
        var error = response.status() == 400 ? error(body) : null;
        return new Answered(response.status(), error, retryAfter(response.header(HttpHeaders.RETRY_AFTER), now),
                body.length);
    }

    private static byte[] body(Response response, int most) {
        var buffer = new byte[most];
        var length = 0;
        try {
            var content = response.body();
            while (length < buffer.length) {
                var read = content.read(buffer, length, buffer.length - length);
                if (read < 0) {
                    break;
                }
                length += read;
            }
        } catch (IOException | HttpException _) {
            return Arrays.copyOf(buffer, length);
        }
        return Arrays.copyOf(buffer, length);
    }

    /// A 400 may have a JSON body with `error` (Back-Channel Logout 2.8) or `err` (RFC 8935, 2.3).
    private static @Nullable String error(byte[] body) {
        try {
            var json = JSONObjectUtils.parse(new String(body, StandardCharsets.UTF_8));
            // The literal `null` is parsed to null.
            return json == null ? null : word(json.get(json.containsKey("error") ? "error" : "err"));
        } catch (ParseException _) {
            return null;
        }
    }

    private static @Nullable String word(@Nullable Object code) {
        return code instanceof String word && WORD.matcher(word).matches() ? word : null;
    }

    /// RFC 9110, 10.2.3: seconds, or a date.
    private static @Nullable Duration retryAfter(@Nullable String value, Instant now) {
        var text = value == null ? "" : value.strip();
        if (SECONDS.matcher(text).matches()) {
            return capped(Duration.ofSeconds(Long.parseLong(text)));
        }
        var date = DateUtils.parseStandardDate(text);
        return date == null ? null : capped(Duration.between(now, date));
    }

    private static Duration capped(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(RETRY_MOST) > 0 ? RETRY_MOST : wait;
    }
}
