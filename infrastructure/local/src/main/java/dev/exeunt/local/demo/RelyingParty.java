package dev.exeunt.local.demo;

import dev.exeunt.local.Addresses;
import dev.exeunt.local.Site;
import dev.exeunt.local.demo.AppSessions.SignedIn;
import dev.exeunt.local.demo.Glimpse.Heard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One demo application, on an origin of its own.
final class RelyingParty implements Site {

    private static final Duration RETURN = Duration.ofMinutes(30);

    private final Application application;
    private final Addresses addresses;
    private final AppSessions sessions;
    private final SignIn signIn;
    private final LogoutReceiver receiver;
    private final AppPages pages;

    RelyingParty(Application application, Addresses addresses, InstantSource clock, Wire wire, Duration silence) {
        this.application = application;
        this.addresses = addresses;
        var check = new TokenCheck(addresses.publicUrl(), application.clientId(),
                addresses.publicUrl().resolve("/idp/jwks"));
        this.sessions = new AppSessions(clock);
        this.signIn = new SignIn(application, addresses, clock, wire, check);
        this.receiver = new LogoutReceiver(application, addresses.publicUrl(), check, sessions, silence);
        this.pages = new AppPages(application, addresses);
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        return switch (request.method() + " " + request.path()) {
            case "GET /" -> pages.home(live(request)).answer(200);
            case "GET /live" -> Page.fragment(live(request), request.header("If-None-Match"));
            case "GET /login" -> signIn.leave(request);
            case "GET /callback" -> callback(request);
            case "POST /sign-out" -> signOut(request);
            case "GET /signed-out" -> returned(request);
            case "POST /backchannel-logout" ->
                application.hearsBackChannel() ? receiver.backChannel(request) : nothing();
            case "GET /frontchannel-logout" ->
                application.hearsFrontChannel() ? receiver.frontChannel(request, sessionCookie()) : nothing();
            default -> Page.asset(request.path(), Icons.of(application)).orElseGet(RelyingParty::nothing);
        };
    }

    private static Answer nothing() {
        return Page.problem(404, "Nothing here", "This address leads nowhere.");
    }

    /// How the latest sign-in under a `sid` stands.
    Optional<Glimpse> glimpse(String sid) {
        return sessions.ofSid(sid);
    }

    private Html live(Request request) {
        var living = living(request);
        if (living.isPresent()) {
            return pages.signedIn(living.get());
        }
        var past = Cookies.read(request, traceCookie()).flatMap(sessions::ofTrace).map(Glimpse::events);
        return pages.signedOut(past.orElse(List.of()));
    }

    private Optional<SignedIn> living(Request request) {
        return Cookies.read(request, sessionCookie()).flatMap(sessions::living);
    }

    private Answer callback(Request request) {
        return switch (signIn.arrive(request)) {
            case SignIn.Arrival.Arrived(var arrived, var then) -> {
                sessions.begin(arrived);
                var next = then.map(n -> addresses.publicUrl() + "/idp/tour?n=" + n).orElse("/");
                yield Page.seeOther(next).with("Set-Cookie", Cookies.set(sessionCookie(), arrived.key()))
                        .with("Set-Cookie", Cookies.set(traceCookie(), arrived.trace()))
                        .with("Set-Cookie", Cookies.clear(signIn.cookie()));
            }
            case SignIn.Arrival.Failed(var why) -> Page.problem(400, "Not signed in", why);
        };
    }

    /// Ends the sign-in here, then asks the identity provider's side to end what this application may end
    /// (OpenID Connect RP-Initiated Logout, 2).
    private Answer signOut(Request request) {
        var living = living(request);
        if (living.isEmpty() || !Trust.sameOrigin(request, addresses.origin(application.clientId()))) {
            return Page.seeOther("/");
        }
        sessions.end(living.get()::equals, Heard.OWN_BUTTON);
        var state = Secrets.random(16);
        var parameters = new LinkedHashMap<String, String>(Map.of("id_token_hint", living.get().idToken()));
        parameters.put("post_logout_redirect_uri", application.postLogoutRedirectUri(addresses).toString());
        parameters.put("state", state);
        return Page.seeOther(addresses.publicUrl() + "/oauth2/end-session?" + Form.encode(parameters))
                .with("Set-Cookie", Cookies.clear(sessionCookie()))
                .with("Set-Cookie", Cookies.set(returnCookie(), state, RETURN));
    }

    /// The way back from a logout, once: the state must be the one that was sent.
    private Answer returned(Request request) {
        var sent = Cookies.read(request, returnCookie());
        if (sent.isPresent()) {
            var same = Form.query(request).one("state").filter(state -> Secrets.same(state, sent.get())).isPresent();
            var trace = Cookies.read(request, traceCookie());
            sessions.end(signIn -> trace.equals(Optional.of(signIn.trace())),
                    same ? Heard.RETURNED : Heard.RETURNED_ASTRAY);
        }
        return Page.seeOther("/").with("Set-Cookie", Cookies.clear(returnCookie()));
    }

    private String sessionCookie() {
        return application.clientId() + "_session";
    }

    private String traceCookie() {
        return application.clientId() + "_last";
    }

    private String returnCookie() {
        return application.clientId() + "_return";
    }
}
