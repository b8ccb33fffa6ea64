package dev.exeunt.core.saml;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a service provider's metadata says of single logout (SAML Metadata 2.0, 2.3.2 and 2.4.4). A signature of the
/// metadata itself is not looked at: whoever may register clients vouches for what they register.
///
/// @param entityId             the name of the service provider, an absolute URI as a rule
/// @param singleLogoutServices all of them, in the order they came, whatever their binding
/// @param signingCertificates  of every `KeyDescriptor` for signing or without a `use`; each may have signed
/// @param nameIdFormats        the formats it asks for
/// @param validUntil           when the metadata ends, or null
/// @param cacheDuration        how long it may be kept, or null; a month counts 30 days and a year 365
public record EntityDescriptor(String entityId, List<Endpoint> singleLogoutServices,
        List<X509Certificate> signingCertificates, List<String> nameIdFormats, @Nullable Instant validUntil,
        @Nullable Duration cacheDuration) {

    public EntityDescriptor {
        singleLogoutServices = List.copyOf(singleLogoutServices);
        signingCertificates = List.copyOf(signingCertificates);
        nameIdFormats = List.copyOf(nameIdFormats);
    }

    /// Reads the metadata of one service provider; around it there may be an `EntitiesDescriptor` with nothing else in
    /// it.
    public static Parsed<EntityDescriptor> read(byte[] xml, Instant now) {
        return SecureXml.parse(xml).then(document -> MetadataXml.read(document.getDocumentElement()))
                .then(metadata -> metadata.isOver(now)
                        ? new Parsed.Refused<>(Refusal.EXPIRED)
                        : new Parsed.Good<>(metadata));
    }

    /// Its first endpoint of that binding.
    public Optional<Endpoint> singleLogoutService(Binding binding) {
        return singleLogoutServices.stream().filter(each -> each.binding().equals(binding.uri())).findFirst();
    }

    /// The keys of its certificates: what [Arrived#verify] takes. The certificates are only the keys' envelopes (SAML
    /// Metadata Interoperability 1.0): neither their dates nor who issued them count.
    public List<PublicKey> signingKeys() {
        return signingCertificates.stream().map(X509Certificate::getPublicKey).toList();
    }

    private boolean isOver(Instant now) {
        return validUntil != null && !now.isBefore(validUntil);
    }
}
