package dev.exeunt.aws.table;

import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.Encryption;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.OidcClient.Subject;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.client.SamlClient.Channel;
import dev.exeunt.core.client.SamlClient.LogoutService;
import dev.exeunt.core.client.SamlClient.Method;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.SignatureAlgorithm;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A client as JSON.
final class ClientJson {

    private ClientJson() {
    }

    static Json json(Client client) {
        return switch (client) {
            case OidcClient oidc -> oidc(oidc);
            case SamlClient sp -> saml(sp);
            case CaepReceiver receiver -> caep(receiver);
        };
    }

    private static Json saml(SamlClient client) {
        var channel = client.channel();
        var signature = client.signature();
        return new Json().put("protocol", "saml")
                .put("key", client.key())
                .put("entity_id", client.entityId())
                .put("name", client.name())
                .putAll("services", client.singleLogoutServices().stream().map(ClientJson::service).toList())
                .putTexts("certificates", client.signingCertificates())
                .put("method", channel == null ? null : channel.method().name())
                .put("binding", channel == null ? null : channel.binding().name())
                .put("signature", signature == null ? null : signature.name())
                .put("invalidation_flow", client.invalidationFlow());
    }

    private static Json service(LogoutService service) {
        return new Json().put("binding", service.binding().name())
                .put("location", service.location())
                .put("response_location", service.responseLocation());
    }

    private static SamlClient saml(Json json) {
        var services = json.objects("services").stream()
                .map(service -> new LogoutService(Binding.valueOf(service.text("binding")), service.text("location"),
                        service.textOrNull("response_location")))
                .toList();
        var channel = json.has("method")
                ? new Channel(Method.valueOf(json.text("method")), Binding.valueOf(json.text("binding")))
                : null;
        var signature = json.has("signature") ? SignatureAlgorithm.valueOf(json.text("signature")) : null;
        return new SamlClient(json.text("key"), json.text("entity_id"), json.text("name"), services,
                json.texts("certificates"), channel, signature, json.textOrNull("invalidation_flow"));
    }

    private static Json caep(CaepReceiver receiver) {
        return new Json().put("protocol", "caep")
                .put("key", receiver.key())
                .put("client_id", receiver.clientId())
                .put("name", receiver.name())
                .put("push_uri", receiver.pushUri())
                .put("authorization", receiver.authorizationHeader())
                .put("subject", receiver.subject().name());
    }

    private static Json oidc(OidcClient client) {
        return new Json().put("protocol", "oidc")
                .put("key", client.key())
                .put("client_id", client.clientId())
                .put("name", client.name())
                .putTexts("redirect_uris", client.redirectUris())
                .putTexts("post_logout_redirect_uris", client.postLogoutRedirectUris())
                .put("back_channel", uri(client.backChannel()))
                .put("front_channel", uri(client.frontChannel()))
                .put("alg", client.signedResponseAlg())
                .put("encryption", encryption(client.encryption()))
                .put("invalidation_flow", client.invalidationFlow())
                .put("profile", profile(client.profile()));
    }

    private static @Nullable Json uri(@Nullable LogoutUri uri) {
        return uri == null ? null : new Json().put("uri", uri.uri()).put("session_required", uri.sessionRequired());
    }

    private static @Nullable Json encryption(@Nullable Encryption encryption) {
        return encryption == null
                ? null
                : new Json().put("alg", encryption.alg())
                        .put("enc", encryption.enc())
                        .put("jwks", encryption.jwks())
                        .put("jwks_uri", encryption.jwksUri());
    }

    private static Json profile(Profile profile) {
        var timeout = profile.timeout();
        var attempts = profile.attempts();
        var json = new Json().put("typ", profile.typ())
                .put("subject", profile.subject().name())
                .put("timeout", timeout == null ? null : timeout.toString());
        return attempts == null ? json : json.put("attempts", attempts);
    }

    static Client client(Json json) {
        return switch (json.text("protocol")) {
            case "oidc" -> oidc(json);
            case "saml" -> saml(json);
            case "caep" -> new CaepReceiver(json.text("key"), json.text("client_id"), json.text("name"),
                    json.text("push_uri"), json.textOrNull("authorization"),
                    CaepReceiver.Subject.valueOf(json.text("subject")));
            default -> throw new IllegalStateException("a client of protocol " + json.text("protocol"));
        };
    }

    private static OidcClient oidc(Json json) {
        return new OidcClient(json.text("key"), json.text("client_id"), json.text("name"), json.texts("redirect_uris"),
                json.texts("post_logout_redirect_uris"), uri(json, "back_channel"), uri(json, "front_channel"),
                json.text("alg"), encryption(json), json.textOrNull("invalidation_flow"),
                profile(json.object("profile")));
    }

    private static @Nullable LogoutUri uri(Json json, String name) {
        if (!json.has(name)) {
            return null;
        }
        var uri = json.object(name);
        return new LogoutUri(uri.text("uri"), uri.flag("session_required"));
    }

    private static @Nullable Encryption encryption(Json json) {
        if (!json.has("encryption")) {
            return null;
        }
        var encryption = json.object("encryption");
        return new Encryption(encryption.text("alg"), encryption.text("enc"), encryption.textOrNull("jwks"),
                encryption.textOrNull("jwks_uri"));
    }

    private static Profile profile(Json json) {
        var timeout = json.textOrNull("timeout");
        return new Profile(json.text("typ"), Subject.valueOf(json.text("subject")),
                timeout == null ? null : Duration.parse(timeout),
                json.has("attempts") ? Integer.valueOf(json.number("attempts")) : null);
    }
}
