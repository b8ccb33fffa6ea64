package dev.exeunt.core.client;

import dev.exeunt.core.Limits;
import dev.exeunt.core.client.ClientMetadata.Deployment;
import dev.exeunt.core.client.SamlClient.Channel;
import dev.exeunt.core.client.SamlClient.LogoutService;
import dev.exeunt.core.client.SamlClient.Method;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.Certificates;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Members;
import dev.exeunt.core.web.Origins;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The metadata of a SAML service provider, checked so that nothing of it can fail when somebody logs out. What comes as
/// XML has been brought into this form before.
final class SamlMetadata {

    private static final String SERVICES = "single_logout_services";
    private static final String CERTIFICATES = "signing_certificates";
    private static final String METHOD = "logout_method";
    private static final String BINDING = "binding";
    private static final String ALGORITHM = "signature_algorithm";
    private static final int WORD = 100;
    private static final int CERTIFICATE = 8192;

    private final Deployment deployment;
    private final Predicate<SignatureAlgorithm> signs;

    SamlMetadata(Deployment deployment, Predicate<SignatureAlgorithm> signs) {
        this.deployment = deployment;
        this.signs = signs;
    }

    Checked<Client> read(String key, Members in) {
        var entityId = in.required("entity_id", Limits.ENTITY_ID);
        var name = in.text("client_name", Limits.NAME);
        var services = services(in);
        var certificates = certificates(in, services);
        var channel = channel(in, services);
        if (channel != null) {
            checkEnd(in, services, channel);
        }
        var signature = signature(in);
        var flow = ClientMetadata.flow(in, deployment);
        return in.result(() -> new SamlClient(key, entityId, name == null ? entityId : name, services, certificates,
                channel, signature, flow));
    }

    private List<LogoutService> services(Members in) {
        var services = new ArrayList<LogoutService>();
        for (Members one : in.objects(SERVICES, Limits.LOGOUT_SERVICES)) {
            var name = one.required(BINDING, WORD);
            var binding = Binding.of(name).or(() -> Binding.ofText(name));
            if (binding.isEmpty()) {
                one.refuse(BINDING, "one_of", "must be redirect, post or soap, or the URI of one of these");
            }
            var location = address(one, "location", one.required("location", Limits.URI), binding);
            var response = address(one, "response_location", one.text("response_location", Limits.URI), binding);
            if (binding.isPresent() && location != null) {
                services.add(new LogoutService(binding.get(), location, response));
            }
        }
        return services;
    }

    private @Nullable String address(Members in, String name, @Nullable String uri, Optional<Binding> binding) {
        if (uri == null || uri.isEmpty() || binding.isEmpty()) {
            return null;
        }
        var broken = switch (binding.get()) {
            case REDIRECT, POST -> RegisteredUri.loaded(uri, deployment.reach());
            case SOAP -> RegisteredUri.called(uri, deployment.reach());
        };
        broken.ifPresent(rule -> in.refuse(name, rule.rule(), rule.detail()));
        return uri;
    }

    /// Who can be told can answer, and may ask: without a key neither could be believed.
    private static List<String> certificates(Members in, List<LogoutService> services) {
        var given = in.blocks(CERTIFICATES, Limits.SIGNING_CERTIFICATES, CERTIFICATE);
        var certificates = new ArrayList<String>();
        for (int n = 0; n < given.size(); n++) {
            switch (Certificates.read(given.get(n))) {
                case Parsed.Good<X509Certificate>(X509Certificate certificate) -> certificates.add(base64(certificate));
                case Parsed.Refused<X509Certificate> _ -> in.refuse(CERTIFICATES, "certificate", "(entry " + (n + 1)
                        + ") is no X.509 certificate in base64 with an RSA key of 2048 bits or an EC key of 256, or more");
            }
        }
        if (given.isEmpty() && !services.isEmpty()) {
            in.refuse(CERTIFICATES, "required", "is missing: without a key nothing that it says could be believed");
        }
        return certificates.stream().distinct().toList();
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was just decoded", e);
        }
    }

    private static @Nullable Channel channel(Members in, List<LogoutService> services) {
        var method = method(in, services);
        var binding = binding(in);
        if (services.isEmpty()) {
            if (method.isPresent() && in.has(METHOD) || binding.isPresent()) {
                in.refuse(in.has(METHOD) ? METHOD : BINDING, "served",
                        "needs a SingleLogoutService, and there is none");
            }
            return null;
        }
        return method.flatMap(chosen -> binding.isPresent()
                ? asked(in, services, new Channel(chosen, binding.get()))
                : best(in, services, chosen)).orElse(null);
    }

    /// By SOAP where it is there: it needs no browser, and is answered. Otherwise in a frame, which holds nobody up.
    private static Optional<Method> method(Members in, List<LogoutService> services) {
        var given = in.text(METHOD, WORD);
        if (given == null) {
            var soap = in.has(BINDING) ? "soap".equals(in.text(BINDING, WORD)) : has(services, Binding.SOAP);
            return Optional.of(soap ? Method.BACKCHANNEL : Method.IFRAME);
        }
        var method = Arrays.stream(Method.values()).filter(one -> one.text().equals(given)).findFirst();
        if (method.isEmpty()) {
            in.refuse(METHOD, "one_of", "must be iframe, native or backchannel");
        }
        return method;
    }

    private static Optional<Binding> binding(Members in) {
        var given = in.text(BINDING, WORD);
        if (given == null) {
            return Optional.empty();
        }
        var binding = Binding.ofText(given);
        if (binding.isEmpty()) {
            in.refuse(BINDING, "one_of", "must be redirect, post or soap");
        }
        return binding;
    }

    private static Optional<Channel> asked(Members in, List<LogoutService> services, Channel channel) {
        if (!channel.method().bindings().contains(channel.binding())) {
            in.refuse(BINDING, "method", "cannot carry the logout_method " + channel.method().text());
        } else if (!has(services, channel.binding())) {
            in.refuse(BINDING, "served", "is one that no SingleLogoutService has");
        }
        return Optional.of(channel);
    }

    private static Optional<Channel> best(Members in, List<LogoutService> services, Method method) {
        var best = method.bindings().stream().filter(binding -> has(services, binding)).findFirst();
        if (best.isEmpty()) {
            in.refuse(METHOD, "served", "is " + method.text() + ", which needs a SingleLogoutService with the binding "
                    + String.join(" or ", method.bindings().stream().map(Binding::text).toList())
                    + ", and there is none");
        }
        return best.map(binding -> new Channel(method, binding));
    }

    private static boolean has(List<LogoutService> services, Binding binding) {
        return services.stream().anyMatch(service -> service.binding() == binding);
    }

    /// What only the end that is really used must keep to.
    private void checkEnd(Members in, List<LogoutService> services, Channel channel) {
        var location = services.stream().filter(service -> service.binding() == channel.binding()).findFirst()
                .map(LogoutService::location).orElse("");
        switch (channel.method()) {
            case IFRAME -> {
                if (Origins.of(location).equals(Origins.of(deployment.publicUrl()))) {
                    in.refuse(SERVICES, "foreign_origin",
                            "has the endpoint on our own origin, where its frame would not be confined");
                }
            }
            case BACKCHANNEL -> RegisteredUri.called(location, deployment.reach())
                    .ifPresent(broken -> in.refuse(SERVICES, broken.rule(), "has an endpoint that " + broken.detail()));
            case NATIVE -> {
                // The browser goes there by itself, and everybody sees where it is.
            }
        }
    }

    private @Nullable SignatureAlgorithm signature(Members in) {
        var given = in.text(ALGORITHM, WORD);
        var algorithm = given == null
                ? Optional.of(SignatureAlgorithm.RSA_SHA256)
                : SignatureAlgorithm.ofText(given);
        if (algorithm.isEmpty()) {
            in.refuse(ALGORITHM, "one_of", "must be rsa-sha256, ecdsa-sha256, or one of these with 384 or 512");
        }
        if (in.has("sign") && !in.flag("sign")) {
            return null;
        }
        algorithm.filter(signs.negate()).ifPresent(
                one -> in.refuse(ALGORITHM, "signing_key", "is an algorithm that no key of this deployment signs with"
                        + (given == null ? " (" + one.text() + " is the default)" : "")));
        return algorithm.orElse(null);
    }
}
