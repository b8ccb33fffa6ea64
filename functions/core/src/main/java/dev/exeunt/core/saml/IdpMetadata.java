package dev.exeunt.core.saml;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The metadata of an identity provider, as far as it concerns single logout (SAML Metadata 2.0, 2.4.3).
///
/// @param id                    an XML name for the document; what a signature refers to
/// @param singleLogoutServices  one for each binding
/// @param singleSignOnServices  where sign-ins start. The schema wants at least one, and only the login side knows it;
///                              without one the document is a fragment for the login side's metadata
/// @param signingCertificates   the first signs now, the others are about to or have until lately
/// @param validUntil            when it must be fetched again
public record IdpMetadata(String id, String entityId, List<Endpoint> singleLogoutServices,
        List<Endpoint> singleSignOnServices, List<X509Certificate> signingCertificates, Instant validUntil) {

    /// What it is served as (SAML Metadata 2.0, appendix A).
    public static final String CONTENT_TYPE = "application/samlmetadata+xml";

    public IdpMetadata {
        singleLogoutServices = List.copyOf(singleLogoutServices);
        singleSignOnServices = List.copyOf(singleSignOnServices);
        signingCertificates = List.copyOf(signingCertificates);
    }

    /// The document.
    ///
    /// @param key null to leave it unsigned
    public byte[] write(@Nullable SigningKey key) {
        var role = Tag.metadata("IDPSSODescriptor").with("protocolSupportEnumeration", Names.PROTOCOL);
        for (X509Certificate certificate : signingCertificates) {
            role = role.with(Tag.metadata("KeyDescriptor").with("use", "signing")
                    .with(XmlSignature.keyInfo(certificate)));
        }
        role = role.with(endpoints("SingleLogoutService", singleLogoutServices))
                .with(endpoints("SingleSignOnService", singleSignOnServices));
        var entity = Tag.metadata("EntityDescriptor").with("ID", id).with("entityID", entityId)
                .with("validUntil", Times.write(validUntil)).with(role);
        return SecureXml.write(key == null ? entity : XmlSignature.sign(entity, 0, key));
    }

    private static List<Tag> endpoints(String name, List<Endpoint> endpoints) {
        return endpoints.stream().map(each -> Tag.metadata(name).with("Binding", each.binding())
                .with("Location", each.location()).with("ResponseLocation", each.responseLocation())).toList();
    }
}
