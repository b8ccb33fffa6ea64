package dev.exeunt.local.demo;

import com.onelogin.saml2.authn.AuthnRequest;
import com.onelogin.saml2.authn.SamlResponse;
import dev.exeunt.local.Addresses;
import dev.exeunt.local.Site.Answer;
import dev.exeunt.local.Site.Request;
import dev.exeunt.local.demo.AppSessions.SignedIn;
import dev.exeunt.local.demo.SignIn.Arrival;
import dev.exeunt.local.demo.TokenCheck.Checked;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A service provider's way through the identity provider and back: web browser SSO, begun here (SAML Profiles 2.0, 4.1).
final class SamlSignIn {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /// A sign-in that is under way.
    private record Pending(String requestId, Optional<String> then, Instant expires) {}

    private final Application application;
    private final Addresses addresses;
    private final InstantSource clock;
    private final SamlSettings settings;
    private final SamlTrust trust;
    private final Map<String, Pending> pending = Memory.bounded();
    private final Map<String, Arrival> consumed = Memory.bounded();

    SamlSignIn(Application application, Addresses addresses, InstantSource clock, SamlSettings settings) {
        this.application = application;
        this.addresses = addresses;
        this.clock = clock;
        this.settings = settings;
        this.trust = new SamlTrust(settings);
    }

    /// Sends the browser to the identity provider.
    Answer leave(Request request) throws IOException {
        var found = settings.read(true);
        var asking = new AuthnRequest(found);
        var state = Secrets.random();
        pending.put(state, new Pending(asking.getId(),
                Form.query(request).one("then").filter(n -> n.matches("[0-9]{1,2}")), clock.instant().plus(PATIENCE)));
        var parameters = new LinkedHashMap<String, String>();
        parameters.put(SamlMessage.REQUEST, asking.getEncodedAuthnRequest());
        parameters.put("RelayState", state);
        return Page.seeOther(found.getIdpSingleSignOnServiceUrl() + "?" + Form.encode(parameters)).with("Set-Cookie",
                Cookies.set(cookie(), state, PATIENCE));
    }

    /// The cookie that ties the way back to the browser that left.
    String cookie() {
        return application.clientId() + "_state";
    }

    /// Takes the posted response. No cookie comes with a post from another site, so the browser goes one step further,
    /// where it does.
    Answer consume(Request request) {
        var message = SamlMessage.ofBrowser(request, application.consumer(addresses).toString())
                .filter(found -> !found.isRequest());
        var state = message.flatMap(SamlMessage::relayState).orElse("");
        var waiting = Optional.ofNullable(pending.remove(state))
                .filter(found -> clock.instant().isBefore(found.expires()));
        consumed.put(state, message.isEmpty() || waiting.isEmpty()
                ? new Arrival.Failed("This sign-in did not start here, or is too old.")
                : accept(message.get(), waiting.get()));
        return Page.seeOther("/arrived");
    }

    private Arrival accept(SamlMessage message, Pending waiting) {
        return switch (trust.assertion(message, waiting.requestId())) {
            case Checked.Good<SamlResponse>(var response) -> signedIn(response, waiting.then());
            case Checked.Bad<SamlResponse>(var why) -> new Arrival.Failed("The assertion is not good: " + why + ".");
            case Checked.NotNow<SamlResponse>(var why) ->
                new Arrival.Failed("The assertion cannot be checked: " + why + ".");
        };
    }

    private static Arrival signedIn(SamlResponse response, Optional<String> then) {
        try {
            var name = response.getAttributes().getOrDefault("name", List.of()).stream().findFirst().orElse("somebody");
            return new Arrival.Arrived(new SignedIn(Secrets.random(), Secrets.random(16), response.getNameId(),
                    response.getSessionIndex(), name, ""), then);
        } catch (Exception unreadable) {
            return new Arrival.Failed("The assertion names nobody.");
        }
    }

    /// Takes the browser back in, if it is the one that left.
    Arrival arrive(Request request) {
        return Cookies.read(request, cookie()).map(consumed::remove)
                .orElseGet(() -> new Arrival.Failed("This sign-in did not start in this browser, or is too old."));
    }
}
