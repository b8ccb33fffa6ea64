package dev.exeunt.core.plan;

import dev.exeunt.core.session.CookieHash;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// The `{visit}` of a URL: the logout's ref, which is no secret, and 256 random bits, which are.
public record VisitToken(String ref, String secret) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{32})([A-Za-z0-9_-]{43})");

    /// A new logout's name: 128 random bits in hexadecimal.
    public static String newRef(SecureRandom random) {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// A new visit of that logout.
    public static VisitToken create(String ref, SecureRandom random) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return new VisitToken(ref, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// What a URL holds, if it has the form of a token at all.
    public static Optional<VisitToken> parse(String text) {
        var parts = FORM.matcher(text);
        return parts.matches() ? Optional.of(new VisitToken(parts.group(1), parts.group(2))) : Optional.empty();
    }

    /// What is stored of it.
    public String hash() {
        return CookieHash.of(secret).value();
    }

    /// As it stands in a URL.
    public String text() {
        return ref + secret;
    }

    /// The ref alone: a token is a secret, and must not reach a log by accident.
    @Override
    public String toString() {
        return "VisitToken[" + ref + "]";
    }
}
