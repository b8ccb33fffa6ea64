package dev.exeunt.local.demo;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.Endpoint;
import dev.exeunt.core.saml.IdpMetadata;
import dev.exeunt.local.Addresses;
import dev.exeunt.local.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The registry and the public routes as the demo sees them, on real sockets, scripted: what is put is kept.
final class FakeExeunt implements AutoCloseable {

    static final SamlKey SAML_KEY = SamlKey.of("exeunt", SamlKey.generate(), Instant.now());
    /// Made beforehand: nobody waits long for keys.
    private static final String KEYS = new JWKSet(LogoutTokens.KEY.toPublicJWK()).toString(true);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final Map<String, Json> clients = new ConcurrentHashMap<>();
    final Map<String, Json> sessions = new ConcurrentHashMap<>();
    /// By `session/client`.
    final Map<String, Json> participants = new ConcurrentHashMap<>();
    final Addresses addresses;
    final Demo demo;
    volatile boolean ended;
    volatile int registryStatus = 0;
    private final SocketServer open;
    private final SocketServer registry;

    FakeExeunt(InstantSource clock, Duration silence) throws IOException {
        open = new SocketServer();
        registry = new SocketServer();
        addresses = new Addresses(open.uri(), registry.uri());
        demo = new Demo(addresses, clock, silence);
        open.start(this::openRoutes);
        registry.start(this::registryRoutes);
    }

    static FakeExeunt start() throws IOException {
        return new FakeExeunt(InstantSource.system(), Duration.ofSeconds(2));
    }

    private Site.Answer openRoutes(Site.Request request) throws Exception {
        if (!request.hostName().equals("localhost")) {
            return demo.answer(request);
        }
        return switch (request.method() + " " + request.path()) {
            case "GET /oauth2/jwks" -> json(200, KEYS);
            case "GET /saml/metadata" -> Site.Answer.text(200, IdpMetadata.CONTENT_TYPE, samlMetadata());
            case "GET /oauth2/end-session" -> Site.Answer.seeOther(
                    Form.query(request).one("post_logout_redirect_uri").orElseThrow() + "?state="
                            + Form.query(request).one("state").orElseThrow());
            default -> demo.answer(request);
        };
    }

    /// As Exeunt's: without a place where sign-ins begin.
    private String samlMetadata() {
        var slo = addresses.publicUrl() + "/saml/slo";
        return new String(new IdpMetadata("_m", addresses.publicUrl() + "/saml",
                List.of(Endpoint.of(Binding.REDIRECT, slo), Endpoint.of(Binding.POST, slo),
                        Endpoint.of(Binding.SOAP, slo + "/soap")),
                List.of(), List.of(SAML_KEY.certificate()), Instant.now().plusSeconds(3600)).write(null),
                StandardCharsets.UTF_8);
    }

    /// Posts a logout token as Exeunt does.
    int post(Application application, String token) throws IOException {
        return send(application, token).statusCode();
    }

    HttpResponse<String> send(Application application, String token) throws IOException {
        var request = HttpRequest.newBuilder(application.at(addresses, "/backchannel-logout"))
                .timeout(Duration.ofMillis(application == Application.REPORTS ? 300 : 5_000))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Form.encode(Map.of("logout_token", token)))).build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    /// The claims of a good logout token for the application's part in the only session.
    JWTClaimsSet.Builder claims(Application application) {
        return LogoutTokens.claims(participant(application), application.clientId());
    }

    Json participant(Application application) {
        return participants.entrySet().stream().filter(each -> each.getKey().endsWith("/" + application.clientId()))
                .map(Map.Entry::getValue).findFirst().orElseThrow();
    }

    URI frame(Application application) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("iss", addresses.publicUrl().toString());
        parameters.put("sid", participant(application).text("sid").orElseThrow());
        return URI.create(application.at(addresses, "/frontchannel-logout") + "?" + Form.encode(parameters));
    }

    private Site.Answer registryRoutes(Site.Request request) {
        if (registryStatus != 0) {
            return json(registryStatus, "{}");
        }
        var parts = request.path().substring(1).split("/", -1);
        var body = Json.parse(request.text());
        if (request.method().equals("GET")) {
            return session(parts[1]);
        }
        if (parts.length == 4) {
            return ended
                    ? json(409, "{\"type\":\"urn:exeunt:session_ended\"}")
                    : kept(participants, parts[1] + "/" + parts[3], body);
        }
        return kept(parts[0].equals("clients") ? clients : sessions, parts[1], body);
    }

    private static Site.Answer kept(Map<String, Json> where, String name, Json body) {
        return json(where.put(name, body) == null ? 201 : 200, "{}");
    }

    private Site.Answer session(String session) {
        if (!sessions.containsKey(session)) {
            return json(404, "{}");
        }
        return ended ? json(410, "{\"ref\":\"ref-1\"}") : json(200, "{}");
    }

    private static Site.Answer json(int status, String body) {
        return new Site.Answer(status, Map.of("Content-Type", List.of("application/json")),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /// Signs somebody in to an application, through the pages.
    Browser.Shown signIn(Browser browser, Person person, Application application) {
        try {
            var page = browser.settle(browser.open(application.at(addresses, "/login")));
            var forms = new Markup(page.body()).posts();
            if (!page.body().contains("Who wants to sign in?")) {
                return page;
            }
            var fields = new LinkedHashMap<>(forms.getFirst().fields());
            fields.put("person", person.id());
            return browser.settle(browser.submit(page, forms.getFirst().action(), fields));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        open.close();
        registry.close();
    }
}
