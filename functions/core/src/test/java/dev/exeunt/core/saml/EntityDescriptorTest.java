package dev.exeunt.core.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A service provider's metadata as it is registered.
class EntityDescriptorTest {

    private static final String SLO = "<md:SingleLogoutService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:";

    private static String certificate(Party party) {
        try {
            return Base64.getMimeEncoder().encodeToString(party.certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static String key(String use, String certificate) {
        return "<md:KeyDescriptor" + use + "><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n  " + certificate
                + "\n</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>";
    }

    private static String entity(String attributes, String role) {
        return "<md:EntityDescriptor xmlns:md=\"" + Names.METADATA + "\" xmlns:ds=\"" + Names.SIGNATURE
                + "\" entityID=\"https://sp.example.org/saml\"" + attributes + ">\n<md:Extensions/>"
                + "<md:SPSSODescriptor AuthnRequestsSigned=\"true\" protocolSupportEnumeration=\"urn:x "
                + Names.PROTOCOL
                + "\">" + role + "</md:SPSSODescriptor><md:Organization/></md:EntityDescriptor>";
    }

    private static final String FULL = key(" use=\"signing\"", certificate(Party.SP))
            + key(" use=\"encryption\"", certificate(Party.EC384)) + key("", certificate(Party.EC256))
            + SLO
            + "HTTP-Redirect\" Location=\"https://sp.example.org/slo\" ResponseLocation=\"https://sp.example.org/r\"/>"
            + SLO + "HTTP-POST\" Location=\"https://sp.example.org/post\"/>"
            + SLO + "SOAP\" Location=\"https://sp.example.org/soap\"/>" + SLO
            + "PAOS\" Location=\"https://sp.example.org/p\"/>"
            + "<md:NameIDFormat> urn:oasis:names:tc:SAML:2.0:nameid-format:persistent </md:NameIDFormat>"
            + "<md:AssertionConsumerService Binding=\"x\" Location=\"https://sp.example.org/acs\" index=\"0\"/>";

    private static Parsed<EntityDescriptor> read(String xml) {
        return EntityDescriptor.read(xml.getBytes(StandardCharsets.UTF_8), Samples.NOW);
    }

    private static void refused(String xml, Refusal why) {
        assertThat(read(xml)).isEqualTo(new Parsed.Refused<EntityDescriptor>(why));
    }

    @Test
    void e45EveryEndpointAndEveryKeyThatMaySignIsRead() {
        var metadata = Samples
                .good(read(entity(" validUntil=\"2026-12-01T00:00:00Z\" cacheDuration=\"P1DT2H\"", FULL)));
        assertThat(metadata.entityId()).isEqualTo("https://sp.example.org/saml");
        assertThat(metadata.singleLogoutServices()).containsExactly(
                new Endpoint(Binding.REDIRECT.uri(), "https://sp.example.org/slo", "https://sp.example.org/r"),
                Endpoint.of(Binding.POST, "https://sp.example.org/post"),
                Endpoint.of(Binding.SOAP, "https://sp.example.org/soap"),
                new Endpoint("urn:oasis:names:tc:SAML:2.0:bindings:PAOS", "https://sp.example.org/p", null));
        assertThat(metadata.signingKeys()).containsExactly(Party.SP.publicKey(), Party.EC256.publicKey());
        assertThat(metadata.nameIdFormats()).containsExactly("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent");
        assertThat(metadata.validUntil()).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(metadata.cacheDuration()).isEqualTo(Duration.ofHours(26));
        assertThat(metadata.singleLogoutService(Binding.REDIRECT).map(Endpoint::forResponses))
                .contains("https://sp.example.org/r");
        assertThat(metadata.singleLogoutService(Binding.POST).map(Endpoint::forResponses))
                .contains("https://sp.example.org/post");
    }

    @Test
    void e45WhatIsAbsentIsEmptyAndNothingIsMadeUp() {
        var metadata = Samples.good(read(entity("", "")));
        assertThat(metadata).isEqualTo(new EntityDescriptor("https://sp.example.org/saml", List.of(),
                List.of(), List.of(), null, null));
        assertThat(metadata.singleLogoutService(Binding.SOAP)).isEmpty();
    }

    @Test
    void e45OneEntityMayBeInAnEntitiesDescriptorAndTwoMayNot() {
        var open = "<md:EntitiesDescriptor xmlns:md=\"" + Names.METADATA + "\">";
        var close = "</md:EntitiesDescriptor>";
        assertThat(read(open + entity("", FULL) + close)).isEqualTo(read(entity("", FULL)));
        refused(open + entity("", FULL) + entity("", "") + close, Refusal.SEVERAL_ENTITIES);
        refused(open + open + entity("", FULL) + close + close, Refusal.SEVERAL_ENTITIES);
        refused(open + close, Refusal.NOT_A_SERVICE_PROVIDER);
    }

    @Test
    void e45MetadataOfSomethingElseIsRefused() {
        refused(entity("", FULL).replace("SPSSODescriptor", "IDPSSODescriptor"), Refusal.NOT_A_SERVICE_PROVIDER);
        refused(entity("", FULL).replace("urn:x " + Names.PROTOCOL, "urn:oasis:names:tc:SAML:1.1:protocol"),
                Refusal.NOT_A_SERVICE_PROVIDER);
        refused(Samples.xml(Samples.request()), Refusal.ROOT);
        refused(entity("", FULL).replace("entityID=\"https://sp.example.org/saml\"", ""), Refusal.ISSUER);
        refused(entity("", SLO + "SOAP\"/>"), Refusal.ENDPOINT);
        refused("<!DOCTYPE x>" + entity("", FULL), Refusal.DOCTYPE);
        refused(entity("", "<x>".repeat(100) + "</x>".repeat(100)), Refusal.TOO_DEEP);
    }

    @Test
    void e45MetadataThatIsOverIsRefused() {
        refused(entity(" validUntil=\"2026-09-21T14:13:20Z\"", FULL), Refusal.EXPIRED);
        refused(entity(" validUntil=\"tomorrow\"", FULL), Refusal.TIME);
        assertThat(read(entity(" validUntil=\"2026-09-21T14:13:21Z\"", FULL))).isInstanceOf(Parsed.Good.class);
    }

    @ParameterizedTest
    @CsvSource({"PT1H,PT1H", "P1Y2M3D,PT10272H", "PT90.5S,PT90S", "P1DT1M,PT24H1M"})
    void e45DurationsAreRead(String written, Duration meant) {
        assertThat(Times.readDuration(written)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P", "PT", "1H", "P1H", "-P1D", "PT1.S1", "P99999999999Y", "P1DT"})
    void e45WhatIsNoDurationIsRefused(String written) {
        assertThat(Times.readDuration(written)).isEmpty();
        refused(entity(" cacheDuration=\"" + written + "\"", FULL), Refusal.TIME);
    }

    @Test
    void e28AWeakOrBrokenCertificateIsRefusedWhenItIsRegistered() throws Exception {
        refused(entity("", key("", certificateOf(Party.rsa(1024)))), Refusal.CERTIFICATE);
        refused(entity("", key("", "AAAA")), Refusal.CERTIFICATE);
        refused(entity("", key("", "!")), Refusal.BASE64);
        refused(entity("", key("", certificate(Party.SP)).repeat(9)), Refusal.CERTIFICATE);
        assertThat(read(entity("", key(" use=\"encryption\"", "AAAA")))).isInstanceOf(Parsed.Good.class);
    }

    /// By another library, since ours makes none for such a key.
    private static String certificateOf(KeyPair keys) throws Exception {
        var name = new X500Name("CN=weak");
        var certificate = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, Date.from(Samples.NOW),
                Date.from(Samples.NOW.plusSeconds(60)), name, keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()));
        return Base64.getEncoder().encodeToString(certificate.getEncoded());
    }
}
