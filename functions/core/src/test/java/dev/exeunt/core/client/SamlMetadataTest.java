package dev.exeunt.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.client.ClientMetadata.Deployment;
import dev.exeunt.core.client.SamlClient.Channel;
import dev.exeunt.core.client.SamlClient.LogoutService;
import dev.exeunt.core.client.SamlClient.Method;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamlMetadataTest {

    private static final String PUBLIC_URL = "https://slo.example.com";
    private static final String RSA = SelfSigned.RSA.base64();
    private static final String EC = SelfSigned.EC.base64();
    /// Of an RSA key of 1024 bits.
    private static final String WEAK = ""
            + "MIIB+jCCAWOgAwIBAgIUQ07nJbqGczEOipqTIwAG6bLVrsEwDQYJKoZIhvcNAQELBQAwDzENMAsGA1UEAwwEd2VhazAeFw0y"
            + "NjExMjUxODE2NDBaFw0zNjExMjIxODE2NDBaMA8xDTALBgNVBAMMBHdlYWswgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGB"
            + "AK+Pk8fN2OYv1Sf8s6YFcHlpwSZohMc1Yx1mU5BVyM4ZUMumvhNUgQ5d5nQAtkrwm9Cf+Pf+x1NgnW36SCXyk4B8nax6AM/W"
            + "+JUA8MH5H1Pps3A1zmLBNu5B3vA8GIXWU/OX4/ZfUgGceMsZS0EMNYbBzqb1euKFPcH95IZY/4PpAgMBAAGjUzBRMB0GA1Ud"
            + "DgQWBBSFUUcLN6wNNH8DA92h8ed4zdk0aTAfBgNVHSMEGDAWgBSFUUcLN6wNNH8DA92h8ed4zdk0aTAPBgNVHRMBAf8EBTAD"
            + "AQH/MA0GCSqGSIb3DQEBCwUAA4GBAK7yGZu2oAEQ09NgPMNBEyLe757a2smy5zBAlP6umxkapxzDaJAZHaeqh20uUuv9CtE3"
            + "Gcm8V0Z9c2SfOYYsXRa/NZcfWK7R9uHYs7ra5OkYJmawFyx9TiiWu7qkwwrLfLu9/3ODdFLIDtNx0aLCIqxlIdO70JkgOykb"
            + "MbvgSCz5";

    private final ClientMetadata metadata = new ClientMetadata(new Deployment(Reach.of(List.of()), PUBLIC_URL,
            _ -> true, "default-invalidation-flow"::equals,
            Set.of(SignatureAlgorithm.RSA_SHA256, SignatureAlgorithm.ECDSA_SHA256)::contains));

    @Test
    void aServiceProviderIsItsEntityIdItsEndpointsAndItsKeys() {
        var client = good(sp(service("redirect", "/slo", "/done"), service("soap", "/soap", null)));

        assertThat(client.key()).isEqualTo("hr");
        assertThat(client.clientId()).isEqualTo("https://sp.example/saml");
        assertThat(client.name()).isEqualTo("https://sp.example/saml");
        assertThat(client.singleLogoutServices()).containsExactly(
                new LogoutService(Binding.REDIRECT, "https://sp.example/slo", "https://sp.example/done"),
                new LogoutService(Binding.SOAP, "https://sp.example/soap", null));
        assertThat(client.signingKeys()).containsExactly(SelfSigned.RSA.publicKey());
        assertThat(client.signature()).isEqualTo(SignatureAlgorithm.RSA_SHA256);
        assertThat(client.invalidationFlow()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"redirect post soap,,backchannel,soap", "redirect post,,iframe,redirect", "post,,iframe,post",
        "redirect post soap,iframe,iframe,redirect", "post soap,native,native,post",
        "post,backchannel,backchannel,post",
        "post redirect,native,native,redirect", "redirect post soap,backchannel,backchannel,soap"})
    void theBestBindingForTheMethodIsPicked(String bindings, String method, String chosen, String binding) {
        var json = sp(services(bindings));
        if (method != null) {
            json.put("logout_method", method);
        }
        var client = good(json);

        assertThat(client.channel()).isEqualTo(
                new Channel(Method.valueOf(chosen.toUpperCase()), Binding.valueOf(binding.toUpperCase())));
        assertThat(ClientJson.of(client)).containsEntry("logout_method", chosen).containsEntry("binding", binding);
    }

    @Test
    void aBindingThatWasAskedForIsTaken() {
        var json = sp(services("redirect post soap"));
        json.put("binding", "post");
        assertThat(good(json).channel()).isEqualTo(new Channel(Method.IFRAME, Binding.POST));
        json.put("logout_method", "backchannel");
        assertThat(good(json).channel()).isEqualTo(new Channel(Method.BACKCHANNEL, Binding.POST));
    }

    @ParameterizedTest
    @CsvSource({"redirect,backchannel,,logout_method,served", "soap,iframe,,logout_method,served",
        "soap,native,,logout_method,served", "redirect,iframe,post,binding,served",
        "redirect soap,iframe,soap,binding,method", "redirect,backchannel,redirect,binding,method",
        ",native,,logout_method,served", ",,post,binding,served", "redirect,push,,logout_method,one_of",
        "redirect,,artifact,binding,one_of"})
    void aMethodThatNoBindingServesIsRefusedWithTheReason(String bindings, String method, String binding, String field,
            String rule) {
        var json = sp(services(bindings == null ? "" : bindings));
        if (method != null) {
            json.put("logout_method", method);
        }
        if (binding != null) {
            json.put("binding", binding);
        }
        refuses(field, rule, json);
    }

    @Test
    void e17AServiceProviderWithoutAnEndpointCanBeRegisteredAndCannotBeTold() {
        var client = good(new HashMap<>(Map.of("protocol", "saml", "entity_id", "urn:sp")));

        assertThat(client.channel()).isNull();
        assertThat(client.signingCertificates()).isEmpty();
        assertThat(ClientJson.of(client)).doesNotContainKeys("logout_method", "binding");
    }

    @Test
    void e25WhoeverCanBeToldNeedsAKey() {
        var json = sp(services("post"));
        json.remove("signing_certificates");
        refuses("signing_certificates", "required", json);
    }

    @Test
    void e45EverySigningKeyIsKeptInItsOrderAndOnce() {
        var json = sp(services("post"));
        json.put("signing_certificates", List.of(EC, RSA, RSA));
        assertThat(good(json).signingCertificates()).containsExactly(EC, RSA);
    }

    @Test
    void aCertificateMayComeInLinesAndAsPem() {
        var json = sp(services("post"));
        var lines = RSA.replaceAll("(.{64})", "$1\r\n");
        json.put("signing_certificates",
                List.of("-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n"));
        assertThat(good(json).signingCertificates()).containsExactly(RSA);
    }

    @Test
    void e28AWeakOrBrokenKeyIsRefused() {
        for (var certificate : List.of(WEAK, "", "AAAA", "not base64", RSA.substring(4), RSA + "AAAA")) {
            var json = sp(services("post"));
            json.put("signing_certificates", List.of(RSA, certificate));
            refuses("signing_certificates", certificate.isEmpty() ? "not_empty" : "certificate", json);
        }
        var many = sp(services("post"));
        many.put("signing_certificates", Collections.nCopies(Limits.SIGNING_CERTIFICATES + 1, RSA));
        refuses("signing_certificates", "items", many);
    }

    @Test
    void aCertificatesEndIsShownAndNotEnforced() {
        var json = sp(services("post"));
        json.put("signing_certificates", List.of(SelfSigned.EXPIRED.base64()));

        assertThat(Json.write(ClientJson.of(good(json)))).contains("\"not_after\":\"2001-01-01T00:00:00Z\"")
                .contains("\"sha256\":");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"redirect|http://sp.example/slo|https", "post|/slo|absolute",
        "post|https://sp.example/slo#x|fragment", "redirect|javascript:x|scheme",
        "post|https://u:p@sp.example/|userinfo",
        "soap|https://10.0.0.1/slo|address_not_allowed", "soap|https://sp.example:9443/|port_not_allowed",
        "soap|http://sp.example/slo|https"})
    void e40AnEndpointMayNotBe(String binding, String location, String rule) {
        var both = new HashMap<String, Object>(Map.of("binding", binding, "location", location));
        refuses("single_logout_services[1].location", rule, sp(service("post", "/slo", null), both));
        both.put("location", "https://sp.example/");
        both.put("response_location", location);
        refuses("single_logout_services[1].response_location", rule, sp(service("post", "/slo", null), both));
    }

    @Test
    void aPostOfOurOwnGoesOnlyWhereWeMayCall() {
        var json = sp(new HashMap<>(Map.of("binding", "post", "location", "https://10.0.0.1/slo")));
        assertThat(good(json).channel()).isEqualTo(new Channel(Method.IFRAME, Binding.POST));
        json.put("logout_method", "backchannel");
        refuses("single_logout_services", "address_not_allowed", json);
    }

    @Test
    void g6AFrameOnOurOwnOriginIsRefused() {
        var json = sp(new HashMap<>(Map.of("binding", "post", "location", PUBLIC_URL + ":443/x")));
        refuses("single_logout_services", "foreign_origin", json);
        json.put("logout_method", "native");
        assertThat(good(json).channel()).isEqualTo(new Channel(Method.NATIVE, Binding.POST));
    }

    @Test
    void anEndpointIsAnObjectWithABindingThatIsSpoken() {
        refuses("single_logout_services[0].binding", "one_of",
                sp(new HashMap<>(Map.of("binding", "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact", "location",
                        "https://sp.example/"))));
        refuses("single_logout_services[0].binding", "required", sp(new HashMap<>(Map.of("location", "https://x/"))));
        refuses("single_logout_services[0].location", "required", sp(new HashMap<>(Map.of("binding", "post"))));
        var json = sp();
        json.put("single_logout_services", List.of("https://sp.example/"));
        refuses("single_logout_services", "array_of_objects", json);
        json.put("single_logout_services", Collections.nCopies(Limits.LOGOUT_SERVICES + 1, service("post", "/", null)));
        refuses("single_logout_services", "items", json);
        assertThat(good(sp(service(Binding.POST.uri(), "/slo", null))).service(Binding.POST)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecdsa-sha256", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"})
    void aClientMayWantAnotherSignature(String algorithm) {
        var json = sp(services("post"));
        json.put("signature_algorithm", algorithm);
        assertThat(good(json).signature()).isEqualTo(SignatureAlgorithm.ECDSA_SHA256);
        assertThat(ClientJson.of(good(json))).containsEntry("signature_algorithm", "ecdsa-sha256");
    }

    @ParameterizedTest
    @CsvSource({"rsa-sha1,one_of", "http://www.w3.org/2000/09/xmldsig#rsa-sha1,one_of", "hmac-sha256,one_of",
        "RS256,one_of", "rsa-sha512,signing_key"})
    void e28AnAlgorithmThatIsWeakOrThatWeHaveNoKeyForIsRefused(String algorithm, String rule) {
        var json = sp(services("post"));
        json.put("signature_algorithm", algorithm);
        refuses("signature_algorithm", rule, json);
    }

    @Test
    void whoWantsNoSignatureNeedsNoKeyOfOurs() {
        var json = sp(services("post"));
        json.put("signature_algorithm", "rsa-sha512");
        json.put("sign", false);
        assertThat(good(json).signature()).isNull();
        assertThat(ClientJson.of(good(json))).containsEntry("sign", false);
        json.put("sign", "no");
        refuses("sign", "boolean", json);
    }

    @Test
    void anEntityIdIsNeededAndAFlowMustExist() {
        refuses("entity_id", "required", new HashMap<>(Map.of("protocol", "saml")));
        refuses("entity_id", "length",
                new HashMap<>(Map.of("protocol", "saml", "entity_id", "x".repeat(Limits.ENTITY_ID + 1))));
        var json = sp(services("post"));
        json.put("invalidation_flow", "default-invalidation-flow");
        assertThat(good(json).invalidationFlow()).isEqualTo("default-invalidation-flow");
        json.put("invalidation_flow", "no-such-flow");
        refuses("invalidation_flow", "known_flow", json);
    }

    @Test
    void whatIsShownReadsAsTheSameClient() {
        var all = new ArrayList<SamlClient>();
        all.add(good(sp(services("redirect post soap"))));
        var json = sp(service("post", "/slo", "/done"));
        json.putAll(Map.of("client_name", "HR", "sign", false, "logout_method", "backchannel"));
        all.add(good(json));
        all.add(good(new HashMap<>(Map.of("protocol", "saml", "entity_id", "google.com"))));
        for (var client : all) {
            var shown = Json.write(ClientJson.of(client));
            assertThat(good(Json.read(shown).orElseThrow())).isEqualTo(client);
        }
    }

    @Test
    void whereADeploymentDoesNotSpeakSamlNobodyIsRegisteredForIt() {
        var without = new ClientMetadata(new Deployment(Reach.of(List.of()), PUBLIC_URL, _ -> true, _ -> true));
        assertThat(without.read("hr", sp(services("post")))).isInstanceOfSatisfying(Checked.Bad.class,
                bad -> assertThat(bad.problem().field()).isEqualTo("protocol"));
    }

    @SafeVarargs
    private static HashMap<String, Object> sp(Map<String, Object>... services) {
        return new HashMap<>(Map.of("protocol", "saml", "entity_id", "https://sp.example/saml",
                "single_logout_services", List.of(services), "signing_certificates", List.of(RSA)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object>[] services(String bindings) {
        return List.of(bindings.split(" ")).stream().filter(binding -> !binding.isEmpty())
                .map(binding -> service(binding, "/" + binding, null)).toArray(Map[]::new);
    }

    private static Map<String, Object> service(String binding, String path, String response) {
        var service = new HashMap<String, Object>(Map.of("binding", binding, "location", "https://sp.example" + path));
        if (response != null) {
            service.put("response_location", "https://sp.example" + response);
        }
        return service;
    }

    private SamlClient good(Map<String, Object> json) {
        return switch (metadata.read("hr", json)) {
            case Checked.Good<Client> good -> (SamlClient) good.value();
            case Checked.Bad<Client> bad -> throw new AssertionError(bad.problem());
        };
    }

    private void refuses(String field, String rule, Map<String, Object> json) {
        switch (metadata.read("hr", json)) {
            case Checked.Good<Client> good -> throw new AssertionError("accepted: " + good.value());
            case Checked.Bad<Client>(Problem problem) ->
                assertThat(List.of(String.valueOf(problem.field()), String.valueOf(problem.rule())))
                        .containsExactly(field, rule);
        }
    }
}
