package dev.exeunt.local.demo;

import dev.exeunt.local.Site.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The frame around every page of the demo, and the headers it is sent with.
///
/// @param title       of the window
/// @param look        the class that gives the page its colour
/// @param formTargets origins besides its own that a form may lead to, separated by spaces
/// @param live        whether a part of it changes by itself: its script asks for it, and without scripts it reloads
/// @param body        between the body's tags
record Page(String title, String look, String formTargets, boolean live, Html body) {

    private static final Html RELOAD = new Html("""
            <noscript><meta http-equiv="refresh" content="5"></noscript>
            <script src="/demo.js" defer></script>""");

    private static final String STYLE = asset("demo.css");
    private static final String SCRIPT = asset("demo.js");

    Answer answer(int status) {
        var html = Html.of("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>{}</title>
                <link rel="stylesheet" href="/demo.css">
                <link rel="icon" href="/favicon.ico" sizes="any" type="image/svg+xml">
                {}
                </head>
                <body class="look-{}">
                {}
                </body>
                </html>
                """, title, Html.when(live, RELOAD), look, body);
        return secured(Answer.text(status, "text/html; charset=utf-8", html.markup()), "frame-ancestors 'none'")
                .with("X-Frame-Options", "DENY");
    }

    private Answer secured(Answer answer, String framing) {
        return answer.with("Content-Security-Policy", """
                default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
                form-action 'self' %s; base-uri 'none'; %s""".formatted(formTargets, framing))
                .with("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer")
                .with("X-Content-Type-Options", "nosniff");
    }

    /// A small page that says what went wrong.
    static Answer problem(int status, String title, String detail) {
        return new Page(title, "plain", "", false,
                Html.of("""
                        <main class="narrow"><section class="panel"><h1>{}</h1><p>{}</p><p><a href="/">Back</a></p></section></main>
                        """,
                        title, detail))
                .answer(status);
    }

    /// A part of a page that its script asks for again and again; 304 while it is the same.
    static Answer fragment(Html html, Optional<String> seen) {
        var version = "\"" + Secrets.sha256(html.markup()) + "\"";
        var answer = seen.equals(Optional.of(version))
                ? Answer.empty(304)
                : Answer.text(200, "text/html; charset=utf-8", html.markup());
        return answer.with("ETag", version).with("Cache-Control", "no-store").with("X-Content-Type-Options", "nosniff");
    }

    /// A redirect that no cache keeps and that does not say where it came from.
    static Answer seeOther(String location) {
        return Answer.seeOther(location).with("Cache-Control", "no-store").with("Referrer-Policy", "no-referrer");
    }

    /// The stylesheet, the script and the icon, on every origin of the demo.
    static Optional<Answer> asset(String path, Html icon) {
        return switch (path) {
            case "/demo.css" -> Optional.of(kept("text/css; charset=utf-8", STYLE));
            case "/demo.js" -> Optional.of(kept("text/javascript; charset=utf-8", SCRIPT));
            case "/favicon.ico" -> Optional.of(kept("image/svg+xml", icon.markup()));
            default -> Optional.empty();
        };
    }

    private static Answer kept(String type, String text) {
        return Answer.text(200, type, text).with("Cache-Control", "max-age=60").with("X-Content-Type-Options",
                "nosniff");
    }

    private static String asset(String name) {
        try (var stream = Page.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("Not in the archive: " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
