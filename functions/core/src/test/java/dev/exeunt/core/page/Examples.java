package dev.exeunt.core.page;

import dev.exeunt.core.page.Page.Application;
import dev.exeunt.core.page.Page.Frame;
import dev.exeunt.core.page.Page.Link;
import dev.exeunt.core.page.Page.LoggingOut;
import dev.exeunt.core.page.Page.State;
import dev.exeunt.core.page.Page.Waits;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/// Pages for tests.
final class Examples {

    static final String ORIGIN = "https://login.example";
    static final Brand BRAND = new Brand("Acme", null, "#1f4fd8", null);
    static final Messages ENGLISH = Languages.words("en");
    static final Waits WAITS = new Waits(Duration.ofSeconds(5), Duration.ofSeconds(6));
    static final Link WIKI = new Link("https://wiki.example/out?state=s", "Wiki");

    private Examples() {
    }

    static List<Application> applications(State... states) {
        return IntStream.range(0, states.length).mapToObj(n -> new Application(n, "Application " + n, states[n]))
                .toList();
    }

    static LoggingOut loggingOut(List<Frame> frames, List<Application> applications, @Nullable Link back) {
        return new LoggingOut(ORIGIN, "/logout/v/stages/1", "/logout/v/status", frames, applications, WAITS, back);
    }

    /// The logging-out page of one application that is told by one iframe.
    static LoggingOut withFrame(String url) {
        return loggingOut(List.of(new Frame(0, url, 0)), applications(State.WAITING), null);
    }

    /// The logging-out page of so many applications, each with an iframe of its own.
    static LoggingOut withFrames(int count) {
        var states = new State[count];
        Arrays.fill(states, State.WAITING);
        return loggingOut(IntStream.range(0, count).mapToObj(n -> new Frame(n, url(n), n)).toList(),
                applications(states), WIKI);
    }

    static String url(int n) {
        return "https://application-" + n
                + ".example/frontchannel?iss=https%3A%2F%2Flogin.example&sid=0123456789abcdef";
    }

    static Html html(Page page) {
        return new Pages(BRAND).render(page, ENGLISH);
    }

    static Document document(Page page) {
        return Jsoup.parse(html(page).body());
    }

    static String policy(Page page) {
        return String.valueOf(html(page).headers().get("content-security-policy"));
    }

    /// One of every kind, with this text wherever a text from outside can stand and this URL wherever a URL can.
    static List<Page> everyPage(String text, String url) {
        var back = new Link(url, text);
        var applications = List.of(new Application(0, text, State.WAITING), new Application(1, text, State.DONE));
        return List.of(new Page.Ask("/logout", text, text, true, back),
                loggingOut(List.of(new Frame(0, url, 0)), applications, back),
                loggingOut(List.of(), applications, back),
                new Page.Hop("/logout/v/stages/2", text, false, applications, url),
                new Page.Hop("/logout/v/stages/2", text, true, applications, url),
                new Page.Handover(url, Map.of("SAMLRequest", text, "RelayState", text), text, false),
                new Page.Handover(url, Map.of("SAMLRequest", text, "RelayState", text), text, true),
                new Page.SignedOut(applications, null, 0, null, "/logout/v/status", back),
                new Page.SignedOut(applications, text, 2, "/logout", null, back), new Page.StillSignedIn(back),
                new Page.Failure(400, text, "/logout"), new Page.Failure(410, null, null));
    }
}
