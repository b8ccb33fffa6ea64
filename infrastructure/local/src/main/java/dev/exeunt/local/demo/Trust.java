package dev.exeunt.local.demo;

import dev.exeunt.local.Site;
import java.net.URI;
import java.util.Optional;

/// Whether a POST comes from a page of the same origin.
final class Trust {

    private Trust() {
    }

    /// What browsers say of themselves decides; a program that says nothing is no forged browser.
    ///
    /// @param origin the site's own
    static boolean sameOrigin(Site.Request request, URI origin) {
        var site = request.header("Sec-Fetch-Site");
        if (site.isPresent()) {
            return site.equals(Optional.of("same-origin")) || site.equals(Optional.of("none"));
        }
        // With no-referrer a browser sends "null" for its own pages too.
        return request.header("Origin").map(from -> from.equals("null") || from.equals(origin.toString())).orElse(true);
    }
}
