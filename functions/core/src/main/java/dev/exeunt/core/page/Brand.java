package dev.exeunt.core.page;

import org.jspecify.annotations.Nullable;

/// Whose pages these are.
///
/// @param name    what people call it
/// @param logoUrl an `http` or `https` URL of a picture that shows the name; null shows the name in letters
/// @param color   the accent, `#rrggbb`
/// @param homeUrl an `http` or `https` URL of the way home; null for none
public record Brand(String name, @Nullable String logoUrl, String color, @Nullable String homeUrl) {

    /// @throws IllegalArgumentException if the configuration cannot be shown: no name, a colour or URL of another form
    public Brand {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the brand needs a name");
        }
        if (!color.matches("#[0-9a-fA-F]{6}")) {
            throw new IllegalArgumentException("not a colour such as #1f4fd8: " + color);
        }
        requireWeb(logoUrl);
        requireWeb(homeUrl);
    }

    private static void requireWeb(@Nullable String url) {
        if (url != null && WebOrigin.of(url).isEmpty()) {
            throw new IllegalArgumentException("not an http or https URL: " + url);
        }
    }
}
