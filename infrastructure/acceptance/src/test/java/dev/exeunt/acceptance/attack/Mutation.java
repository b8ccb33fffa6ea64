package dev.exeunt.acceptance.attack;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Makes bad texts of good ones.
record Mutation(Random random) {

    private static final List<String> NASTY = List.of("", " ", "\u0000", "\r\nSet-Cookie: x=y", "%", "%zz", "%00", "..",
            "../../etc/passwd", "null", "true", "[]", "{}", "-1", "0", "9".repeat(40), "1e999", "NaN", "'\"><script>",
            "${jndi:ldap://x}", "\u202e", "\ud83d\ude00", "\u00e4", "a".repeat(256), "a".repeat(3000), "a.b.c",
            "a.b.c.d.e",
            "....", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AA.AA.AA",
            "javascript:alert(1)",
            "https://evil.example/", "//evil.example", "http://169.254.169.254/", "https://[::1]/", "*", "yes", "no",
            "__proto__", "\ufeff", "\uffff", ";", ",", "=", "&", "#");

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    /// A text that nobody expects.
    String nasty() {
        return any(NASTY);
    }

    /// A text with something wrong in it; sometimes another altogether.
    String text(String good) {
        if (good.isEmpty() || chance(3)) {
            return nasty();
        }
        var at = random.nextInt(good.length());
        return switch (random.nextInt(6)) {
            case 0 -> good.substring(0, at);
            case 1 -> good.substring(at) + good.substring(0, at) + "x";
            case 2 -> good.substring(0, at) + nasty() + good.substring(at);
            case 3 -> good + good;
            case 4 -> good.substring(0, at) + other(good.charAt(at)) + good.substring(at + 1);
            default -> good.substring(0, at) + good.substring(at + 1);
        };
    }

    /// Percent-encoded, more or less.
    String encoded(String text) {
        return chance(12) ? raw(text) : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// What can stand in a request line or a header at all: no line breaks and no blanks.
    static String raw(String text) {
        return text.replaceAll("[\\x00-\\x20\\x7f]", "");
    }

    private static char other(char c) {
        return c == 'A' ? 'B' : 'A';
    }
}
