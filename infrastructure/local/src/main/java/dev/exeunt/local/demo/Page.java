package dev.exeunt.local.demo;

import dev.exeunt.local.Site.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The frame around every page of the demo, and the headers it is sent with.
///
/// @param title       of the window
/// @param look        the class that gives the page its colour
/// @param formTargets origins besides its own that a form may lead to, separated by spaces
/// @param motion      what it does by itself
/// @param body        between the body's tags
record Page(String title, String look, String formTargets, Motion motion, Html body) {

    private static final Html SCRIPTED = new Html("<script src=\"/demo.js\" defer></script>");
    private static final Html RELOAD = new Html("""
            <noscript><meta http-equiv="refresh" content="5"></noscript>
            """ + SCRIPTED.markup());
    private static final String NOBODY = "'none'";

    /// What a page does by itself.
    enum Motion {
        /// Nothing.
        STILL,
        /// A part of it changes: its script asks for it, and without scripts it reloads.
        LIVE,
        /// Its script sends its form; without scripts its button does.
        SENDS;

        private Html head() {
            return switch (this) {
                case STILL -> Html.NONE;
                case LIVE -> RELOAD;
                case SENDS -> SCRIPTED;
            };
        }
    }

    private static final String STYLE = asset("demo.css");
    private static final String SCRIPT = asset("demo.js");

    /// A page that posts fields on to another place, as SAML's POST binding does (SAML Bindings 2.0, 3.5.4).
    static Page sending(String look, URI to, Map<String, String> fields) {
        return new Page("One moment", look, "%s://%s".formatted(to.getScheme(), to.getAuthority()), Motion.SENDS,
                Html.of("""
                        <main class="narrow"><section class="panel"><h1>One moment …</h1>
                        <form method="post" action="{}" data-go>{}<p><button class="button">Go on</button></p></form>
                        </section></main>
                        """, to, Html.each(List.copyOf(fields.entrySet()), field -> Html.of("""
                        <input type="hidden" name="{}" value="{}">""", field.getKey(), field.getValue()))));
    }

    Answer answer(int status) {
        return answer(status, NOBODY);
    }

    /// @param ancestors the origin whose pages may frame it, or `'none'`
    Answer answer(int status, String ancestors) {
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
                """, title, motion.head(), look, body);
        var answer = secured(Answer.text(status, "text/html; charset=utf-8", html.markup()),
                "frame-ancestors " + ancestors);
        return ancestors.equals(NOBODY) ? answer.with("X-Frame-Options", "DENY") : answer;
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
        return trouble(title, detail).answer(status);
    }

    static Page trouble(String title, String detail) {
        return new Page(title, "plain", "", Motion.STILL,
                Html.of("""
                        <main class="narrow"><section class="panel"><h1>{}</h1><p>{}</p><p><a href="/">Back</a></p></section></main>
                        """,
                        title, detail));
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
