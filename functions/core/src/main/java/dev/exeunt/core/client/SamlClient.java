package dev.exeunt.core.client;

import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.Certificates;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.SignatureAlgorithm;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A SAML 2.0 service provider, as its metadata describes it (SAML Metadata 2.0, 2.4), and how it is to be told.
///
/// @param key                  the registry's key
/// @param entityId             its entityID: the `Issuer` of its messages
/// @param name                 `client_name`, or the entityID
/// @param singleLogoutServices every `SingleLogoutService` whose binding is spoken here, in the order of its metadata
/// @param signingCertificates  base64 of the DER of each; any of their keys may have signed. What else they say, their
///                             dates among it, is shown and not enforced
/// @param channel              how it is told; null if it has no endpoint
/// @param signature            what our messages to it are signed with; null if it wants them unsigned
/// @param invalidationFlow     the flow that its requests run, or null for the deployment's
public record SamlClient(String key, String entityId, String name, List<LogoutService> singleLogoutServices,
        List<String> signingCertificates, @Nullable Channel channel, @Nullable SignatureAlgorithm signature,
        @Nullable String invalidationFlow) implements Client {

    public SamlClient {
        singleLogoutServices = List.copyOf(singleLogoutServices);
        signingCertificates = List.copyOf(signingCertificates);
    }

    /// The entityID.
    @Override
    public String clientId() {
        return entityId;
    }

    /// One `SingleLogoutService` (SAML Metadata 2.0, 2.2.2 and 2.4.3).
    ///
    /// @param location         where requests go
    /// @param responseLocation where responses go, or null if to the same place
    public record LogoutService(Binding binding, String location, @Nullable String responseLocation) {

        /// Where responses go.
        public String forResponses() {
            return responseLocation == null ? location : responseLocation;
        }
    }

    /// How it is told. The binding is the best that it has for the method, unless one was asked for.
    public record Channel(Method method, Binding binding) {}

    /// The ways to tell a service provider.
    public enum Method {
        /// In an iframe, beside others.
        IFRAME(Binding.REDIRECT, Binding.POST),
        /// In the top window, one after the other: where a service provider needs its own cookie.
        NATIVE(Binding.REDIRECT, Binding.POST),
        /// From us to it, without a browser: by SOAP, or by a POST of ours where it has nothing else.
        BACKCHANNEL(Binding.SOAP, Binding.POST);

        private final List<Binding> bindings;

        Method(Binding... bindings) {
            this.bindings = List.of(bindings);
        }

        /// The bindings that can carry it, the best first.
        public List<Binding> bindings() {
            return bindings;
        }

        /// As the registry spells it.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The first service of this binding.
    public Optional<LogoutService> service(Binding binding) {
        return singleLogoutServices.stream().filter(service -> service.binding() == binding).findFirst();
    }

    /// The keys that its messages may be signed with.
    public List<PublicKey> signingKeys() {
        return certificates().stream().map(X509Certificate::getPublicKey).toList();
    }

    /// Its certificates.
    ///
    /// @throws IllegalStateException if one cannot be read, which the registry has seen to
    public List<X509Certificate> certificates() {
        return signingCertificates.stream().map(SamlClient::certificate).toList();
    }

    private static X509Certificate certificate(String base64) {
        return switch (Certificates.read(base64)) {
            case Parsed.Good<X509Certificate>(X509Certificate certificate) -> certificate;
            case Parsed.Refused<X509Certificate> _ ->
                throw new IllegalStateException("a registered certificate that cannot be read");
        };
    }
}
