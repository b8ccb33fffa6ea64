package dev.exeunt.local.demo;

import dev.exeunt.local.Addresses;
import dev.exeunt.local.Site.Answer;
import dev.exeunt.local.Site.Request;
import dev.exeunt.local.demo.AppSessions.SignedIn;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An application's way in: the code flow with PKCE, state and nonce, as OpenID Connect Core, 3.1, has it.
final class SignIn {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /// A sign-in that has left for the identity provider.
    ///
    /// @param then where in the identity provider's round to go on
    private record Pending(String nonce, String verifier, Optional<String> then, Instant expires) {}

    /// What came back from the token endpoint.
    sealed interface Arrival {

        record Arrived(SignedIn signIn, Optional<String> then) implements Arrival {}

        record Failed(String why) implements Arrival {}
    }

    private final Application application;
    private final Addresses addresses;
    private final InstantSource clock;
    private final Wire wire;
    private final TokenCheck check;
    private final Map<String, Pending> pending = Memory.bounded();

    SignIn(Application application, Addresses addresses, InstantSource clock, Wire wire, TokenCheck check) {
        this.application = application;
        this.addresses = addresses;
        this.clock = clock;
        this.wire = wire;
        this.check = check;
    }

    /// Sends the browser to the identity provider.
    Answer leave(Request request) {
        var asked = Form.query(request);
        var state = Secrets.random();
        var waiting = new Pending(Secrets.random(), Secrets.random(),
                asked.one("then").filter(n -> n.matches("[0-9]{1,2}")),
                clock.instant().plus(PATIENCE));
        pending.put(state, waiting);
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", application.clientId());
        parameters.put("redirect_uri", application.redirectUri(addresses).toString());
        parameters.put("scope", "openid profile");
        parameters.put("state", state);
        parameters.put("nonce", waiting.nonce());
        parameters.put("code_challenge", Secrets.sha256(waiting.verifier()));
        parameters.put("code_challenge_method", "S256");
        asked.one("prompt").filter("none"::equals).ifPresent(prompt -> parameters.put("prompt", prompt));
        return Page.seeOther(addresses.publicUrl() + "/idp/authorize?" + Form.encode(parameters)).with("Set-Cookie",
                Cookies.set(cookie(), state, PATIENCE));
    }

    /// The cookie that ties the way back to the browser that left.
    String cookie() {
        return application.clientId() + "_state";
    }

    /// Takes the browser back in, with a code or with an error.
    Arrival arrive(Request request) {
        var answer = Form.query(request);
        var state = answer.one("state").filter(value -> Cookies.read(request, cookie()).equals(Optional.of(value)));
        var waiting = state.map(pending::remove).filter(found -> clock.instant().isBefore(found.expires()));
        if (waiting.isEmpty()) {
            return new Arrival.Failed("This sign-in did not start in this browser, or is too old.");
        }
        var error = answer.one("error");
        if (error.isPresent()) {
            return new Arrival.Failed("The identity provider says: " + error.get() + ".");
        }
        return answer.one("code").map(code -> redeem(code, waiting.get()))
                .orElseGet(() -> new Arrival.Failed("The identity provider sent no code."));
    }

    private Arrival redeem(String code, Pending waiting) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("grant_type", "authorization_code");
        parameters.put("code", code);
        parameters.put("redirect_uri", application.redirectUri(addresses).toString());
        parameters.put("client_id", application.clientId());
        parameters.put("code_verifier", waiting.verifier());
        try {
            var answer = wire.postForm(addresses.publicUrl().resolve("/idp/token"), parameters);
            var body = Json.parse(answer.body());
            return body.text("id_token").filter(_ -> answer.statusCode() == 200).map(token -> accept(token, waiting))
                    .orElseGet(() -> new Arrival.Failed(
                            "No token: " + body.text("error").orElse("no reason given") + "."));
        } catch (IOException unreachable) {
            return new Arrival.Failed("The identity provider does not answer.");
        }
    }

    private Arrival accept(String idToken, Pending waiting) {
        return switch (check.idToken(idToken, waiting.nonce())) {
            case TokenCheck.Checked.Good(var claims) -> claims.getSessionID() == null
                    ? new Arrival.Failed("The ID token names no session.")
                    : new Arrival.Arrived(new SignedIn(Secrets.random(), Secrets.random(16),
                            claims.getSubject().getValue(),
                            claims.getSessionID().getValue(), String.valueOf(claims.getStringClaim("name")), idToken),
                            waiting.then());
            case TokenCheck.Checked.Bad(var why) -> new Arrival.Failed("The ID token is not good: " + why + ".");
            case TokenCheck.Checked.NotNow(var why) ->
                new Arrival.Failed("The ID token cannot be checked: " + why + ".");
        };
    }
}
