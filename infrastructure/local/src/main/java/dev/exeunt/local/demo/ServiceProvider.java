package dev.exeunt.local.demo;

import dev.exeunt.local.Addresses;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An application that speaks SAML 2.0, made with OneLogin's java-saml.
final class ServiceProvider implements Party {

    private final Application application;
    private final Addresses addresses;
    private final SamlKey key;
    private final SamlSettings settings;
    private final AppSessions sessions;
    private final SamlSignIn signIn;
    private final SamlLogout logout;
    private final Visitors visitors;

    ServiceProvider(Application application, Addresses addresses, InstantSource clock, Wire wire) {
        this.application = application;
        this.addresses = addresses;
        this.key = SamlKey.ofServiceProvider(application.clientId(), clock.instant());
        this.settings = new SamlSettings(application, addresses, key, wire);
        this.sessions = new AppSessions(clock);
        this.signIn = new SamlSignIn(application, addresses, clock, settings);
        this.logout = new SamlLogout(application, addresses, sessions, settings, new SamlPost(key));
        this.visitors = new Visitors(application, addresses, sessions);
    }

    /// Uploads its metadata, as most do. The one with two bindings says the same in JSON: the library's metadata has room
    /// for one.
    @Override
    public Registry.Told register(Registry registry) {
        var path = "/clients/" + application.clientId();
        return switch (application.channels()) {
            case SOAP -> registry.put(path, json());
            case FRAME_BY_POST -> upload(registry, path, Map.of("logout_method", "iframe", "binding", "post"));
            case HOP_BY_REDIRECT -> upload(registry, path, Map.of("logout_method", "native", "binding", "redirect"));
            case HOP_BY_POST -> upload(registry, path, Map.of("logout_method", "native", "binding", "post"));
            case BACK, FRONT, BOTH -> throw new IllegalStateException(application + " speaks no SAML");
        };
    }

    private Registry.Told upload(Registry registry, String path, Map<String, String> how) {
        var parameters = new LinkedHashMap<>(how);
        parameters.put("client_name", application.title());
        if (application.endsEverything()) {
            parameters.put("invalidation_flow", "default-invalidation-flow");
        }
        return registry.put(path + "?" + Form.encode(parameters), "application/samlmetadata+xml", settings.metadata());
    }

    private Map<String, Object> json() {
        var browsers = application.singleLogout(addresses).toString();
        var client = new LinkedHashMap<String, Object>();
        client.put("protocol", "saml");
        client.put("entity_id", application.entityId(addresses));
        client.put("client_name", application.title());
        client.put("single_logout_services", List.of(Map.of("binding", "soap", "location", browsers + "/soap"),
                Map.of("binding", "redirect", "location", browsers)));
        client.put("signing_certificates", List.of(key.base64()));
        client.put("logout_method", "backchannel");
        client.put("binding", "soap");
        return client;
    }

    @Override
    public Answer answer(Request request) throws IOException {
        return switch (request.method() + " " + request.path()) {
            case "GET /login" -> signIn.leave(request);
            case "POST /acs" -> signIn.consume(request);
            case "GET /arrived" -> visitors.arrived(signIn.arrive(request), signIn.cookie());
            case "POST /sign-out" -> signOut(request);
            case "GET /slo", "POST /slo" -> logout.byBrowser(request);
            case "POST /slo/soap" ->
                application.channels() == Application.Channels.SOAP ? logout.bySoap(request) : Visitors.nothing();
            case "GET /saml/metadata" ->
                Answer.text(200, "application/samlmetadata+xml", settings.metadata()).with("Cache-Control", "no-store");
            default -> visitors.page(request).orElseGet(Visitors::nothing);
        };
    }

    @Override
    public Optional<Glimpse> glimpse(String sid) {
        return sessions.ofSid(sid);
    }

    private Answer signOut(Request request) throws IOException {
        var living = visitors.living(request);
        return living.isEmpty() || !Trust.sameOrigin(request, addresses.origin(application.clientId()))
                ? Page.seeOther("/")
                : logout.begin(living.get()).with("Set-Cookie", Cookies.clear(visitors.sessionCookie()));
    }
}
