package dev.exeunt.core.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// Origins of URLs (RFC 6454).
public final class Origins {

    private Origins() {
    }

    /// The origin of an absolute http(s) URL: scheme and host in lower case, the port unless it is the scheme's own.
    /// Empty for anything else, and for a URL that does not parse.
    public static Optional<String> of(String url) {
        try {
            var uri = new URI(url);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return Optional.empty();
            }
            var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("https") && !scheme.equals("http")) {
                return Optional.empty();
            }
            var own = scheme.equals("https") ? 443 : 80;
            var port = uri.getPort() == -1 || uri.getPort() == own ? "" : ":" + uri.getPort();
            return Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
