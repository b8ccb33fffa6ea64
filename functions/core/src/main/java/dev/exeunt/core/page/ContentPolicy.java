package dev.exeunt.core.page;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a page may load and where it may lead, as its `Content-Security-Policy`. Only parsed origins get into it.
///
/// @param script  whether the page runs our script
/// @param images  origins of pictures besides our own
/// @param frames  origins of the iframes, besides our own
/// @param forms   what `form-action` allows
/// @param framed  whether a page of ours may frame it; nobody else's ever may
/// @param framing whether it may frame pages of ours, too
record ContentPolicy(boolean script, List<WebOrigin> images, List<WebOrigin> frames, Forms forms, boolean framed,
        boolean framing) {

    /// Characters of `frame-src` up to which every origin is spelled out: a gateway takes about 10 KB of headers.
    static final int FRAMES_LENGTH = 4096;

    private static final List<String> ANY_LOCAL = List.of("http://localhost:*", "http://*.localhost:*",
            "http://127.0.0.1:*");

    /// Where a page's form may lead.
    sealed interface Forms {

        /// The page has no form.
        record None() implements Forms {}

        /// The form leads through us to somewhere else: browsers hold every redirect after a submit against this
        /// policy, those of the application at its end too. So any `https`, and the end itself if it is not.
        ///
        /// @param end the address at the end, or null if that is ours
        record Onward(@Nullable String end) implements Forms {}
    }

    ContentPolicy(boolean script, List<WebOrigin> images, List<WebOrigin> frames, Forms forms) {
        this(script, images, frames, forms, false, false);
    }

    ContentPolicy {
        images = List.copyOf(images);
        frames = List.copyOf(frames);
    }

    /// The same for a page that stands in a frame of ours.
    ContentPolicy framedByUs() {
        return new ContentPolicy(script, images, frames, forms, true, framing);
    }

    /// The same for a page that frames pages of ours.
    ContentPolicy framingUs() {
        return new ContentPolicy(script, images, frames, forms, framed, true);
    }

    /// The header's value.
    String text() {
        return Stream
                .of("default-src 'none'", "base-uri 'none'", "frame-ancestors " + (framed ? "'self'" : "'none'"),
                        "style-src 'self'",
                        "img-src 'self'" + spaced(sources(images)),
                        script ? "script-src 'self'; connect-src 'self'" : "",
                        frames.isEmpty() ? "" : "frame-src" + (framing ? " 'self'" : "") + frameSources(),
                        "form-action " + formSources())
                .filter(directive -> !directive.isEmpty()).collect(Collectors.joining("; "));
    }

    private String frameSources() {
        var exact = spaced(sources(frames));
        if (exact.length() <= FRAMES_LENGTH) {
            return exact;
        }
        var local = sources(
                frames.stream().filter(origin -> origin.scheme().equals("http") && origin.isLocal()).toList());
        return " https:" + (local.isEmpty() ? "" : spaced(ANY_LOCAL));
    }

    private String formSources() {
        return switch (forms) {
            case Forms.None _ -> "'none'";
            case Forms.Onward(var end) ->
                "'self' https:" + (end == null ? "" : spaced(WebLink.formSource(end).stream().toList()));
        };
    }

    private static Set<String> sources(List<WebOrigin> origins) {
        return origins.stream().map(origin -> origin.isSource() ? origin.text() : origin.scheme() + ":")
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String spaced(Iterable<String> sources) {
        var text = new StringBuilder();
        sources.forEach(source -> text.append(' ').append(source));
        return text.toString();
    }
}
