package dev.exeunt.local.demo;

import dev.exeunt.local.Addresses;
import dev.exeunt.local.Site.Answer;
import dev.exeunt.local.Site.Request;
import dev.exeunt.local.demo.AppSessions.SignedIn;
import java.util.List;
import java.util.Optional;

/// Who comes to an application with a browser: what the cookies say, and what is shown for it.
final class Visitors {

    private final Application application;
    private final Addresses addresses;
    private final AppSessions sessions;
    private final AppPages pages;

    Visitors(Application application, Addresses addresses, AppSessions sessions) {
        this.application = application;
        this.addresses = addresses;
        this.sessions = sessions;
        this.pages = new AppPages(application, addresses);
    }

    /// The page of an address that people come to by themselves; empty for every other address.
    Optional<Answer> page(Request request) {
        return switch (request.method() + " " + request.path()) {
            case "GET /" -> Optional.of(pages.home(live(request)).answer(200));
            case "GET /live" -> Optional.of(Page.fragment(live(request), request.header("If-None-Match")));
            default -> Page.asset(request.path(), Icons.of(application));
        };
    }

    static Answer nothing() {
        return Page.problem(404, "Nothing here", "This address leads nowhere.");
    }

    private Html live(Request request) {
        var living = living(request);
        if (living.isPresent()) {
            return pages.signedIn(living.get());
        }
        var past = trace(request).flatMap(sessions::ofTrace).map(Glimpse::events);
        return pages.signedOut(past.orElse(List.of()));
    }

    /// Who is signed in with this browser.
    Optional<SignedIn> living(Request request) {
        return Cookies.read(request, sessionCookie()).flatMap(sessions::living);
    }

    /// What lets a browser see what became of its sign-in.
    Optional<String> trace(Request request) {
        return Cookies.read(request, traceCookie());
    }

    /// Takes in whoever has come back from the identity provider, or says why not.
    ///
    /// @param stateCookie the cookie that tied the way back to the browser, which is used up
    Answer arrived(SignIn.Arrival arrival, String stateCookie) {
        return switch (arrival) {
            case SignIn.Arrival.Arrived(var arrived, var then) -> {
                sessions.begin(arrived);
                var next = then.map(n -> addresses.publicUrl() + "/idp/tour?n=" + n).orElse("/");
                yield Page.seeOther(next).with("Set-Cookie", Cookies.set(sessionCookie(), arrived.key()))
                        .with("Set-Cookie", Cookies.set(traceCookie(), arrived.trace()))
                        .with("Set-Cookie", Cookies.clear(stateCookie));
            }
            case SignIn.Arrival.Failed(var why) -> Page.problem(400, "Not signed in", why);
        };
    }

    String sessionCookie() {
        return application.clientId() + "_session";
    }

    private String traceCookie() {
        return application.clientId() + "_last";
    }
}
