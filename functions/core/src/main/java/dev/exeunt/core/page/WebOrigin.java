package dev.exeunt.core.page;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The origin of an `http` or `https` URL, parsed and so plain that it may stand in a header.
///
/// @param scheme `http` or `https`
/// @param host   a lower-case host name or address
/// @param port   the port, or -1 for the scheme's own
record WebOrigin(String scheme, String host, int port) {

    private static final Pattern HOST = Pattern.compile("[a-z0-9.-]+|\\[[0-9a-f:.]+]");
    private static final int MOST_PORTS = 65_535;

    /// The origin of this URL; empty if it is not an absolute `http` or `https` URL with a plain host and no userinfo.
    static Optional<WebOrigin> of(String url) {
        try {
            return of(new URI(url));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static Optional<WebOrigin> of(URI uri) {
        if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
            return Optional.empty();
        }
        var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || !HOST.matcher(host).matches()
                || uri.getPort() > MOST_PORTS) {
            return Optional.empty();
        }
        var port = uri.getPort() == (scheme.equals("https") ? 443 : 80) ? -1 : uri.getPort();
        return Optional.of(new WebOrigin(scheme, host, port));
    }

    /// Whether this machine itself is meant.
    boolean isLocal() {
        return host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]")
                || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    /// Whether a content policy can say it: its grammar has no IPv6 addresses.
    boolean isSource() {
        return !host.startsWith("[");
    }

    /// As a browser spells it.
    String text() {
        return scheme + "://" + host + (port < 0 ? "" : ":" + port);
    }
}
