package dev.exeunt.local.demo;

import dev.exeunt.local.Addresses;
import dev.exeunt.local.Site;
import dev.exeunt.local.demo.IdpSessions.IdpSession;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The login side: a small OpenID provider and SAML identity provider without passwords. Whether somebody is still signed in is not its to
/// decide: it asks the registry each time.
final class IdentityProvider implements Site {

    /// The cookie that Exeunt finds the session by.
    static final String COOKIE = "session";
    private static final String TRACE = "session_last";

    private final Addresses addresses;
    private final Registry registry;
    private final IdpKeys keys;
    private final IdpSessions sessions;
    private final Authorization authorization;
    private final IdpSaml saml;
    private final Portal portal;
    private final BiFunction<Application, String, Optional<Glimpse>> applications;

    /// @param applications how the sign-in under a `sid` stands at an application
    IdentityProvider(Addresses addresses, InstantSource clock, Wire wire,
            BiFunction<Application, String, Optional<Glimpse>> applications) {
        this.addresses = addresses;
        this.registry = new Registry(wire, addresses.registryUrl());
        this.keys = new IdpKeys(wire, addresses.publicUrl().resolve("/oauth2/jwks"));
        this.sessions = new IdpSessions(clock);
        this.authorization = new Authorization(addresses, clock, registry, keys);
        this.saml = new IdpSaml(addresses, clock, registry, keys.saml(clock.instant()), wire);
        this.portal = new Portal(addresses);
        this.applications = applications;
    }

    @Override
    public Answer answer(Request request) {
        return switch (request.method() + " " + request.path()) {
            case "GET /" -> portal.home(live(request)).answer(200);
            case "GET /idp/live" -> Page.fragment(live(request), request.header("If-None-Match"));
            case "GET /idp/tour" -> tour(request);
            case "GET /idp/authorize" -> authorize(request);
            case "GET " + IdpSaml.SIGN_ON -> signOn(request);
            case "GET " + IdpSaml.METADATA -> saml.metadata();
            case "POST /idp/login" -> login(request);
            case "POST /idp/token" -> authorization.token(request);
            case "GET /idp/jwks" -> Answer.text(200, "application/json", keys.published().toString(true))
                    .with("Cache-Control", "no-store");
            case "GET /idp/.well-known/openid-configuration" ->
                Answer.text(200, "application/json", Json.write(metadata()));
            default -> Page.asset(request.path(), Icons.door())
                    .orElseGet(() -> Page.problem(404, "Nothing here", "This address leads nowhere."));
        };
    }

    /// The session that a cookie's value stands for, alive or not.
    Optional<IdpSession> sessionOf(String cookie) {
        return sessions.ofCookie(cookie);
    }

    private Optional<IdpSession> session(Request request) {
        return Cookies.read(request, COOKIE).flatMap(sessions::ofCookie);
    }

    private Optional<IdpSession> living(Request request) {
        return session(request).filter(session -> registry.standing(session.id()) instanceof Registry.Standing.Living);
    }

    private Answer authorize(Request request) {
        var application = Form.query(request).one("client_id").flatMap(Application::of).orElse(Application.WIKI);
        return knowing(request, session -> authorization.authorize(request, session,
                portal.ask(application, request.query()).answer(200)));
    }

    private Answer signOn(Request request) {
        var application = saml.application(request).orElse(Application.TICKETS);
        return knowing(request, session -> saml.signOn(request, session,
                portal.ask(application, request.query()).answer(200)));
    }

    /// Answers by what is known of the browser's session. Where nothing can be known nobody is signed in.
    private Answer knowing(Request request, Function<Optional<IdpSession>, Answer> answering) {
        var session = session(request);
        var standing = session.map(known -> registry.standing(known.id()));
        if (standing.isPresent() && standing.get() instanceof Registry.Standing.Unavailable(String why)) {
            return Page.problem(503, "Cannot sign you in just now", why + ".");
        }
        var alive = standing.isPresent() && standing.get() instanceof Registry.Standing.Living;
        return answering.apply(session.filter(_ -> alive));
    }

    private Answer login(Request request) {
        var form = Form.body(request);
        var person = form.one("person").flatMap(Person::of);
        if (person.isEmpty() || !Trust.sameOrigin(request, addresses.publicUrl())) {
            return Page.problem(400, "Who?", "Choose one of the people on the page before.");
        }
        if (living(request).isPresent()) {
            return Page.seeOther(onward(form));
        }
        var session = sessions.draft(person.get());
        var cookie = Secrets.random();
        var told = registry.put("/sessions/" + session.id(), Map.of("user", session.person().id(), "expires_at",
                session.expires().toString(), "cookie_sha256", List.of(Secrets.sha256(cookie))));
        return switch (told) {
            case Registry.Told.Accepted _ -> welcome(session, cookie, onward(form));
            case Registry.Told.SessionEnded _ ->
                Page.problem(503, "Cannot sign you in", "The session is over already.");
            case Registry.Told.Refused(String why) -> Page.problem(503, "Cannot sign you in just now", why + ".");
        };
    }

    private Answer welcome(IdpSession session, String cookie, String onward) {
        sessions.keep(session, cookie);
        return Page.seeOther(onward).with("Set-Cookie", Cookies.set(COOKIE, cookie)).with("Set-Cookie",
                Cookies.set(TRACE, session.trace()));
    }

    /// Where to go after signing in: on with the authorization request, its parameters written anew, or home.
    private static String onward(Form form) {
        return form.one("authorization").map(query -> {
            var parameters = new LinkedHashMap<String, String>();
            var asked = Form.parse(query);
            asked.values().keySet().forEach(name -> asked.one(name).ifPresent(value -> parameters.put(name, value)));
            var path = parameters.containsKey(SamlMessage.REQUEST) ? IdpSaml.SIGN_ON : "/idp/authorize";
            return path + "?" + Form.encode(parameters);
        }).orElse("/");
    }

    /// One application after another, each by a page of its own: browsers follow twenty redirects in a row and no more.
    private Answer tour(Request request) {
        var number = Form.query(request).one("n").filter(n -> n.matches("[0-9]{1,2}")).map(Integer::parseInt).orElse(0);
        if (number >= Application.values().length || living(request).isEmpty()) {
            return Page.seeOther("/");
        }
        var application = List.of(Application.values()).get(number);
        return portal.step(number, application).answer(200).with("Refresh",
                "0; url=" + portal.stepUri(number, application));
    }

    private Html live(Request request) {
        var cookie = session(request);
        var session = cookie.or(() -> Cookies.read(request, TRACE).flatMap(sessions::ofTrace));
        var scene = session.map(known -> scene(known, cookie.isPresent()))
                .orElseGet(() -> new Portal.Scene(Optional.empty(), false, Optional.empty(), Optional.empty()));
        var cards = new ArrayList<Card>();
        for (Application application : Application.values()) {
            cards.add(card(application, scene));
        }
        return portal.live(scene, cards);
    }

    private Portal.Scene scene(IdpSession session, boolean withCookie) {
        var known = Optional.of(session);
        return switch (registry.standing(session.id())) {
            case Registry.Standing.Living _ -> new Portal.Scene(known, withCookie, Optional.empty(), Optional.empty());
            case Registry.Standing.Unknown _ -> new Portal.Scene(known, false, Optional.empty(), Optional.empty());
            case Registry.Standing.Ended(var ref) ->
                new Portal.Scene(known, false, ref.flatMap(registry::logout), Optional.empty());
            case Registry.Standing.Unavailable(String why) ->
                new Portal.Scene(known, withCookie, Optional.empty(), Optional.of(why));
        };
    }

    private Card card(Application application, Portal.Scene scene) {
        var glimpse = scene.session().flatMap(session -> session.sid(application))
                .flatMap(sid -> applications.apply(application, sid));
        var notice = scene.logout().flatMap(logout -> logout.objects("deliveries").stream()
                .filter(each -> each.text("client_id").equals(Optional.of(application.clientId()))).findFirst());
        return new Card(application, scene.session().map(IdpSession::person), glimpse, notice);
    }

    private Map<String, Object> metadata() {
        var base = addresses.publicUrl();
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("issuer", base.toString());
        metadata.put("authorization_endpoint", base + "/idp/authorize");
        metadata.put("token_endpoint", base + "/idp/token");
        metadata.put("jwks_uri", base + "/idp/jwks");
        metadata.put("end_session_endpoint", base + "/oauth2/end-session");
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("subject_types_supported", List.of("public", "pairwise"));
        metadata.put("id_token_signing_alg_values_supported", List.of("RS256"));
        metadata.put("token_endpoint_auth_methods_supported", List.of("none"));
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        metadata.put("backchannel_logout_supported", true);
        metadata.put("backchannel_logout_session_supported", true);
        metadata.put("frontchannel_logout_supported", true);
        metadata.put("frontchannel_logout_session_supported", true);
        return metadata;
    }
}
