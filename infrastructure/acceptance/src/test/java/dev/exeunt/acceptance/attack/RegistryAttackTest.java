package dev.exeunt.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The registry, called by an identity provider or an operator with a slip of the pen, or with a bad client's metadata.
class RegistryAttackTest {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final Scene scene = Scene.shared();
    private final World world = scene.world();
    private final Victim victim = scene.unharmed();

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "null", "[]", "\"x\"", "1", "{", "{}{}", "{\"a\"}", "{'a':1}",
        "{\"user\":\"\ud800\"}",
        "\u0000", "[[\"client_name\",\"x\"]]", "[[\"user\",\"u\"],[\"expires_at\",\"2099-01-01T00:00:00Z\"]]",
        "{\"user\":NaN}", "{\"user\":\"u\",\"expires_at\":1e999}"})
    void whatIsNoJsonObjectIsRefused(String body) {
        for (var path : List.of("/sessions/" + world.name("s"), "/clients/" + world.name("c"),
                World.path(victim.back()))) {
            if (path.startsWith("/clients") && body.startsWith("{\"user\"")) {
                continue;
            }
            var answer = scene.harmless(victim, () -> world.registry().send("PUT", path, JSON, body));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.type()).isEqualTo("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml", "x", ";"})
    void aBodyOfAnotherKindIsRefused(String type) {
        assertThat(scene.harmless(victim, () -> world.registry().send("PUT", "/clients/" + world.name("c"), Map.of(
                "Content-Type", type), "{}")).status()).isEqualTo(415);
    }

    @Test
    void whatIsNoMetadataIsRefusedAsThat() {
        var type = Map.of("Content-Type", "application/samlmetadata+xml");
        for (var body : List.of("{}", "", "<x/>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>")) {
            assertThat(scene.harmless(victim,
                    () -> world.registry().send("PUT", "/clients/" + world.name("c"), type, body)).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void aBodyThatIsTooLargeOrTooDeepIsRefusedOrRead() {
        assertThat(scene.harmless(victim, () -> world.registry().send("PUT", "/clients/" + world.name("c"), JSON,
                "{\"x\":\"" + "y".repeat(140_000) + "\"}")).status()).isEqualTo(413);
        for (int depth : List.of(200, 1000, 60_000)) {
            var deep = "[".repeat(depth) + "]".repeat(depth);
            var before = world.rows();
            for (var body : List.of("{\"jwks\":{\"keys\":" + deep + "}}",
                    "{\"jwks\":{\"keys\":[{\"kty\":\"RSA\",\"n\":" + deep
                            + "}]}}",
                    "{\"redirect_uris\":" + deep + "}")) {
                scene.clear("depth " + depth, world.registry().send("PUT", "/clients/" + world.name("c"), JSON, body));
            }
            scene.assertUnchanged(before);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"backchannel_logout_uri|https://169.254.169.254/latest/meta-data",
        "backchannel_logout_uri|https://[fd00:ec2::254]/",
        "backchannel_logout_uri|https://10.0.0.1/", "backchannel_logout_uri|https://2130706433/",
        "backchannel_logout_uri|https://0x7f.1/", "backchannel_logout_uri|https://user:pass@rp.example/",
        "backchannel_logout_uri|https://rp.example/#f", "backchannel_logout_uri|ftp://rp.example/",
        "backchannel_logout_uri|//rp.example/", "backchannel_logout_uri|https:///x",
        "backchannel_logout_uri|https://rp.example:0/",
        "backchannel_logout_uri|https://rp.example:99999/", "backchannel_logout_uri|https://rp\u3002example/",
        "backchannel_logout_uri|javascript:alert(1)",
        "frontchannel_logout_uri|https://elsewhere.example/fc", "frontchannel_logout_uri|javascript:alert(1)",
        "frontchannel_logout_uri|https://a.example/;script-src *", "jwks_uri|http://169.254.169.254/",
        "jwks_uri|file:///etc/passwd"})
    void anAddressThatMustNotBeCalledIsNotRegistered(String member, String uri) {
        var key = world.name("c");
        var metadata = new LinkedHashMap<String, Object>(Map.of("redirect_uris", List.of("https://a.example/cb")));
        metadata.put(member, uri);
        var answer = scene.harmless(victim, () -> world.registry().put("/clients/" + key, metadata));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asText()).isEqualTo(member);
        assertThat(answer.json().path("rule").asText()).isNotEmpty();
        assertThat(answer.body()).doesNotContain("pass@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "data:text/html,x", "https://a.example/*", "https://a.example/#x",
        "x",
        "https://u@a.example/", "blob:https://a.example/x", "http://a.example/"})
    void a20AWayBackThatLeadsNowhereSafeIsNotRegistered(String uri) {
        assertThat(scene.harmless(victim, () -> world.registry().put("/clients/" + world.name("c"), Map.of(
                "post_logout_redirect_uris", List.of("https://a.example/out", uri)))).status()).isEqualTo(400);
    }

    @Test
    void keysThatTokensCannotBeEncryptedToAreNotRegistered() {
        var x25519 = Map.of("kty", "OKP", "crv", "X25519", "x", Base64URL.encode(new byte[32]).toString());
        var bad = List.of(Map.of("keys", List.of(x25519)), Map.of("keys", List.of("x")), Map.of("keys", Map.of()),
                Map.of("keys", "x"), Map.of(), Map.of("keys", List.of(Map.of("kty", "oct", "k", "AA"))), Map.of("keys",
                        List.of(world.idp().key().toJSONObject())),
                Map.of("keys", List.of(Map.of("kty", "EC", "crv", "P-256", "x", "AA", "y", "AA"))),
                Map.of("keys", List.of(
                        Map.of("kty", "RSA", "n", "AQAB", "e", "AQAB"))));
        for (var jwks : bad) {
            for (var alg : List.of("ECDH-ES", "RSA-OAEP-256", "none", "dir")) {
                assertThat(
                        scene.harmless(victim, () -> world.registry().put("/clients/" + world.name("c"), Map.of("jwks",
                                jwks, "id_token_encrypted_response_alg", alg))).status())
                        .isEqualTo(400);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "hs512", "RS1", "", "NONE", "PS256"})
    void b11AnAlgorithmThatNoKeySignsWithIsNotRegistered(String alg) {
        assertThat(scene.harmless(victim, () -> world.registry().put("/clients/" + world.name("c"), Map.of(
                "id_token_signed_response_alg", alg))).status()).isEqualTo(400);
    }

    @Test
    void anIdThatNoneCanHaveIsRefused() {
        for (var id : List.of("%00", "a%20b", "%e2%82%ac", "a".repeat(256), "%2e%2e", "a%0d%0ab", "%ff", "a+b",
                "%25")) {
            for (var path : List.of("/clients/" + id, "/sessions/" + id, "/sessions/" + id + "/participants/x",
                    "/sessions/"
                            + victim.session().id() + "/participants/" + id)) {
                assertThat(scene.harmless(victim, () -> raw("PUT", path, "{}")).status()).as(path).isEqualTo(400);
            }
        }
    }

    @Test
    void whatIsUnknownIsNotFoundHoweverLong() {
        for (var path : List.of("/logouts/" + "a".repeat(3000), "/flows/" + "a".repeat(3000),
                "/jobs/" + "a".repeat(3000), "/logouts/x", "/x", "/clients/a/b",
                "/sessions/nobody", "/clients/nobody", "/deliveries/x/y", "//", "/sessions/nobody/participants")) {
            assertThat(scene.harmless(victim, () -> raw("GET", path, "")).status()).as(path).isEqualTo(404);
        }
        assertThat(scene.harmless(victim, () -> raw("GET", "/deliveries?client_id=" + "a".repeat(3000), "")).status())
                .isEqualTo(400);
        assertThat(scene.harmless(victim, () -> raw("DELETE", "/flows/" + "a".repeat(3000), "")).status())
                .isEqualTo(404);
        var user = raw("GET", "/users/%f0%9f%98%80%ff%00" + "a".repeat(200) + "/sessions", "");
        assertThat(user.status()).isIn(200, 400);
    }

    @Test
    void aCursorThatNoPageGaveIsRefused() {
        for (var cursor : List.of("x", "%00", Base64URL.encode("a".repeat(2000)).toString(), "a".repeat(4000), "%ff",
                "=", "..")) {
            for (var path : List.of("/clients?cursor=", "/users/" + victim.session().user() + "/sessions?cursor=")) {
                if (!cursor.equals("=")) {
                    assertThat(scene.harmless(victim, () -> raw("GET", path + cursor, "")).status()).isEqualTo(400);
                }
            }
        }
    }

    @Test
    void aSessionThatIsNotRightIsNotOpenedAtAll() {
        var id = world.name("s");
        var good = new LinkedHashMap<String, Object>(
                Map.of("user", "u", "expires_at", world.time().instant().plusSeconds(60)
                        .toString(), "cookie_sha256", List.of(World.sha256(id))));
        var bad = List.<Map.Entry<String, @Nullable Object>>of(entry("user", ""), entry("user", null), entry("user", 7),
                entry("user", "a".repeat(256)), entry("user", "a\u0000b"), entry("expires_at", "tomorrow"),
                entry("expires_at", "2020-01-01T00:00:00Z"), entry("expires_at", "9999-12-31T23:59:59Z"),
                entry("expires_at", "+1000000000-12-31T23:59:59Z"), entry("expires_at", 5), entry("cookie_sha256", "x"),
                entry("cookie_sha256", List.of("x")), entry("cookie_sha256", List.of(1)),
                entry("cookie_sha256", List.of(victim.session().cookie())),
                entry("cookie_sha256",
                        List.of("a".repeat(43), "b".repeat(43), "c".repeat(43), "d".repeat(43), "e".repeat(43))));
        for (var one : bad) {
            var body = new LinkedHashMap<>(good);
            body.put(one.getKey(), one.getValue());
            var answer = scene.harmless(victim,
                    () -> world.registry().send("PUT", "/sessions/" + id, JSON, Json.write(body)));
            assertThat(answer.status()).as(one.toString()).isEqualTo(400);
            assertThat(answer.json().path("field").asText()).isEqualTo(one.getKey());
        }
        var taken = new LinkedHashMap<>(good);
        taken.put("cookie_sha256", List.of(World.sha256(id), World.sha256(victim.session().cookie())));
        assertThat(scene.harmless(victim, () -> world.registry().put("/sessions/" + id, taken)).status())
                .isEqualTo(409);
        assertThat(world.registry().get("/sessions/" + id).status()).isEqualTo(404);
    }

    @Test
    void aParticipantThatIsNotRightDoesNotJoinAtAll() {
        var late = world.back();
        var path = "/sessions/" + victim.session().id() + "/participants/" + late.id();
        var iss = world.idp().issuer();
        var bad = List.<Map<String, Object>>of(Map.of(), Map.of("iss", iss), Map.of("iss", iss + "/", "sub", "s"),
                Map.of(
                        "iss", "https://evil.example", "sub", "s"),
                Map.of("iss", iss, "sub", ""), Map.of("iss", iss, "sub",
                        List.of("s")),
                Map.of("iss", iss, "sub", "s", "sid", "a\tb"), Map.of("iss", iss, "sub", "s", "sid", "\u20ac"),
                Map.of("iss",
                        iss, "sub", "s", "sid", "x".repeat(256)),
                Map.of("iss", iss, "sub", "s", "sid", ""));
        for (var body : bad) {
            assertThat(scene.harmless(victim, () -> world.registry().put(path, body)).status()).isEqualTo(400);
        }
        // Another living session's sid at the same client.
        var other = scene.victim();
        var theirs = Map.of("iss", iss, "sub", "s", "sid", String.valueOf(other.asking().sid()));
        assertThat(scene
                .harmless(victim, () -> world.registry().put("/sessions/" + victim.session().id() + "/participants/"
                        + other.asking().rp().id(), theirs))
                .status()).isEqualTo(409);
    }

    @Test
    void aWrongReasonEndsNothing() {
        for (var reason : List.of("x", "ADMIN", "%00", "admin%20")) {
            assertThat(scene
                    .harmless(victim, () -> raw("DELETE", "/sessions/" + victim.session().id() + "?reason=" + reason,
                            ""))
                    .status()).isEqualTo(400);
        }
    }

    private static Map.Entry<String, @Nullable Object> entry(String name, @Nullable Object value) {
        return new java.util.AbstractMap.SimpleEntry<>(name, value);
    }

    private Answer raw(String method, String path, String body) {
        return Wire.send(world.cloud().registryUrl(), new Wire.Request(method, path, List.of(
                "Content-Type: application/json"), body.getBytes(java.nio.charset.StandardCharsets.UTF_8))).toAnswer();
    }
}
