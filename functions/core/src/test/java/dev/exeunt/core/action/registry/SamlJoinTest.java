package dev.exeunt.core.action.registry;

import static dev.exeunt.core.action.registry.Registry.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Participant.Presence;
import dev.exeunt.core.session.SamlIdentity;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.WebAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamlJoinTest {

    private static final String FULL = """
            {"name_id":{"value":"_7a \u00e9<&>","format":"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
             "name_qualifier":"https://idp.example/saml","sp_name_qualifier":"https://sp.example",
             "sp_provided_id":" x "},"session_index":"i-1"}""";

    private final Registry registry = new Registry();

    SamlJoinTest() {
        registry.clients.put(sp("hr"));
        registry.open("s-1", "cookie");
    }

    @Test
    void e4AllFiveFieldsAreKeptToTheLetter() {
        var answer = join("s-1", FULL);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(participant()).isEqualTo(new Participant.Saml("hr",
                List.of(new SamlIdentity(new NameId("_7a \u00e9<&>",
                        "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", "https://idp.example/saml",
                        "https://sp.example", " x "), "i-1")),
                Registry.START, new Presence.Here()));
        assertThat(json(answer)).isEqualTo(Map.of("client_id", "hr", "identities",
                List.of(Json.read(FULL).orElseThrow())));
        assertThat(registry.stored("s-1").gate().bytes()).isEqualTo(answer.body().length);
    }

    @Test
    void e4WhatWasAbsentStaysAbsent() {
        var answer = join("s-1", "{\"name_id\":{\"value\":\"u\",\"format\":null}}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(participant().identities()).containsExactly(identity("u", null));
        assertThat(json(answer)).isEqualTo(Map.of("client_id", "hr", "identities",
                List.of(Map.of("name_id", Map.of("value", "u")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"format", "name_qualifier", "sp_name_qualifier", "sp_provided_id", "value"})
    void anAttributeIsThereOrItIsNot(String field) {
        for (var empty : List.of("", " ", "\u00a0\u3000")) {
            var name = new java.util.HashMap<String, Object>(Map.of("value", "u"));
            name.put(field, empty);
            var answer = registry.join.join("s-1", "hr", Map.of("name_id", name));
            assertThat(json(answer)).containsEntry("status", 400L).containsEntry("field", "name_id." + field)
                    .containsEntry("rule", empty.isEmpty() ? "not_empty" : "not_blank");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"name_id|required|{}", "name_id|object|{'name_id':'u'}",
        "name_id.value|required|{'name_id':{}}", "name_id.value|string|{'name_id':{'value':7}}",
        "name_id.value|characters|{'name_id':{'value':'a\\u0000'}}", "name_id.value|xml|{'name_id':{'value':'\uffff'}}",
        "name_id.format|xml|{'name_id':{'value':'u','format':'\ufffe'}}",
        "session_index|not_empty|{'name_id':{'value':'u'},'session_index':''}",
        "session_index|string|{'name_id':{'value':'u'},'session_index':1}"})
    void whatIsNoIdentityIsRefused(String field, String rule, String body) {
        assertThat(json(join("s-1", body.replace('\'', '"')))).containsEntry("status", 400L)
                .containsEntry("field", field).containsEntry("rule", rule);
    }

    @Test
    void aNameIdentifierHasAnEnd() {
        var most = "x".repeat(Limits.NAME_ID);
        assertThat(join("s-1", "{\"name_id\":{\"value\":\"" + most + "\"}}").status()).isEqualTo(201);
        assertThat(json(join("s-1", "{\"name_id\":{\"value\":\"" + most + "x\"}}"))).containsEntry("rule", "length");
    }

    @Test
    void contentAndSessionIndexFindTheSession() {
        join("s-1", FULL);

        assertThat(found("hr", "_7a \u00e9<&>", "i-1")).contains("s-1");
        assertThat(found("hr", "_7A \u00e9<&>", "i-1")).isEmpty();
        assertThat(found("hr", "_7a \u00e9<&>", "i-2")).isEmpty();
        assertThat(found("wiki", "_7a \u00e9<&>", "i-1")).isEmpty();
    }

    @Test
    void withoutASessionIndexNothingFindsItAndNothingIsInTheWayOfTheNextSession() {
        join("s-1", simple("u", null));
        registry.open("s-2");

        assertThat(registry.join.join("s-2", "hr", Json.read(simple("u", null)).orElseThrow()).status()).isEqualTo(201);
    }

    @Test
    void aSessionIndexThatFindsAnotherLivingSessionIsRefused() {
        join("s-1", simple("u", "i-1"));
        registry.open("s-2");
        var answer = join("s-2", simple("u", "i-1"));

        assertThat(json(answer)).containsEntry("status", 409L).containsEntry("rule", "session_index_in_use");
        assertThat(join("s-2", simple("v", "i-1")).status()).isEqualTo(201);
        registry.end("s-1", "r-1", null);
        assertThat(join("s-2", simple("u", "i-1")).status()).isEqualTo(200);
        assertThat(found("hr", "u", "i-1")).contains("s-2");
    }

    @Test
    void otherIdentifiersAddAnIdentityAndTheSameOnesNothing() {
        join("s-1", simple("u", "i-1"));
        var writes = registry.sessions.writes();
        assertThat(join("s-1", simple("u", "i-1")).status()).isEqualTo(200);
        assertThat(registry.sessions.writes()).isEqualTo(writes);
        for (int n = 2; n <= Limits.IDENTITIES; n++) {
            assertThat(join("s-1", simple("u", "i-" + n)).status()).isEqualTo(200);
        }
        assertThat(json(join("s-1", simple("u", "one-more")))).containsEntry("rule", "identities");
        assertThat(participant().identities()).hasSize(Limits.IDENTITIES);
    }

    @Test
    void whoLeftAndComesBackIsFoundByTheNewIdentityOnly() {
        join("s-1", simple("u", "i-1"));
        registry.end("s-1", "r-1", "hr");

        assertThat(join("s-1", simple("u", "i-2")).status()).isEqualTo(200);
        assertThat(found("hr", "u", "i-1")).isEmpty();
        assertThat(found("hr", "u", "i-2")).contains("s-1");
    }

    @Test
    void aClientThatWasAnRpIsHereAsAServiceProviderOnly() {
        registry.clients.put(Registry.client("hr"));
        registry.join("s-1", "hr", "sid-1");
        registry.clients.put(sp("hr"));

        assertThat(join("s-1", simple("u", "i-1")).status()).isEqualTo(200);
        assertThat(participant().identities()).containsExactly(identity("u", "i-1"));
        assertThat(registry.sessions.find(new Handle.Sid(Registry.ISSUER, "hr", "sid-1"))).isEmpty();
        assertThat(registry.stored("s-1").gate().count()).isEqualTo(1);
    }

    @Test
    void aHandlePrintsNobody() {
        assertThat(new Handle.Saml("hr", "u@x", "i-1").toString()).doesNotContain("u@x");
    }

    private WebAnswer join(String session, String body) {
        return registry.join.join(session, "hr", Json.read(body).orElseThrow());
    }

    private static String simple(String name, String index) {
        return "{\"name_id\":{\"value\":\"" + name + "\"}"
                + (index == null ? "}" : ",\"session_index\":\"" + index + "\"}");
    }

    private static SamlIdentity identity(String name, String index) {
        return new SamlIdentity(new NameId(name, null, null, null, null), index);
    }

    private static SamlClient sp(String key) {
        return new SamlClient(key, "https://" + key + ".example/saml", "App " + key, List.of(), List.of(), null, null,
                null);
    }

    private Participant.Saml participant() {
        return (Participant.Saml) registry.sessions.read("s-1").orElseThrow().participants().getFirst();
    }

    private Optional<String> found(String client, String name, String index) {
        return registry.sessions.find(new Handle.Saml(client, name, index));
    }
}
