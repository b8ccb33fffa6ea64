package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.X509CertUtils;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Json;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

/// What others read to work with us, and what pages load.
abstract class DocumentJourneys extends Journeys {

    private static final String CONFIGURATION = "/.well-known/openid-configuration";
    private static final String KEYS = "/oauth2/jwks";
    private static final String SAML = "/saml/metadata";

    DocumentJourneys(Ground ground) {
        super(ground);
    }

    @Test
    void theMetadataIsAFragmentForTheIdentityProvidersOwn() {
        var answer = world.browser().get(CONFIGURATION);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo("application/json");
        assertThat(answer.header("cache-control").orElse("")).contains("max-age=");
        var url = world.cloud().url();
        assertThat(answer.json()).isEqualTo(Json.parse("""
                {"issuer":"%s", "end_session_endpoint":"%s/oauth2/end-session", "jwks_uri":"%s/oauth2/jwks",
                 "backchannel_logout_supported":true, "backchannel_logout_session_supported":true,
                 "frontchannel_logout_supported":true, "frontchannel_logout_session_supported":true}""".formatted(
                world.idp().issuer(), url, url)));
    }

    @Test
    void theKeysArePublicOnly() throws ParseException {
        var answer = world.browser().get(KEYS);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("cache-control").orElse("")).contains("max-age=");
        var keys = JWKSet.parse(answer.body()).getKeys();
        assertThat(keys).isNotEmpty().noneMatch(key -> key.isPrivate());
        assertThat(keys).allSatisfy(key -> {
            assertThat(key.getKeyID()).isNotEmpty();
            assertThat(key.getAlgorithm()).isNotNull();
        });
        assertThat(keys).anyMatch(key -> key.getAlgorithm().getName().equals("RS256"));
    }

    @Test
    void e45OurSamlMetadataHasEveryBindingAndTheCertificateOfTheKeyThatSignsWhichStays() throws Exception {
        var answer = world.browser().get(SAML);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo("application/samlmetadata+xml");
        assertThat(answer.header("cache-control").orElse("")).contains("max-age=");
        var entity = Jsoup.parse(answer.body(), Parser.xmlParser()).child(0);
        var url = world.cloud().url();
        assertThat(entity.attr("entityID")).isEqualTo(url + "/saml");
        assertThat(Instant.parse(entity.attr("validUntil"))).isAfter(world.time().instant().plus(Duration.ofDays(6)));
        assertThat(entity.select("md|SingleLogoutService").stream()
                .map(each -> each.attr("Binding").replaceAll(".*:", "") + " " + each.attr("Location")))
                .containsExactly("HTTP-Redirect " + url + "/saml/slo", "HTTP-POST " + url + "/saml/slo",
                        "SOAP " + url + "/saml/slo/soap");
        var certificates = entity.select("md|KeyDescriptor[use=signing] ds|X509Certificate").eachText();
        var signs = JWKSet.parse(world.browser().get(KEYS).body()).getKeys().stream()
                .filter(key -> key.getAlgorithm().getName().equals("RS256")).findFirst().orElseThrow();
        var certificate = X509CertUtils.parse(Base64.getMimeDecoder().decode(certificates.getFirst()));
        assertThat(certificate.getPublicKey()).isEqualTo(signs.toRSAKey().toPublicKey());
        certificate.verify(certificate.getPublicKey());
        assertThat(Jsoup.parse(world.browser().get(SAML).body(), Parser.xmlParser())
                .select("ds|X509Certificate").eachText()).isEqualTo(certificates);
    }

    @Test
    void whatAPageLoadsIsThereAndMayBeKeptForEver() {
        var session = world.session();
        world.join(session, world.back());
        var browser = world.browser(session);
        var asked = browser.get(LOGOUT);
        var page = walk(browser, say("yes", browser, asked));
        for (var path : List.of(Jsoup.parse(asked.body()).select("link[rel=stylesheet]").attr("href"),
                Jsoup.parse(page.body()).select("link[rel=stylesheet]").attr("href"))) {
            var answer = world.browser().get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.type()).isEqualTo("text/css");
            assertThat(answer.header("cache-control").orElse("")).contains("immutable");
            assertThat(answer.header("x-content-type-options")).contains("nosniff");
        }
    }

    @Test
    void theScriptOfALivePageIsThere() {
        var session = world.session();
        world.join(session, world.front());
        var browser = world.browser(session);
        var page = browser.get(say("yes", browser, browser.get(LOGOUT)).location().toString());
        var script = Jsoup.parse(page.body()).select("script[src]").attr("src");
        var answer = world.browser().get(script);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo("text/javascript");
        assertThat(answer.header("cache-control").orElse("")).contains("immutable");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (var path : List.of("/assets/nothing.css", "/assets/..%2Ftemplate.yaml", "/assets/exeunt.css")) {
            assertThat(world.browser().get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(world.browser().get("/nothing").status()).isEqualTo(404);
        assertProblem(world.browser().getJson("/assets/nothing.css"), 404, "unknown_asset");
    }

    @Test
    void otherMethodsAreRefused() {
        var style = URI.create(Jsoup.parse(world.browser().get(LOGOUT).body()).select("link[rel=stylesheet]")
                .attr("href")).getPath();
        for (var path : List.of(CONFIGURATION, KEYS, SAML, style)) {
            for (var method : List.of("POST", "PUT", "DELETE", "PATCH")) {
                assertWrongMethod(send(method, world.browser(), path), "GET, HEAD");
            }
            var head = send("HEAD", world.browser(), path);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
    }
}
