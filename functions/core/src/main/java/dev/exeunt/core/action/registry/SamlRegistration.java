package dev.exeunt.core.action.registry;

import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.Endpoint;
import dev.exeunt.core.saml.EntityDescriptor;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.Problem;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A service provider's own metadata, brought into the form of every other registration: what is in it, and what only we
/// ask, as parameters of the query.
final class SamlRegistration {

    private static final List<String> OURS = List.of("client_name", "logout_method", "binding", "sign",
            "signature_algorithm", "invalidation_flow");

    private SamlRegistration() {
    }

    /// The members that the same registration would have as JSON. Endpoints of bindings that are not spoken here are left
    /// out: metadata speaks to everybody.
    static Checked<Map<String, Object>> read(byte[] xml, Parameters query, Instant now) {
        var repeated = query.repeated(OURS);
        if (repeated.isPresent()) {
            return new Checked.Bad<>(Problem.invalid(repeated.get(), "once", repeated.get() + " came more than once."));
        }
        if (query.isMalformed()) {
            return new Checked.Bad<>(
                    Problem.invalid("query", "encoding", "The query has a parameter that cannot be decoded."));
        }
        return switch (EntityDescriptor.read(xml, now)) {
            case Parsed.Good<EntityDescriptor>(EntityDescriptor metadata) ->
                new Checked.Good<>(members(metadata, query));
            case Parsed.Refused<EntityDescriptor> refused -> new Checked.Bad<>(new Problem(400, "invalid_metadata",
                    "This metadata is not accepted: " + refused.why().sentence() + ".", "body", refused.why().code(),
                    Map.of()));
        };
    }

    private static Map<String, Object> members(EntityDescriptor metadata, Parameters query) {
        var members = new HashMap<String, Object>();
        for (String name : OURS) {
            var value = query.get(name);
            if (value != null) {
                members.put(name, name.equals("sign") ? flag(value) : value);
            }
        }
        members.put("protocol", "saml");
        members.put("entity_id", metadata.entityId());
        members.put("single_logout_services", metadata.singleLogoutServices().stream()
                .filter(endpoint -> Binding.of(endpoint.binding()).isPresent())
                .map(SamlRegistration::service).toList());
        members.put("signing_certificates",
                metadata.signingCertificates().stream().map(SamlRegistration::base64).toList());
        return members;
    }

    private static Object flag(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> value;
        };
    }

    private static Map<String, Object> service(Endpoint endpoint) {
        var service = new HashMap<String, Object>();
        service.put("binding", endpoint.binding());
        service.put("location", endpoint.location());
        if (endpoint.responseLocation() != null) {
            service.put("response_location", endpoint.responseLocation());
        }
        return service;
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was just decoded", e);
        }
    }
}
