package dev.exeunt.local.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Percent-decoding.
final class Percent {

    private Percent() {
    }

    /// Decodes as UTF-8.
    ///
    /// @param plusIsSpace as in a query
    /// @return empty if a percent sign is not followed by two hexadecimal digits
    static Optional<String> decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            return Optional.of(text);
        }
        var bytes = new ByteArrayOutputStream(text.length());
        for (var i = 0; i < text.length();) {
            var c = text.codePointAt(i);
            if (c == '%') {
                var high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                var low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.write(high * 16 + low);
                i += 3;
            } else {
                bytes.writeBytes(Character.toString(plusIsSpace && c == '+' ? ' ' : c).getBytes(
                        StandardCharsets.UTF_8));
                i += Character.charCount(c);
            }
        }
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }
}
