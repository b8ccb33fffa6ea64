package dev.exeunt.core;

import java.util.regex.Pattern;

/// The forms that identifiers from outside may have.
public final class Identifiers {

    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~:@-]{1," + Limits.IDENTIFIER + "}");
    private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7E]{1," + Limits.IDENTIFIER + "}");

    private Identifiers() {
    }

    /// Whether this can be a session id or a client's key: 1 to [Limits#IDENTIFIER] of `A-Z a-z 0-9 . _ ~ : @ -`. What
    /// every HTTP client takes for a step in a path (`.`, `..`) names nothing.
    public static boolean isPathId(String text) {
        return PATH.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }

    /// Whether this is made of VSCHAR alone, as a `client_id` and a `sid` are (RFC 6749, A.1; Front-Channel Logout 1.0,
    /// 5), and is 1 to [Limits#IDENTIFIER] long.
    public static boolean isVisible(String text) {
        return VISIBLE.matcher(text).matches();
    }
}
