package dev.exeunt.local.demo;

import dev.exeunt.local.Addresses;
import dev.exeunt.local.demo.IdpSessions.IdpSession;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The pages of the identity provider: who you are, what you can open, and what became of each application.
final class Portal {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss")
            .withZone(ZoneId.systemDefault());

    /// What one browser's page is about.
    ///
    /// @param session  the session it has, or had last
    /// @param signedIn whether that session is alive
    /// @param logout   what the registry says about the logout that ended it
    /// @param trouble  what keeps us from knowing
    record Scene(Optional<IdpSession> session, boolean signedIn, Optional<Json> logout, Optional<String> trouble) {}

    private final Addresses addresses;

    Portal(Addresses addresses) {
        this.addresses = addresses;
    }

    Page home(Html live) {
        return page("Exeunt demo", Page.Motion.LIVE,
                Html.of("""
                        <header class="top"><div class="wide"><p class="mark">{} Exeunt <span>demo identity provider</span></p></div></header>
                        <main class="wide">
                        <section class="intro">
                        <h1>They all leave.</h1>
                        <p>Sign in once, open ten applications, six by OpenID Connect and four by SAML, log out once: every \
                        application that can be told is told, and each card shows how it heard.</p>
                        </section>
                        <div data-live="/idp/live" aria-live="polite">
                        {}</div>
                        </main>
                        <footer class="wide"><p>Each application is an origin of its own and verifies what it receives \
                        with libraries that are not ours. Nobody here has a password.</p></footer>
                        """,
                        Icons.door(), live));
    }

    /// The part of the page that changes by itself.
    Html live(Scene scene, List<Card> cards) {
        return Html.of("""
                {}
                <h2>Applications</h2>
                <ul class="cards">
                {}</ul>
                """, who(scene), Html.each(cards, card -> card.html(addresses)));
    }

    private static Html who(Scene scene) {
        var trouble = scene.trouble().map(why -> Html.of("<p class=\"trouble\">{}</p>", why)).orElse(Html.NONE);
        return Html.of("<section class=\"panel who\" data-part=\"who\">{}{}</section>", trouble,
                scene.session().map(session -> known(scene, session)).orElseGet(() -> chooser("Who are you?", "")));
    }

    private static Html known(Scene scene, IdpSession session) {
        if (!scene.signedIn()) {
            var ended = scene.logout().isPresent()
                    ? "Signed out. Here is what happened, application by application."
                    : "Signed out.";
            return Html.of("<h2 class=\"state out\">{}</h2>{}", ended, chooser("Sign in again as", ""));
        }
        return Html.of("""
                <div class="person"><span class="face" aria-hidden="true">{}</span>
                <div><h2 class="state in">Signed in as {}</h2><p>{} · since {}</p></div></div>
                <p class="actions"><a class="button" href="/idp/tour">Sign in to all applications</a>
                <a class="button leave" href="/logout">Log out</a></p>
                """, session.person().initials(), session.person().name(), session.person().trade(),
                time(session.since()));
    }

    /// The page that asks who it is before an application is opened.
    Page ask(Application application, String authorization) {
        return page("Sign in", Page.Motion.STILL, Html.of("""
                <main class="narrow"><section class="panel"><p class="mark">{} {}</p>{}</section></main>
                """, Icons.of(application), application.title(), chooser("Who wants to sign in?", authorization)));
    }

    /// Leads through an application's sign-in and comes back for the next.
    Page step(int number, Application application) {
        return page("Signing in", Page.Motion.STILL, Html.of("""
                <main class="narrow"><section class="panel"><p class="mark">{} {} of {}</p>
                <h1>Signing in to {} …</h1><p><a href="{}">Go on</a></p></section></main>
                """, Icons.of(application), number + 1, Application.values().length, application.title(),
                stepUri(number, application)));
    }

    String stepUri(int number, Application application) {
        return application.at(addresses, "/login?then=" + (number + 1)).toString();
    }

    private static Html chooser(String question, String authorization) {
        return Html.of("""
                <h2>{}</h2>
                <form method="post" action="/idp/login" class="people">
                <input type="hidden" name="authorization" value="{}">
                {}</form>
                """, question, authorization, Html.each(Person.ALL, person -> Html.of("""
                <button name="person" value="{}"><span class="face" aria-hidden="true">{}</span>\
                <span><strong>{}</strong><small>{}</small></span></button>
                """, person.id(), person.initials(), person.name(), person.trade())));
    }

    private Page page(String title, Page.Motion motion, Html body) {
        var targets = Arrays.stream(Application.values()).map(each -> addresses.origin(each.clientId()).toString())
                .collect(Collectors.joining(" "));
        return new Page(title, "idp", targets, motion, body);
    }

    static Html time(Instant at) {
        return Html.of("<time datetime=\"{}\">{}</time>", at, CLOCK.format(at));
    }
}
