package dev.exeunt.core.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/// The SHA-256 of a session cookie's value, base64url without padding. The value itself is a bearer secret and is
/// never stored, logged or compared.
public record CookieHash(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    /// @throws IllegalArgumentException if `value` is no SHA-256 in base64url; ask [#isOne] before
    public CookieHash {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not a SHA-256 in base64url");
        }
    }

    /// Whether this text has the form of a hash.
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /// The hash of a secret as the browser sent it.
    public static CookieHash of(String secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var hash = digest.digest(secret.getBytes(StandardCharsets.UTF_8));
            return new CookieHash(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
