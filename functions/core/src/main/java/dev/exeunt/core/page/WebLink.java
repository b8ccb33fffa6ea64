package dev.exeunt.core.page;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which URLs may become links and targets. The template engine refuses `javascript:` in a link; everything else that a
/// browser would run or open from within is refused here.
final class WebLink {

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");
    private static final Set<String> NEVER = Set.of("javascript", "data", "vbscript", "file", "blob", "filesystem",
            "about", "view-source", "ws", "wss");

    private WebLink() {
    }

    /// This link if a person may follow it, else null.
    static Page.@Nullable Link safe(Page.@Nullable Link link) {
        return link == null || scheme(link.url()).isEmpty() ? null : link;
    }

    /// What a form's policy must allow for a way that ends at this URL, beyond `'self'` and `https:`; empty if nothing.
    static Optional<String> formSource(String url) {
        return scheme(url).filter(scheme -> !scheme.equals("https")).flatMap(scheme -> scheme.equals("http")
                ? WebOrigin.of(url).map(origin -> origin.isSource() ? origin.text() : "http:")
                : Optional.of(scheme + ":"));
    }

    private static Optional<String> scheme(String url) {
        try {
            var scheme = new URI(url).getScheme();
            return Optional.ofNullable(scheme).map(given -> given.toLowerCase(Locale.ROOT))
                    .filter(lower -> SCHEME.matcher(lower).matches() && !NEVER.contains(lower))
                    .filter(lower -> !lower.startsWith("http") || WebOrigin.of(url).isPresent());
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
