package dev.exeunt.core.client;

import com.nimbusds.jose.util.X509CertUtils;
import dev.exeunt.core.web.Json;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Clients as the registry shows them: what [ClientMetadata] would read again but for secrets, and the `key`.
public final class ClientJson {

    private ClientJson() {
    }

    /// The members, in a fixed order.
    public static Map<String, Object> of(Client client) {
        return switch (client) {
            case OidcClient oidc -> oidc(oidc);
            case SamlClient sp -> saml(sp);
            case CaepReceiver receiver -> caep(receiver);
        };
    }

    /// With what its certificates say, which is not read again.
    private static Map<String, Object> saml(SamlClient client) {
        var json = new LinkedHashMap<String, Object>();
        json.put("key", client.key());
        json.put("protocol", "saml");
        json.put("entity_id", client.entityId());
        json.put("client_name", client.name());
        if (client.channel() != null) {
            json.put("logout_method", client.channel().method().text());
            json.put("binding", client.channel().binding().text());
        }
        json.put("sign", client.signature() != null);
        if (client.signature() != null) {
            json.put("signature_algorithm", client.signature().text());
        }
        if (client.invalidationFlow() != null) {
            json.put("invalidation_flow", client.invalidationFlow());
        }
        json.put("single_logout_services", client.singleLogoutServices().stream().map(ClientJson::service).toList());
        json.put("signing_certificates", client.signingCertificates());
        json.put("signing_keys", client.certificates().stream().map(ClientJson::key).toList());
        return json;
    }

    private static Map<String, Object> service(SamlClient.LogoutService service) {
        var json = new LinkedHashMap<String, Object>();
        json.put("binding", service.binding().text());
        json.put("location", service.location());
        if (service.responseLocation() != null) {
            json.put("response_location", service.responseLocation());
        }
        return json;
    }

    private static Map<String, Object> key(X509Certificate certificate) {
        var json = new LinkedHashMap<String, Object>();
        json.put("algorithm", certificate.getPublicKey().getAlgorithm());
        json.put("not_after", certificate.getNotAfter().toInstant().toString());
        json.put("sha256", X509CertUtils.computeSHA256Thumbprint(certificate).toString());
        return json;
    }

    /// Of the header only that there is one. Put back as it is read this is refused, so that nobody takes the secret away
    /// unawares.
    private static Map<String, Object> caep(CaepReceiver receiver) {
        var json = new LinkedHashMap<String, Object>();
        json.put("key", receiver.key());
        json.put("protocol", "caep");
        json.put("client_id", receiver.clientId());
        json.put("client_name", receiver.name());
        json.put("push_uri", receiver.pushUri());
        if (receiver.authorizationHeader() != null) {
            json.put("authorization_header", true);
        }
        json.put("subject", receiver.subject().text());
        return json;
    }

    private static Map<String, Object> oidc(OidcClient client) {
        var json = new LinkedHashMap<String, Object>();
        json.put("key", client.key());
        json.put("protocol", "oidc");
        json.put("client_id", client.clientId());
        json.put("client_name", client.name());
        json.put("redirect_uris", client.redirectUris());
        json.put("post_logout_redirect_uris", client.postLogoutRedirectUris());
        if (client.backChannel() != null) {
            json.put("backchannel_logout_uri", client.backChannel().uri());
            json.put("backchannel_logout_session_required", client.backChannel().sessionRequired());
        }
        if (client.frontChannel() != null) {
            json.put("frontchannel_logout_uri", client.frontChannel().uri());
            json.put("frontchannel_logout_session_required", client.frontChannel().sessionRequired());
        }
        json.put("id_token_signed_response_alg", client.signedResponseAlg());
        if (client.encryption() != null) {
            json.putAll(encryption(client.encryption()));
        }
        if (client.invalidationFlow() != null) {
            json.put("invalidation_flow", client.invalidationFlow());
        }
        json.put("profile", profile(client.profile()));
        return json;
    }

    private static Map<String, Object> encryption(OidcClient.Encryption encryption) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id_token_encrypted_response_alg", encryption.alg());
        json.put("id_token_encrypted_response_enc", encryption.enc());
        if (encryption.jwks() != null) {
            json.put("jwks", Json.read(encryption.jwks()).orElseThrow());
        }
        if (encryption.jwksUri() != null) {
            json.put("jwks_uri", encryption.jwksUri());
        }
        return json;
    }

    private static Map<String, Object> profile(OidcClient.Profile profile) {
        var json = new LinkedHashMap<String, Object>();
        json.put("typ", profile.typ());
        json.put("subject", profile.subject().name().toLowerCase(Locale.ROOT));
        if (profile.timeout() != null) {
            json.put("timeout_seconds", profile.timeout().toSeconds());
        }
        if (profile.attempts() != null) {
            json.put("max_attempts", profile.attempts());
        }
        return json;
    }
}
