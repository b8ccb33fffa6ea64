package dev.exeunt.core.action.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.memory.InMemoryClients;
import dev.exeunt.core.action.memory.InMemoryOutages;
import dev.exeunt.core.action.memory.SetTime;
import dev.exeunt.core.client.ClientMetadata;
import dev.exeunt.core.client.ClientMetadata.Deployment;
import dev.exeunt.core.client.Reach;
import dev.exeunt.core.client.SelfSigned;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.WebAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamlRegistrationTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String SERVICES = service(Binding.SOAP.uri(), "/soap", "")
            + service(Binding.REDIRECT.uri(), "/slo", "") + service(Binding.POST.uri(), "/slo", "/done")
            + service("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact", "/artifact", "");

    private final InMemoryClients clients = new InMemoryClients();
    private final SetTime time = new SetTime(NOW);
    private final RegisterClients register = new RegisterClients(clients, new InMemoryOutages(),
            new ClientMetadata(new Deployment(
                    Reach.of(List.of()), "https://slo.example.com", _ -> true, _ -> true, _ -> true)),
            time);

    @Test
    void e45AServiceProviderIsRegisteredByItsOwnMetadata() {
        var answer = put("hr", metadata("https://sp.example/saml", SERVICES), "");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(json(answer)).containsEntry("entity_id", "https://sp.example/saml")
                .containsEntry("logout_method", "backchannel").containsEntry("binding", "soap")
                .containsEntry("signing_certificates",
                        List.of(SelfSigned.RSA.base64(), SelfSigned.EC.base64()))
                .containsEntry("single_logout_services", List.of(
                        Map.of("binding", "soap", "location", "https://sp.example/soap"),
                        Map.of("binding", "redirect", "location", "https://sp.example/slo"),
                        Map.of("binding", "post", "location", "https://sp.example/slo", "response_location",
                                "https://sp.example/done")));
        assertThat(put("hr", metadata("https://sp.example/saml", SERVICES), "").status()).isEqualTo(200);
        assertThat(clients.byEntityId("https://sp.example/saml")).isPresent();
    }

    @Test
    void whatOnlyWeAskIsInTheQuery() {
        var answer = put("hr", metadata("urn:sp", SERVICES),
                "logout_method=native&binding=post&sign=false&client_name=HR&invalidation_flow=f&unknown=1&unknown=2");

        assertThat(json(answer)).containsEntry("logout_method", "native").containsEntry("binding", "post")
                .containsEntry("sign", false).containsEntry("client_name", "HR")
                .containsEntry("invalidation_flow", "f");
    }

    @ParameterizedTest
    @CsvSource({"logout_method=push,logout_method,one_of", "sign=yes,sign,boolean", "binding=artifact,binding,one_of",
        "logout_method=iframe&logout_method=native,logout_method,once",
        "logout_method=iframe&binding=soap,binding,method"})
    void aParameterThatMeansNothingRegistersNothing(String query, String field, String rule) {
        var answer = put("hr", metadata("urn:sp", SERVICES), query);

        assertThat(json(answer)).containsEntry("status", 400L).containsEntry("field", field)
                .containsEntry("rule", rule);
        assertThat(clients.list(null, 1)).isEmpty();
    }

    @Test
    void aMethodThatTheMetadataDoesNotServeIsRefusedWithTheReason() {
        var answer = put("hr", metadata("urn:sp", service(Binding.REDIRECT.uri(), "/slo", "")),
                "logout_method=backchannel");

        assertThat(json(answer)).containsEntry("field", "logout_method").containsEntry("rule", "served")
                .containsEntry("detail", "logout_method is backchannel, which needs a SingleLogoutService with the "
                        + "binding soap or post, and there is none.");
    }

    @Test
    void anEntityIdBelongsToOneKeyAndIsNoClientId() {
        put("hr", metadata("https://sp.example/saml", SERVICES), "");

        assertThat(json(put("other", metadata("https://sp.example/saml", SERVICES), "")))
                .containsEntry("status", 409L).containsEntry("code", "entity_id_taken")
                .containsEntry("field", "entity_id");
        var rp = register.put("rp", Json.read("{\"client_id\":\"https://sp.example/saml\"}").orElseThrow());
        assertThat(rp.status()).isEqualTo(201);
    }

    @Test
    void e50AHostileDocumentIsRefusedWithoutItsContent() {
        var answer = put("hr", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", "");

        assertThat(json(answer)).containsEntry("status", 400L).containsEntry("code", "invalid_metadata");
        assertThat(json(answer).toString()).doesNotContain("passwd");
        assertThat(json(put("hr", "no xml", ""))).containsEntry("code", "invalid_metadata")
                .containsEntry("field", "body")
                .containsKey("rule");
    }

    @Test
    void metadataThatIsOverIsRefused() {
        var document = metadata("urn:sp", SERVICES).replace("entityID=",
                "validUntil=\"2026-11-23T12:00:00Z\" entityID=");
        assertThat(put("hr", document, "").status()).isEqualTo(201);
        time.pass(Duration.ofDays(1));
        assertThat(json(put("hr", document, ""))).containsEntry("code", "invalid_metadata");
    }

    @Test
    void whereNoSamlIsSpokenMetadataIsNoMediaType() {
        var without = new RegisterClients(clients, new InMemoryOutages(),
                new ClientMetadata(new Deployment(Reach.of(List.of()),
                        "https://slo.example.com", _ -> true, _ -> true)),
                time);

        assertThat(without.putMetadata("hr", bytes(metadata("urn:sp", SERVICES)), Parameters.NONE).status())
                .isEqualTo(415);
    }

    private WebAnswer put(String key, String document, String query) {
        return register.putMetadata(key, bytes(document), Parameters.parse(query));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> json(WebAnswer answer) {
        return Registry.json(answer);
    }

    private static String service(String binding, String path, String response) {
        return "<md:SingleLogoutService Binding=\"" + binding + "\" Location=\"https://sp.example" + path + "\""
                + (response.isEmpty() ? "" : " ResponseLocation=\"https://sp.example" + response + "\"") + "/>";
    }

    private static String metadata(String entityId, String services) {
        return """
                <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"
                    xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="%s">
                  <md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                    %s%s%s
                    <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
                        Location="https://sp.example/acs" index="0"/>
                  </md:SPSSODescriptor>
                </md:EntityDescriptor>""".formatted(entityId, key("signing", SelfSigned.RSA), key("", SelfSigned.EC),
                services);
    }

    private static String key(String use, SelfSigned certificate) {
        return "<md:KeyDescriptor" + (use.isEmpty() ? "" : " use=\"" + use + "\"")
                + "><ds:KeyInfo><ds:X509Data><ds:X509Certificate>" + certificate.base64()
                + "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>";
    }
}
