package dev.exeunt.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Idp;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.Site;
import dev.exeunt.acceptance.world.World;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Forged, borrowed and broken hints (protocols A6, A9, A10, A17, B27): with and without the victim's cookie, by GET, POST
/// and as a program.
class HintAttackTest {

    private static final RSAKey OTHER_KEY = Idp.rsa("idp-1");

    private final Scene scene = Scene.shared();
    private final World world = scene.world();
    private final Victim victim = scene.unharmed();

    @Test
    void a6NoForgedHintEndsAnythingOrLeadsAnywhere() {
        var before = world.rows();
        forged().forEach((name, hint) -> ways(hint).forEach((way, attack) -> {
            var answer = scene.clear(name + ", " + way, attack.get());
            assertThat(answer.status()).as(name + ", " + way).isEqualTo(400);
            assertThat(answer.body()).as(name).doesNotContain(victim.out()).doesNotContain(hint + ".");
        }));
        assertThat(world.endedBy(victim.session())).isNull();
        scene.assertUnchanged(before);
        forged().values().stream().filter(hint -> hint.length() > 20).forEach(
                hint -> assertThat(scene.lines()).noneMatch(line -> line.contains(hint)));
    }

    @Test
    void b27NoKeyIsFetchedFromWhereAHintSays() {
        try (var evil = Site.open(_ -> Reply.status(200))) {
            var header = header().jwkURL(URI.create(evil.url() + "/jwks")).x509CertURL(URI.create(evil.url() + "/x5u"))
                    .build();
            var hint = Idp.sign(header, claims().build(), Idp.rsaSigner(OTHER_KEY));
            ways(hint).forEach((_, attack) -> scene.harmless(victim, attack));
            assertThat(evil.received()).isEmpty();
        }
    }

    @Test
    void a9AHintOfOneApplicationDoesNotSpeakForAnother() {
        var parameters = Form.of("id_token_hint", victim.hint(world), "client_id", victim.back().rp().id(),
                "post_logout_redirect_uri", victim.back().rp().out());
        ways(parameters).forEach((_, attack) -> assertThat(scene.harmless(victim, attack).status()).isEqualTo(400));
    }

    @Test
    void a9AHintForAnUnknownClientIsRefused() {
        var hint = world.idp().sign(claims().audience("nobody").build());
        ways(hint).forEach((_, attack) -> assertThat(scene.harmless(victim, attack).status()).isEqualTo(400));
    }

    @Test
    void a12AGoodHintOfSomebodyElseOnlyAsksAboutTheCookiesSession() {
        var attacker = scene.victim();
        var hint = attacker.hint(world);
        var before = world.rows();
        var answer = world.browser(victim.session()).get("/oauth2/end-session?" + Form.encode(Map.of("id_token_hint",
                hint)));
        assertThat(answer.question().text()).doesNotContain(victim.back().rp().name());
        scene.assertUnchanged(before);
        assertThat(scene.harmless(victim, () -> world.browser(victim.session()).getJson("/oauth2/end-session?"
                + Form.encode(Map.of("id_token_hint", hint)))).status()).isEqualTo(409);
    }

    @Test
    void aHintAloneAsksAndNamesNobodyElse() {
        var before = world.rows();
        var query = "/oauth2/end-session?" + Form.encode(Map.of("id_token_hint", victim.hint(world)));
        var page = world.browser().get(query);
        var plan = world.browser().getJson(query + "&dry_run=true");

        for (var body : List.of(page.body(), plan.body())) {
            assertThat(body).doesNotContain(victim.back().rp().id()).doesNotContain(victim.front().rp().id())
                    .doesNotContain(String.valueOf(victim.front().sid())).doesNotContain(victim.session().id());
        }
        assertThat(plan.json().path("others").path("deliveries").asInt()).isEqualTo(1);
        assertThat(plan.json().path("others").path("frames").asInt()).isEqualTo(1);
        scene.assertUnchanged(before);
    }

    private Map<String, Supplier<Answer>> ways(String hint) {
        return ways(Form.of("id_token_hint", hint, "post_logout_redirect_uri", victim.out(), "state", "s"));
    }

    private Map<String, Supplier<Answer>> ways(Map<String, String> parameters) {
        var path = "/oauth2/end-session";
        var query = path + "?" + Form.encode(parameters);
        var ways = new LinkedHashMap<String, Supplier<Answer>>();
        if (query.length() < 9000) {
            ways.put("GET with the cookie", () -> world.browser(victim.session()).get(query));
            ways.put("GET without", () -> world.browser().get(query));
            ways.put("JSON", () -> world.browser(victim.session()).getJson(query));
            ways.put("dry run", () -> world.browser(victim.session()).getJson(query + "&dry_run=true"));
        }
        ways.put("POST with the cookie", () -> world.browser(victim.session()).post(path, parameters));
        ways.put("POST from elsewhere", () -> world.browser(victim.session()).postFromElsewhere(path, parameters));
        var confirmed = new LinkedHashMap<>(parameters);
        confirmed.put("confirm", "yes");
        ways.put("JSON, confirmed", () -> world.browser(victim.session()).postJson(path, confirmed));
        return ways;
    }

    private Map<String, String> forged() {
        var good = victim.hint(world);
        var parts = List.of(good.split("\\."));
        var forged = new LinkedHashMap<String, String>();
        forged.put("alg none", encode("{\"alg\":\"none\"}") + "." + parts.get(1) + ".");
        forged.put("alg nOnE", encode("{\"alg\":\"nOnE\"}") + "." + parts.get(1) + ".");
        forged.put("alg none with a signature", encode("{\"alg\":\"none\"}") + "." + parts.get(1) + "." + parts.get(2));
        forged.put("no signature", parts.get(0) + "." + parts.get(1) + ".");
        forged.put("the signature of another",
                parts.get(0) + "." + encode(claims().claim("sid", "x").build().toString())
                        + "." + parts.get(2));
        forged.put("another key under the same kid",
                Idp.sign(header().build(), claims().build(), Idp.rsaSigner(OTHER_KEY)));
        forged.put("another key in the header",
                Idp.sign(header().jwk(OTHER_KEY.toPublicJWK()).build(), claims().build(),
                        Idp.rsaSigner(OTHER_KEY)));
        forged.put("another issuer", world.idp().sign(claims().issuer("https://evil.example").build()));
        forged.put("no issuer", world.idp().sign(claims().issuer(null).build()));
        forged.put("swapped iss and aud", Idp.sign(header().build(),
                claims().issuer(victim.asking().rp().id()).audience(world.idp().issuer()).build(),
                Idp.rsaSigner(OTHER_KEY)));
        forged.put("no audience", world.idp().sign(claims().audience((String) null).build()));
        forged.put("several audiences without azp",
                world.idp().sign(claims().audience(List.of(victim.asking().rp().id(),
                        victim.back().rp().id())).build()));
        forged.put("azp outside of aud", world.idp().sign(claims().audience(List.of("a", "b"))
                .claim("azp", victim.asking().rp().id()).build()));
        forged.put("no subject", world.idp().sign(claims().subject(null).build()));
        forged.put("a logout token", world.idp().sign(claims().claim("events", Map.of()).build()));
        for (var type : List.of("logout+jwt", "at+jwt", "secevent+jwt")) {
            forged.put(type, Idp.sign(header().type(new JOSEObjectType(type)).build(), claims().build(),
                    Idp.rsaSigner(world.idp().key())));
        }
        forged.putAll(hmacs());
        forged.putAll(broken(parts));
        return forged;
    }

    /// The public key as a secret: the classic confusion.
    private Map<String, String> hmacs() {
        var key = world.idp().key();
        var secrets = new LinkedHashMap<String, byte[]>();
        try {
            var der = key.toRSAPublicKey().getEncoded();
            secrets.put("DER", der);
            secrets.put("PEM", ("-----BEGIN PUBLIC KEY-----\n" + java.util.Base64.getMimeEncoder(64, new byte[]{'\n'})
                    .encodeToString(der) + "\n-----END PUBLIC KEY-----\n").getBytes(StandardCharsets.US_ASCII));
            secrets.put("JWK", key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8));
            secrets.put("modulus", key.getModulus().decode());
            var forged = new LinkedHashMap<String, String>();
            for (var secret : secrets.entrySet()) {
                forged.put("HMAC with the public key's " + secret.getKey(), Idp.sign(new JWSHeader.Builder(
                        JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims().build(),
                        new MACSigner(secret.getValue())));
            }
            return forged;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> broken(List<String> parts) {
        var headers = new ArrayList<>(List.of("{", "null", "[]", "\"x\"", "{}", "{\"alg\":null}", "{\"alg\":1}",
                "{\"alg\":\"RS256\",\"alg\":\"none\"}", "{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"b64\":false}",
                "{\"alg\":\"RS256\",\"b64\":false}", "{\"alg\":\"RS256\",\"kid\":7}",
                "{\"alg\":\"RS256\",\"kid\":\"../../x\"}",
                "{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}}",
                "{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}}", "{\"alg\":\"RS256\",\"x5c\":[\"!\"]}",
                "{\"alg\":\"RS256\",\"jku\":\"not a uri\"}", "{\"alg\":\"RS256\",\"x5t\":5}", "{\"alg\":\"ES256\"}",
                "{\"alg\":\"EdDSA\"}", "{\"alg\":\"PS512\"}", "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
                "{\"alg\":\"RS256\",\"typ\":{}}", "{\"alg\":\"RS256\",\"crit\":[]}"));
        headers.add("{\"alg\":\"RS256\",\"x\":" + "[".repeat(2500) + "]".repeat(2500) + "}");
        var broken = new LinkedHashMap<String, String>();
        headers.forEach(header -> broken.put("header " + header.substring(0, Math.min(60, header.length())),
                encode(header) + "." + parts.get(1) + "." + parts.get(2)));
        broken.put("no base64", "%&!.%&!.%&!");
        broken.put("one part", "x");
        broken.put("two parts", parts.get(0) + "." + parts.get(1));
        broken.put("four parts", String.join(".", parts) + ".x");
        broken.put("five parts", String.join(".", parts) + ".x.y");
        broken.put("six parts", String.join(".", parts) + ".x.y.z");
        broken.put("dots", "..");
        broken.put("a signature of zeros", parts.get(0) + "." + parts.get(1) + "." + Base64URL.encode(new byte[256]));
        broken.put("too long", String.join(".", parts) + "A".repeat(8192));
        broken.put("a payload that is no JSON", parts.get(0) + "." + encode("x") + "." + parts.get(2));
        return broken;
    }

    private JWTClaimsSet.Builder claims() {
        return world.idp().claims(victim.asking());
    }

    private JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID(world.idp().key().getKeyID());
    }

    private static String encode(String text) {
        return Base64URL.encode(text).toString();
    }
}
