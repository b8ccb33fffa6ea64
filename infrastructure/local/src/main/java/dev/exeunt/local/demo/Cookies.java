package dev.exeunt.local.demo;

import dev.exeunt.local.Site;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Cookies of one host: unreadable for scripts, not sent with what other sites ask for.
final class Cookies {

    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Lax";

    private Cookies() {
    }

    /// A cookie's value; absent where it was sent twice.
    static Optional<String> read(Site.Request request, String name) {
        List<String> found = request.headers().getOrDefault("Cookie", List.of()).stream()
                .flatMap(header -> List.of(header.split(";", -1)).stream()).map(String::strip)
                .filter(pair -> pair.startsWith(name + "=")).map(pair -> pair.substring(name.length() + 1)).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// A Set-Cookie value for as long as the browser stays open.
    static String set(String name, String value) {
        return name + "=" + value + ATTRIBUTES;
    }

    static String set(String name, String value, Duration life) {
        return name + "=" + value + "; Max-Age=" + life.toSeconds() + ATTRIBUTES;
    }

    static String clear(String name) {
        return set(name, "", Duration.ZERO);
    }
}
