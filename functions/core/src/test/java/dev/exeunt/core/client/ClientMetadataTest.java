package dev.exeunt.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.exeunt.core.Limits;
import dev.exeunt.core.client.ClientMetadata.Deployment;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.OidcClient.Subject;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What may be registered, and what is refused by which rule. The letters and numbers are those of the protocol
/// requirements.
class ClientMetadataTest {

    private static final String PUBLIC_URL = "https://slo.example.com/base";
    private static final Deployment DEPLOYMENT = new Deployment(
            Reach.of(List.of("http://intranet.example")), PUBLIC_URL,
            List.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256)::contains,
            slug -> Flow.builtIn(slug).isPresent());

    private static final ECKey EC = key(KeyUse.ENCRYPTION);
    private static final ECKey EC_SIGNING = key(KeyUse.SIGNATURE);

    private final ClientMetadata metadata = new ClientMetadata(DEPLOYMENT);

    @Test
    void d7EveryMemberIsReadAsItIsNamed() {
        assertThat(good("""
                {"client_name":"Wiki","redirect_uris":["https://wiki.example/cb"],
                 "post_logout_redirect_uris":["https://wiki.example/out?x=1"],
                 "backchannel_logout_uri":"https://wiki.example/bc?t=7","backchannel_logout_session_required":true,
                 "frontchannel_logout_uri":"https://wiki.example/fc?t=7","frontchannel_logout_session_required":true,
                 "id_token_signed_response_alg":"ES256","invalidation_flow":"default-invalidation-flow",
                 "profile":{"typ":"JWT","subject":"sid","timeout_seconds":15,"max_attempts":3}}"""))
                .isEqualTo(new OidcClient("wiki", "wiki", "Wiki", List.of("https://wiki.example/cb"),
                        List.of("https://wiki.example/out?x=1"),
                        new LogoutUri("https://wiki.example/bc?t=7", true),
                        new LogoutUri("https://wiki.example/fc?t=7", true), "ES256", null,
                        "default-invalidation-flow", new Profile("JWT", Subject.SID, Duration.ofSeconds(15), 3)));
    }

    @Test
    void b3C3NothingIsRequiredAndDefaultsAreTheSpecificationsOwn() {
        assertThat(good("{}")).isEqualTo(new OidcClient("wiki", "wiki", "wiki", List.of(), List.of(), null, null,
                "RS256", null, null, Profile.STANDARD));
        assertThat(good("{\"backchannel_logout_uri\":\"https://rp.example/bc\"}").backChannel())
                .isEqualTo(new LogoutUri("https://rp.example/bc", false));
    }

    @Test
    void unknownMembersAreIgnoredAndNullCountsAsOmitted() {
        assertThat(good("""
                {"client_secret":{"x":[1]},"tos_uri":7,"client_name#de":1,"jwks":null,"redirect_uris":null,
                 "profile":{"colour":"red","typ":null},"client_name":null}""")).isEqualTo(good("{}"));
    }

    @Test
    void aMemberOfTheWrongTypeIsRefused() {
        refuses("client_name", "string", "{\"client_name\":7}");
        refuses("client_name", "not_empty", "{\"client_name\":\"\"}");
        refuses("client_name", "characters", "{\"client_name\":\"a\\nb\"}");
        refuses("client_name", "characters", "{\"client_name\":\"a\\ud800b\"}");
        refuses("client_name", "length", "{\"client_name\":\"" + "x".repeat(Limits.NAME + 1) + "\"}");
        refuses("redirect_uris", "array_of_strings", "{\"redirect_uris\":\"https://rp.example\"}");
        refuses("redirect_uris", "array_of_strings", "{\"redirect_uris\":[\"https://rp.example\",null]}");
        refuses("post_logout_redirect_uris", "array_of_strings", "{\"post_logout_redirect_uris\":{}}");
        refuses("backchannel_logout_uri", "string", "{\"backchannel_logout_uri\":[]}");
        refuses("backchannel_logout_session_required", "boolean",
                "{\"backchannel_logout_session_required\":\"true\"}");
        refuses("frontchannel_logout_session_required", "boolean", "{\"frontchannel_logout_session_required\":1}");
        refuses("profile", "object", "{\"profile\":\"JWT\"}");
        refuses("profile.timeout_seconds", "integer", "{\"profile\":{\"timeout_seconds\":\"5\"}}");
        refuses("jwks", "object", "{\"jwks\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://rp.example/out", "https://rp.example:8443/out?x=1&y=%20", "https://rp.example",
        "HTTPS://RP.example/", "http://127.0.0.1:4711/out", "http://[::1]:4711/out", "http://localhost/out",
        "http://wiki.localhost:8080/out", "http://intranet.example/out",
        "com.example.app:/out",
        "myapp://callback/out", "urn:example:out"})
    void a20AReturnAddressMayBe(String uri) {
        assertThat(good(Map.of("post_logout_redirect_uris", List.of(uri))).postLogoutRedirectUris())
                .containsExactly(uri);
        assertThat(good(Map.of("redirect_uris", List.of(uri))).redirectUris()).containsExactly(uri);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"javascript:alert(1)|scheme", "JavaScript:alert(1)|scheme",
        "data:text/html,x|scheme", "vbscript:x|scheme", "file:///etc/passwd|scheme",
        "blob:https://rp.example/1|scheme", "https://rp.example/#f|fragment", "https://rp.example/#|fragment",
        "https://user@rp.example/|userinfo", "https://user:pw@rp.example/|userinfo",
        "myapp://user@x/|userinfo", "https://*.rp.example/|wildcard", "https://rp.example/*|wildcard",
        "http://rp.example/|https", "http://intranet.example:8080/|https", "http://10.8.0.1/|https",
        "http://localhost.rp.example/|https", "/out|absolute", "rp.example|absolute",
        "//rp.example/out|absolute", "https:rp.example|host", "https:///out|host", "https://under_score/|host",
        "https://rp.example:0/|port", "https://rp.example:65536/|port", "https://rp.example/a b|characters",
        "https://rp.example/\u00e4|characters", "https://rp.example/%zz|uri", "https://rp.example/\"|uri",
        "https://rp.example\\@evil.example/|uri", "https://[::1/|uri"})
    void a20AReturnAddressMayNotBe(String uri, String rule) {
        refuses("post_logout_redirect_uris", rule, Map.of("post_logout_redirect_uris", List.of(uri)));
        refuses("redirect_uris", rule, Map.of("redirect_uris", List.of("https://rp.example/", uri)));
    }

    @Test
    void a20AControlCharacterIsRefused() {
        for (String c : List.of("\r\n", "\t", "\u0000", "\u007f")) {
            refuses("post_logout_redirect_uris", "characters",
                    Map.of("post_logout_redirect_uris", List.of("https://rp.example/" + c + "x")));
        }
    }

    @Test
    void aListOfAddressesHasAnEnd() {
        var uri = "https://rp.example/" + "x".repeat(Limits.URI - 19);
        assertThat(good(Map.of("redirect_uris", Collections.nCopies(Limits.URIS, uri))).redirectUris())
                .hasSize(Limits.URIS);
        refuses("redirect_uris", "items", Map.of("redirect_uris", Collections.nCopies(Limits.URIS + 1, uri)));
        refuses("redirect_uris", "length", Map.of("redirect_uris", List.of(uri + "x")));
        refuses("backchannel_logout_uri", "length", Map.of("backchannel_logout_uri", uri + "x"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"/bc|absolute", "https://rp.example/bc#f|fragment",
        "http://rp.example/bc|https",
        "https://10.0.0.1/bc|address_not_allowed", "https://169.254.169.254/|address_not_allowed",
        "https://localhost/bc|address_not_allowed", "https://rp.example:9443/bc|port_not_allowed",
        "http://10.0.0.1/bc|https", "https://u:p@rp.example/bc|userinfo", "myapp:bc|https", "file:/bc|scheme",
        "https://rp.example/b c|characters"})
    void b2ABackChannelAddressMayNotBe(String uri, String rule) {
        refuses("backchannel_logout_uri", rule, Map.of("backchannel_logout_uri", uri));
    }

    @Test
    void b2HttpIsForWhereTheDeploymentAllowsIt() {
        assertThat(good("{\"backchannel_logout_uri\":\"http://intranet.example/bc\"}").backChannel()).isNotNull();
    }

    @Test
    void anAllowedBlockOpensItsAddressesAndForOurOwnCallsWhateverResolvesIntoIt() {
        var local = new ClientMetadata(
                new Deployment(Reach.of(List.of("127.0.0.0/8", "::1/128")), PUBLIC_URL, _ -> true, _ -> false));
        for (String host : List.of("http://127.0.0.1:8080", "http://wiki.localhost:8080")) {
            assertThat(local.read("wiki", Map.of("redirect_uris", List.of(host), "post_logout_redirect_uris",
                    List.of(host), "backchannel_logout_uri", host + "/bc", "frontchannel_logout_uri", host + "/fc")))
                    .isInstanceOf(Checked.Good.class);
        }
        assertThat(local.read("wiki", Map.of("backchannel_logout_uri", "http://rp.example/bc")))
                .isInstanceOf(Checked.Good.class);
        refuses(local, "post_logout_redirect_uris", "https",
                Map.of("post_logout_redirect_uris", List.of("http://rp.example/out")));
        refuses(local, "frontchannel_logout_uri", "https", Map.of("redirect_uris", List.of("https://rp.example/cb"),
                "frontchannel_logout_uri", "http://rp.example/fc"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"https://rp.example/fc|https://rp.example/cb",
        "https://rp.example:443/fc|https://rp.example/cb", "https://rp.example/fc|https://rp.example:443/cb",
        "https://RP.example/fc?own=1|https://rp.EXAMPLE/cb",
        "http://intranet.example:80/fc|http://intranet.example/cb"})
    void c2AFrontChannelAddressIsWhereARedirectUriIs(String uri, String redirect) {
        var client = good(Map.of("frontchannel_logout_uri", uri, "redirect_uris",
                List.of("https://other.example/cb", redirect)));
        assertThat(client.frontChannel()).isEqualTo(new LogoutUri(uri, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"https://rp.example/fc|https://other.example/cb|redirect_origin",
        "https://rp.example/fc|http://localhost/cb|redirect_origin",
        "https://rp.example:8443/fc|https://rp.example/cb|redirect_origin",
        "https://www.rp.example/fc|https://rp.example/cb|redirect_origin",
        "https://rp.example/fc|rp.example:/cb|redirect_origin", "/fc|https://rp.example/cb|absolute",
        "https://rp.example/fc#f|https://rp.example/cb|fragment", "http://localhost/fc|http://localhost/cb|https",
        "http://rp.example/fc|https://rp.example/cb|https",
        "myapp://x/fc|myapp://x/cb|https", "javascript:x|https://rp.example/cb|scheme"})
    void c2AFrontChannelAddressMayNotBe(String uri, String redirect, String rule) {
        refuses("frontchannel_logout_uri", rule,
                Map.of("frontchannel_logout_uri", uri, "redirect_uris", List.of(redirect)));
    }

    @Test
    void c2AFrontChannelAddressNeedsARedirectUri() {
        refuses("frontchannel_logout_uri", "redirect_origin",
                "{\"frontchannel_logout_uri\":\"https://rp.example/fc\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://slo.example.com/fc", "https://SLO.example.com:443/fc"})
    void g6AFrontChannelAddressOnOurOwnOriginIsRefused(String uri) {
        refuses("frontchannel_logout_uri", "foreign_origin",
                Map.of("frontchannel_logout_uri", uri, "redirect_uris", List.of(uri)));
    }

    @ParameterizedTest
    @CsvSource({"none,asymmetric", "None,asymmetric", "HS256,asymmetric", "hs512,asymmetric", "PS256,signing_key",
        "EdDSA,signing_key", "XX,signing_key"})
    void aSigningAlgorithmWithoutAKeyIsRefused(String alg, String rule) {
        refuses("id_token_signed_response_alg", rule, Map.of("id_token_signed_response_alg", alg));
    }

    @Test
    void theDefaultAlgorithmNeedsAKeyOnlyWhereSomethingIsSigned() {
        var noRsa = new ClientMetadata(
                new Deployment(Reach.of(List.of()), PUBLIC_URL, JWSAlgorithm.ES256::equals, _ -> false));
        assertThat(noRsa.read("wiki", Map.of())).isInstanceOf(Checked.Good.class);
        assertThat(noRsa.read("wiki", Map.of("backchannel_logout_uri", "https://rp.example/bc")))
                .isInstanceOfSatisfying(Checked.Bad.class,
                        bad -> assertThat(bad.problem().field()).isEqualTo("id_token_signed_response_alg"));
    }

    @Test
    void encryptionNeedsAKeyOfTheClientsAndHasADefaultMethod() {
        var jwks = Json.write(Map.of("keys", List.of(EC.toPublicJWK().toJSONObject())));
        assertThat(good("{\"id_token_encrypted_response_alg\":\"ECDH-ES\",\"jwks\":" + jwks + "}").encryption())
                .isEqualTo(new OidcClient.Encryption("ECDH-ES", "A128CBC-HS256", jwks, null));
        assertThat(good("""
                {"id_token_encrypted_response_alg":"RSA-OAEP-256","id_token_encrypted_response_enc":"A256GCM",
                 "jwks_uri":"https://rp.example/jwks"}""").encryption())
                .isEqualTo(new OidcClient.Encryption("RSA-OAEP-256", "A256GCM", null, "https://rp.example/jwks"));
        assertThat(good("{\"jwks\":" + jwks + "}").encryption()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "id_token_encrypted_response_alg|keys|{'id_token_encrypted_response_alg':'RSA-OAEP-256'}",
        "id_token_encrypted_response_alg|algorithm|{'id_token_encrypted_response_alg':'RSA1_5',JWKS}",
        "id_token_encrypted_response_alg|algorithm|{'id_token_encrypted_response_alg':'dir',JWKS}",
        "id_token_encrypted_response_alg|algorithm|{'id_token_encrypted_response_alg':'A128KW',JWKS}",
        "id_token_encrypted_response_enc|algorithm|{'id_token_encrypted_response_alg':'ECDH-ES','id_token_encrypted_response_enc':'A1',JWKS}",
        "id_token_encrypted_response_enc|with_alg|{'id_token_encrypted_response_enc':'A128GCM',JWKS}",
        "jwks|usable_key|{'id_token_encrypted_response_alg':'RSA-OAEP-256',JWKS}",
        "jwks|usable_key|{'id_token_encrypted_response_alg':'ECDH-ES','jwks':{'keys':[]}}",
        "jwks|usable_key|{'id_token_encrypted_response_alg':'ECDH-ES',SIGNING}", "jwks|public_keys|{PRIVATE}",
        "jwks|public_keys|{'jwks':{'keys':[{'kty':'oct','k':'AAAA'}]}}", "jwks|jwk_set|{'jwks':{}}",
        "jwks|jwk_set|{'jwks':{'keys':[{'kty':'EC','crv':'P-256','x':'AA','y':'AA'}]}}",
        "jwks_uri|one_of|{'jwks_uri':'https://rp.example/jwks',JWKS}",
        "jwks_uri|https|{'jwks_uri':'http://rp.example/jwks'}",
        "jwks_uri|address_not_allowed|{'jwks_uri':'https://10.0.0.1/jwks'}"})
    void encryptionThatCouldNotBeDoneIsRefused(String field, String rule, String json) {
        refuses(field, rule, json.replace('\'', '"')
                .replace("JWKS", "\"jwks\":{\"keys\":[" + EC.toPublicJWK().toJSONString() + "]}")
                .replace("SIGNING", "\"jwks\":{\"keys\":[" + EC_SIGNING.toPublicJWK().toJSONString() + "]}")
                .replace("PRIVATE", "\"jwks\":{\"keys\":[" + EC.toJSONString() + "]}"));
    }

    @Test
    void aFlowMustExist() {
        assertThat(good("{\"invalidation_flow\":\"default-provider-invalidation-flow\"}").invalidationFlow())
                .isEqualTo("default-provider-invalidation-flow");
        refuses("invalidation_flow", "known_flow", "{\"invalidation_flow\":\"no-such-flow\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"profile.typ|one_of|{\"typ\":\"at+jwt\"}",
        "profile.subject|one_of|{\"subject\":\"all\"}", "profile.timeout_seconds|range|{\"timeout_seconds\":0}",
        "profile.timeout_seconds|range|{\"timeout_seconds\":16}",
        "profile.timeout_seconds|range|{\"timeout_seconds\":1.5}", "profile.max_attempts|range|{\"max_attempts\":0}",
        "profile.max_attempts|range|{\"max_attempts\":41}", "profile.max_attempts|integer|{\"max_attempts\":\"3\"}"})
    void aProfileKnowsOnlyWhatWeCanDo(String field, String rule, String profile) {
        refuses(field, rule, "{\"profile\":" + profile + "}");
    }

    @Test
    void b3AProfileCannotLeaveOutTheSidThatTheClientRequires() {
        refuses("profile.subject", "session_required", """
                {"backchannel_logout_uri":"https://rp.example/bc","backchannel_logout_session_required":true,
                 "profile":{"subject":"sub"}}""");
        assertThat(good("""
                {"backchannel_logout_uri":"https://rp.example/bc","backchannel_logout_session_required":true,
                 "profile":{"subject":"sid"}}""").profile().subject()).isEqualTo(Subject.SID);
    }

    @Test
    void aClientIdInTheBodyIsForThoseThatNoPathCanSpell() {
        assertThat(good("{\"client_id\":\"https://wiki.example/\"}").clientId()).isEqualTo("https://wiki.example/");
        assertThat(good("{\"client_id\":\"wiki\"}").clientId()).isEqualTo("wiki");
        refuses("client_id", "equals_path", "{\"client_id\":\"other\"}");
        refuses("client_id", "vschar", "{\"client_id\":\"w\u00efki\"}");
        refuses("client_id", "length", "{\"client_id\":\"" + "x".repeat(256) + "\"}");
    }

    @Test
    void otherProtocolsAreRefusedForNow() {
        assertThat(good("{\"protocol\":\"oidc\"}")).isEqualTo(good("{}"));
        refuses("protocol", "supported", "{\"protocol\":\"saml\"}");
        refuses("entity_id", "supported", "{\"entity_id\":\"https://sp.example\"}");
    }

    @Test
    void d9ARefusalIsSpelledAsDynamicRegistrationDoes() {
        var problem = refuses("backchannel_logout_uri", "fragment",
                "{\"backchannel_logout_uri\":\"https://rp.example/#f\"}");
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.code()).isEqualTo("invalid_client_metadata");
        assertThat(problem.members()).containsEntry("error", "invalid_client_metadata")
                .containsEntry("field", "backchannel_logout_uri").containsEntry("rule", "fragment");
    }

    @Test
    void whatIsShownReadsAsTheSameClient() {
        var all = new ArrayList<OidcClient>();
        all.add(good("{}"));
        all.add(good("{\"client_id\":\"https://wiki.example/\",\"profile\":{\"timeout_seconds\":7}}"));
        all.add(good("""
                {"redirect_uris":["https://wiki.example/cb"],"post_logout_redirect_uris":["app:/x"],
                 "backchannel_logout_uri":"https://wiki.example/bc","backchannel_logout_session_required":true,
                 "frontchannel_logout_uri":"https://wiki.example/fc","invalidation_flow":"default-invalidation-flow"}
                """));
        all.add(good("{\"id_token_encrypted_response_alg\":\"ECDH-ES\",\"jwks\":{\"keys\":["
                + EC.toPublicJWK().toJSONString() + "]}}"));
        all.add(good(
                "{\"id_token_encrypted_response_alg\":\"ECDH-ES\",\"jwks_uri\":\"https://wiki.example/jwks\"}"));
        for (OidcClient client : all) {
            var shown = Json.write(ClientJson.of(client));
            assertThat(good(shown)).isEqualTo(client);
            assertThat(Json.read(shown).orElseThrow()).containsEntry("key", "wiki");
        }
    }

    @Test
    void theDetailNeverRepeatsWhatWasSent() {
        var problem = refuses("backchannel_logout_uri", "userinfo",
                "{\"backchannel_logout_uri\":\"https://user:secret@rp.example/\"}");
        assertThat(problem.members().toString()).doesNotContain("secret");
    }

    private OidcClient good(String json) {
        return good(Json.read(json).orElseThrow());
    }

    private OidcClient good(Map<String, Object> json) {
        return switch (metadata.read("wiki", json)) {
            case Checked.Good<Client> good -> (OidcClient) good.value();
            case Checked.Bad<Client> bad -> throw new AssertionError(bad.problem());
        };
    }

    private Problem refuses(String field, String rule, String json) {
        return refuses(field, rule, Json.read(json).orElseThrow());
    }

    private Problem refuses(String field, String rule, Map<String, Object> json) {
        return refuses(metadata, field, rule, json);
    }

    private static Problem refuses(ClientMetadata metadata, String field, String rule, Map<String, Object> json) {
        return switch (metadata.read("wiki", json)) {
            case Checked.Good<Client> good -> throw new AssertionError("accepted: " + good.value());
            case Checked.Bad<Client>(Problem problem) -> {
                assertThat(List.of(String.valueOf(problem.field()), String.valueOf(problem.rule())))
                        .containsExactly(field, rule);
                yield problem;
            }
        };
    }

    private static ECKey key(KeyUse use) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyUse(use).keyID("k").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
