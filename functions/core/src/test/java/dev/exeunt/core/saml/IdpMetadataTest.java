package dev.exeunt.core.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/// Our own metadata.
class IdpMetadataTest {

    private static final IdpMetadata METADATA = metadata();

    private static IdpMetadata metadata() {
        return new IdpMetadata("_m1", Party.IDP.entityId,
                List.of(Endpoint.of(Binding.REDIRECT, Party.IDP.slo), Endpoint.of(Binding.POST, Party.IDP.slo),
                        Endpoint.of(Binding.SOAP, Party.IDP.slo + "/soap")),
                List.of(Endpoint.of(Binding.REDIRECT, "https://idp.example.com/sso")),
                List.of(Party.IDP.certificate(), Party.EC256.certificate()), Instant.parse("2026-10-01T00:00:00Z"));
    }

    private static Element root(byte[] xml) {
        return Samples.good(SecureXml.parse(xml)).getDocumentElement();
    }

    @Test
    void e45ItHasEveryBindingEveryCertificateAndAnEndInTheOrderOfTheSchema() {
        var root = root(METADATA.write(null));
        assertThat(root.getAttribute("entityID")).isEqualTo(Party.IDP.entityId);
        assertThat(root.getAttribute("validUntil")).isEqualTo("2026-10-01T00:00:00Z");
        var role = Children.of(root).take(Names.METADATA, "IDPSSODescriptor").orElseThrow();
        assertThat(role.getAttribute("protocolSupportEnumeration")).isEqualTo(Names.PROTOCOL);
        assertThat(Children.of(role).all().stream().map(Element::getLocalName)).containsExactly("KeyDescriptor",
                "KeyDescriptor", "SingleLogoutService", "SingleLogoutService", "SingleLogoutService",
                "SingleSignOnService");
        assertThat(Children.of(role).all().stream().filter(each -> each.getLocalName().equals("SingleLogoutService"))
                .map(each -> each.getAttribute("Binding"))).containsExactly(Binding.REDIRECT.uri(), Binding.POST.uri(),
                        Binding.SOAP.uri());
    }

    @Test
    void e45WhatWeWriteOfAnEntityIsWhatIsReadOfOne() {
        var asServiceProvider = new String(METADATA.write(null), StandardCharsets.UTF_8)
                .replace("IDPSSODescriptor", "SPSSODescriptor");
        var read = Samples.good(EntityDescriptor.read(asServiceProvider.getBytes(StandardCharsets.UTF_8), Samples.NOW));
        assertThat(read.singleLogoutServices()).isEqualTo(METADATA.singleLogoutServices());
        assertThat(read.signingCertificates()).isEqualTo(METADATA.signingCertificates());
    }

    @Test
    void e45ItMayBeSigned() {
        var root = root(METADATA.write(Party.IDP.signingKey()));
        assertThat(Children.of(root).all().getFirst().getLocalName()).isEqualTo("Signature");
        assertThat(XmlSignature.verify(root, List.of(Party.IDP.publicKey()))).isInstanceOf(Parsed.Good.class);
        assertThat(XmlSignature.verify(root(METADATA.write(Party.IDP.signingKey())), List.of(Party.SP.publicKey())))
                .isInstanceOf(Parsed.Refused.class);
    }
}
