package dev.exeunt.core.client;

import dev.exeunt.core.web.Origins;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The rules for URIs that somebody registers, each as the first one that is broken.
final class RegisteredUri {

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");
    /// What a browser would run or read rather than visit.
    private static final Set<String> NEVER = Set.of("javascript", "data", "vbscript", "file", "blob", "filesystem",
            "about", "view-source");

    private RegisteredUri() {
    }

    /// A rule that a URI breaks.
    ///
    /// @param detail the end of a sentence that begins with the member's name
    record Broken(String rule, String detail) {}

    /// An address that we call: back-channel logout (Back-Channel Logout 1.0, 2.2) and `jwks_uri`.
    static Optional<Broken> called(String text, Reach reach) {
        return web(text, uri -> reach.objection(uri).isEmpty())
                .or(() -> reach.objection(URI.create(text)).map(RegisteredUri::uncalled));
    }

    /// An address that the browser loads: front-channel logout (Front-Channel Logout 1.0, 2).
    static Optional<Broken> loaded(String text, Reach reach) {
        return web(text, reach::allowsPlain);
    }

    /// An address that the browser is sent to (RP-Initiated Logout 1.0, 3.1): https, http on the loopback or where it is
    /// allowed, or the scheme of a native application.
    static Optional<Broken> visited(String text, Reach reach) {
        if (text.indexOf('*') >= 0) {
            return broken("wildcard", "is compared character by character and cannot have a wildcard");
        }
        var common = common(text);
        if (common.isPresent() || !isWeb(URI.create(text))) {
            return common;
        }
        return web(text, uri -> isLoopback(uri.getHost()) || reach.allowsPlain(uri));
    }

    private static Optional<Broken> web(String text, Predicate<URI> httpAllowed) {
        var common = common(text);
        if (common.isPresent()) {
            return common;
        }
        var uri = URI.create(text);
        if (!isWeb(uri)) {
            return broken("https", "must be an https URL");
        }
        if (Origins.of(text).isEmpty()) {
            return broken("host", "has no host name that can be called");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            return broken("port", "has a port that does not exist");
        }
        return uri.getScheme().equalsIgnoreCase("https") || httpAllowed.test(uri)
                ? Optional.empty()
                : broken("https", "must be an https URL; http is not allowed there");
    }

    private static Optional<Broken> common(String text) {
        if (text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            return broken("characters", "holds a character that a URI cannot have");
        }
        var scheme = SCHEME.matcher(text);
        if (!scheme.matches()) {
            return broken("absolute", "must be an absolute URI");
        }
        if (NEVER.contains(scheme.group(1).toLowerCase(Locale.ROOT))) {
            return broken("scheme", "has a scheme that leads nowhere safe");
        }
        if (text.indexOf('#') >= 0) {
            return broken("fragment", "must not have a fragment");
        }
        return parse(text)
                .map(RegisteredUri::userinfo)
                .orElseGet(() -> broken("uri", "is not a URI"));
    }

    private static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Broken> userinfo(URI uri) {
        return uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0
                ? broken("userinfo", "must not have a user or password")
                : Optional.empty();
    }

    private static boolean isWeb(URI uri) {
        return uri.getScheme().equalsIgnoreCase("https") || uri.getScheme().equalsIgnoreCase("http");
    }

    /// Where a native application listens on the person's own machine (RFC 8252, 7.3; RFC 6761, 6.3).
    private static boolean isLoopback(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost") || name.equals("127.0.0.1")
                || name.equals("[::1]");
    }

    private static Broken uncalled(String objection) {
        var parts = objection.split(": ", 2);
        return new Broken(parts[0], "is nothing that this deployment calls (" + parts[parts.length - 1] + ")");
    }

    private static Optional<Broken> broken(String rule, String detail) {
        return Optional.of(new Broken(rule, detail));
    }
}
