package dev.exeunt.local.demo;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.exeunt.local.Addresses;
import dev.exeunt.local.Site.Answer;
import dev.exeunt.local.Site.Request;
import dev.exeunt.local.demo.IdpSessions.IdpSession;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The code flow of OpenID Connect: codes for browsers, ID tokens for applications. Whoever gets either is first
/// written into the session at the registry, which refuses when the session has ended.
final class Authorization {

    private static final long CODE_SECONDS = 60;
    private static final long TOKEN_SECONDS = 600;

    /// A code's promise, kept once.
    private record Grant(Application application, String redirectUri, Optional<String> nonce,
            Optional<String> challenge,
            IdpSession session, Instant expires) {}

    /// An authorization request whose application and way back are known to be right.
    private record Asked(Application application, URI redirectUri, Form form) {}

    private final Addresses addresses;
    private final InstantSource clock;
    private final Registry registry;
    private final IdpKeys keys;
    private final Map<String, Grant> grants = Memory.bounded();
    private final String pairwiseSalt = Secrets.random();

    Authorization(Addresses addresses, InstantSource clock, Registry registry, IdpKeys keys) {
        this.addresses = addresses;
        this.clock = clock;
        this.registry = registry;
        this.keys = keys;
    }

    /// Answers an authorization request (OpenID Connect Core, 3.1.2).
    ///
    /// @param session the session of the browser's cookie, known to be alive
    /// @param chooser the page that asks who it is, for somebody who is signed out
    Answer authorize(Request request, Optional<IdpSession> session, Answer chooser) {
        var form = Form.query(request);
        var application = form.one("client_id").flatMap(Application::of);
        var redirectUri = application.map(each -> each.redirectUri(addresses));
        if (application.isEmpty() || !form.one("redirect_uri").equals(redirectUri.map(URI::toString))) {
            return Page.problem(400, "No such application", "The application or its way back is not one we know.");
        }
        var asked = new Asked(application.get(), redirectUri.orElseThrow(), form);
        if (!form.one("response_type").equals(Optional.of("code"))) {
            return back(asked, "error", "unsupported_response_type");
        }
        if (form.one("code_challenge").isPresent() && !form.one("code_challenge_method").equals(Optional.of("S256"))) {
            return back(asked, "error", "invalid_request");
        }
        return session.map(living -> code(asked, living, chooser)).orElseGet(() -> signedOut(asked, chooser));
    }

    private Answer signedOut(Asked asked, Answer chooser) {
        var silent = asked.form().one("prompt").equals(Optional.of("none"));
        return silent ? back(asked, "error", "login_required") : chooser;
    }

    private Answer code(Asked asked, IdpSession session, Answer chooser) {
        return switch (join(asked.application(), session)) {
            case Registry.Told.Accepted _ -> back(asked, "code", grant(asked, session));
            case Registry.Told.SessionEnded _ -> signedOut(asked, chooser);
            case Registry.Told.Refused _ -> back(asked, "error", "temporarily_unavailable");
        };
    }

    private Registry.Told join(Application application, IdpSession session) {
        var identity = Map.of("iss", issuer(), "sub", subject(application, session.person()), "sid",
                session.sidFor(application));
        return registry.put("/sessions/" + session.id() + "/participants/" + application.clientId(), identity);
    }

    private String grant(Asked asked, IdpSession session) {
        var code = Secrets.random();
        grants.put(Secrets.sha256(code), new Grant(asked.application(), asked.redirectUri().toString(),
                asked.form().one("nonce"), asked.form().one("code_challenge"), session,
                clock.instant().plusSeconds(CODE_SECONDS)));
        return code;
    }

    private static Answer back(Asked asked, String name, String value) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put(name, value);
        asked.form().one("state").ifPresent(state -> parameters.put("state", state));
        return Page.seeOther(asked.redirectUri() + "?" + Form.encode(parameters));
    }

    /// Redeems a code (OpenID Connect Core, 3.1.3).
    Answer token(Request request) {
        var form = Form.body(request);
        if (!form.one("grant_type").equals(Optional.of("authorization_code"))) {
            return refused("unsupported_grant_type");
        }
        // Taken out before it is looked at: a code that was tried is used up.
        var found = form.one("code").map(code -> grants.remove(Secrets.sha256(code))).filter(fits(form));
        if (found.isEmpty()) {
            return refused("invalid_grant");
        }
        var grant = found.get();
        return switch (join(grant.application(), grant.session())) {
            case Registry.Told.Accepted _ -> issued(grant);
            case Registry.Told.SessionEnded _ -> refused("invalid_grant");
            case Registry.Told.Refused _ -> json(503, Map.of("error", "temporarily_unavailable"));
        };
    }

    private Predicate<Grant> fits(Form form) {
        return grant -> clock.instant().isBefore(grant.expires())
                && form.one("client_id").equals(Optional.of(grant.application().clientId()))
                && form.one("redirect_uri").equals(Optional.of(grant.redirectUri()))
                && form.one("code_verifier").map(Secrets::sha256).equals(grant.challenge());
    }

    private Answer issued(Grant grant) {
        return json(200, Map.of("access_token", Secrets.random(), "token_type", "Bearer", "expires_in", TOKEN_SECONDS,
                "id_token", idToken(grant)));
    }

    private String idToken(Grant grant) {
        var now = clock.instant();
        var session = grant.session();
        var claims = new JWTClaimsSet.Builder().issuer(issuer()).subject(subject(grant.application(), session.person()))
                .audience(grant.application().clientId()).issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(TOKEN_SECONDS)))
                .claim("auth_time", session.since().getEpochSecond()).claim("sid", session.sidFor(grant.application()))
                .claim("name", session.person().name());
        grant.nonce().ifPresent(nonce -> claims.claim("nonce", nonce));
        return keys.sign(claims.build());
    }

    /// Who a person is to an application: to some a name that no other application sees (OpenID Connect Core, 8.1).
    private String subject(Application application, Person person) {
        return application.hasPairwiseSubject()
                ? Secrets.sha256(pairwiseSalt + "|" + application.clientId() + "|" + person.id())
                : "u-" + person.id();
    }

    private String issuer() {
        return addresses.publicUrl().toString();
    }

    private static Answer refused(String error) {
        return json(400, Map.of("error", error));
    }

    private static Answer json(int status, Map<String, ?> body) {
        return Answer.text(status, "application/json", Json.write(body)).with("Cache-Control", "no-store");
    }
}
