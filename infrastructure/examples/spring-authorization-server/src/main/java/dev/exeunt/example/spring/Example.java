package dev.exeunt.example.spring;

import dev.exeunt.local.LocalCloud;
import dev.exeunt.local.Options;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;

/// The provider, two clients and Exeunt on this machine.
final class Example implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final LocalCloud cloud;
    private final URI issuer;
    private final ClientList clients;

    /// Which ports everybody has; Exeunt's registry has the one after Exeunt's.
    record Ports(int exeunt, int provider, int first, int second) {}

    private Example(Ports ports, Duration life, Options options) {
        issuer = localhost(ports.provider());
        clients = new ClientList(List.of(client("first", ports.first()), client("second", ports.second())));
        try {
            cloud = opened(LocalCloud.start(options.port(ports.exeunt())
                    .parameter("Issuer", issuer.toString())
                    .parameter("IdpJwksUri", issuer + "/oauth2/jwks")
                    .parameter("SessionCookieName", OpenSession.COOKIE)
                    .parameter("SessionEndedUri", issuer + "/session-ended")
                    .parameter("IdpSignedOutUrl", issuer + "/signed-out")));
            var deployment = new Deployment(issuer, cloud.url(), cloud.registryUrl(), life);
            var registry = new ExeuntRegistry(deployment.registry(), request -> request);
            clients.all().forEach(client -> registry.register(client.id(), client.metadata()));
            provider(ports.provider(), deployment);
            clients.all().forEach(this::application);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Starts everything.
    ///
    /// @param life    of a session at the provider
    /// @param options of Exeunt's local run
    static Example start(Ports ports, Duration life, Options options) {
        return new Example(ports, life, options);
    }

    URI issuer() {
        return issuer;
    }

    LocalCloud cloud() {
        return cloud;
    }

    List<ClientList.Client> clients() {
        return clients.all();
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void provider(int port, Deployment deployment) {
        run(IdentityProvider.class, port, "idp_session", Map.of(), context -> {
            context.registerBean(Deployment.class, () -> deployment);
            context.registerBean(ClientList.class, () -> clients);
        });
    }

    private void application(ClientList.Client client) {
        var cookie = client.id() + "_session";
        var registration = "spring.security.oauth2.client.registration.idp.";
        run(ClientApplication.class, client.url().getPort(), cookie,
                Map.of(registration + "client-id", client.id(), registration + "client-secret", client.secret(),
                        registration + "scope", "openid", "spring.security.oauth2.client.provider.idp.issuer-uri",
                        issuer.toString()),
                context -> context.registerBean(ClientApplication.CookieName.class,
                        () -> new ClientApplication.CookieName(cookie)));
    }

    private void run(Class<?> application, int port, String cookie, Map<String, Object> more,
            java.util.function.Consumer<GenericApplicationContext> beans) {
        var properties = new HashMap<String, Object>(more);
        properties.put("server.port", port);
        properties.put("server.address", "127.0.0.1");
        properties.put("server.servlet.session.cookie.name", cookie);
        properties.put("spring.main.banner-mode", "off");
        properties.put("logging.level.root", "WARN");
        opened(new SpringApplicationBuilder(application).web(WebApplicationType.SERVLET).properties(properties)
                .initializers(context -> beans.accept((GenericApplicationContext) context)).run());
    }

    private static ClientList.Client client(String id, int port) {
        return new ClientList.Client(id, id + "-secret", localhost(port));
    }

    private static URI localhost(int port) {
        return URI.create("http://localhost:" + port);
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }
}
