package dev.exeunt.local.demo;

import dev.exeunt.local.Addresses;
import dev.exeunt.local.demo.Glimpse.Heard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An application that speaks OpenID Connect.
final class RelyingParty implements Party {

    private static final Duration RETURN = Duration.ofMinutes(30);

    private final Application application;
    private final Addresses addresses;
    private final AppSessions sessions;
    private final SignIn signIn;
    private final LogoutReceiver receiver;
    private final Visitors visitors;

    RelyingParty(Application application, Addresses addresses, InstantSource clock, Wire wire, Duration silence) {
        this.application = application;
        this.addresses = addresses;
        var check = new TokenCheck(addresses.publicUrl(), application.clientId(),
                addresses.publicUrl().resolve("/idp/jwks"));
        this.sessions = new AppSessions(clock);
        this.signIn = new SignIn(application, addresses, clock, wire, check);
        this.receiver = new LogoutReceiver(application, addresses.publicUrl(), check, sessions, silence);
        this.visitors = new Visitors(application, addresses, sessions);
    }

    @Override
    public Registry.Told register(Registry registry) {
        return registry.put("/clients/" + application.clientId(), application.registration(addresses));
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        return switch (request.method() + " " + request.path()) {
            case "GET /login" -> signIn.leave(request);
            case "GET /callback" -> visitors.arrived(signIn.arrive(request), signIn.cookie());
            case "POST /sign-out" -> signOut(request);
            case "GET /signed-out" -> returned(request);
            case "POST /backchannel-logout" ->
                application.hearsBackChannel() ? receiver.backChannel(request) : Visitors.nothing();
            case "GET /frontchannel-logout" -> application.hearsFrontChannel()
                    ? receiver.frontChannel(request, visitors.sessionCookie())
                    : Visitors.nothing();
            default -> visitors.page(request).orElseGet(Visitors::nothing);
        };
    }

    @Override
    public Optional<Glimpse> glimpse(String sid) {
        return sessions.ofSid(sid);
    }

    /// Ends the sign-in here, then asks the identity provider's side to end what this application may end
    /// (OpenID Connect RP-Initiated Logout, 2).
    private Answer signOut(Request request) {
        var living = visitors.living(request);
        if (living.isEmpty() || !Trust.sameOrigin(request, addresses.origin(application.clientId()))) {
            return Page.seeOther("/");
        }
        sessions.end(living.get()::equals, Heard.OWN_BUTTON);
        var state = Secrets.random(16);
        var parameters = new LinkedHashMap<String, String>(Map.of("id_token_hint", living.get().idToken()));
        parameters.put("post_logout_redirect_uri", application.postLogoutRedirectUri(addresses).toString());
        parameters.put("state", state);
        return Page.seeOther(addresses.publicUrl() + "/oauth2/end-session?" + Form.encode(parameters))
                .with("Set-Cookie", Cookies.clear(visitors.sessionCookie()))
                .with("Set-Cookie", Cookies.set(returnCookie(), state, RETURN));
    }

    /// The way back from a logout, once: the state must be the one that was sent.
    private Answer returned(Request request) {
        var sent = Cookies.read(request, returnCookie());
        if (sent.isPresent()) {
            var same = Form.query(request).one("state").filter(state -> Secrets.same(state, sent.get())).isPresent();
            var trace = visitors.trace(request);
            sessions.end(signIn -> trace.equals(Optional.of(signIn.trace())),
                    same ? Heard.RETURNED : Heard.RETURNED_ASTRAY);
        }
        return Page.seeOther("/").with("Set-Cookie", Cookies.clear(returnCookie()));
    }

    private String returnCookie() {
        return application.clientId() + "_return";
    }
}
