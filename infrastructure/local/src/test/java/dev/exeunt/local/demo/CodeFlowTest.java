package dev.exeunt.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The code flow between the demo's identity provider and its applications, and what the registry is told.
class CodeFlowTest {

    private static final String VERIFIER = "a-verifier-of-more-than-forty-three-characters-1234567890";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Browser browser = new Browser();
    private FakeExeunt exeunt;

    @BeforeEach
    void start() throws Exception {
        exeunt = new FakeExeunt(now::get, Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() {
        exeunt.close();
    }

    @Test
    void settingUpRegistersEveryApplicationAndMayBeRepeated() {
        exeunt.demo.setUp();
        exeunt.demo.setUp();
        assertThat(exeunt.clients).containsOnlyKeys("wiki", "mail", "chat", "calendar", "flaky", "stuck", "rota",
                "tickets", "props", "payroll");
        var chat = exeunt.clients.get("chat").members();
        assertThat(chat)
                .containsEntry("backchannel_logout_uri", exeunt.addresses.origin("chat") + "/backchannel-logout")
                .containsEntry("frontchannel_logout_uri", exeunt.addresses.origin("chat") + "/frontchannel-logout")
                .containsEntry("frontchannel_logout_session_required", true).doesNotContainKey("invalidation_flow");
        assertThat(exeunt.clients.get("wiki").members()).containsEntry("invalidation_flow",
                "default-invalidation-flow");
    }

    @Test
    void signingInTellsTheRegistryTheHashOfTheCookieAndNeverTheCookie() throws Exception {
        exeunt.signIn(browser, Person.ALL.getFirst(), Application.WIKI);
        var cookie = browser.cookie("localhost", "session").orElseThrow();
        var session = exeunt.sessions.entrySet().iterator().next();
        assertThat(session.getValue().text("user")).contains("ada");
        assertThat(session.getValue().members().get("cookie_sha256")).isEqualTo(List.of(Secrets.sha256(cookie)));
        assertThat(session.getValue().text("expires_at").map(Instant::parse).orElseThrow()).isAfter(now.get());
        assertThat(session.getKey()).matches("s-[A-Za-z0-9_-]{22}").doesNotContain(cookie);
        assertThat(cookie).hasSize(43);
    }

    @Test
    void anApplicationShowsWhoIsSignedInAndTheRegistryKnowsItsSubjectAndSid() throws Exception {
        var shown = exeunt.signIn(browser, Person.ALL.getFirst(), Application.WIKI);
        assertThat(shown.uri()).isEqualTo(Application.WIKI.at(exeunt.addresses, "/"));
        assertThat(shown.body()).contains("Signed in as Ada Lovelace");
        exeunt.signIn(browser, Person.ALL.getFirst(), Application.MAIL);
        exeunt.signIn(browser, Person.ALL.getFirst(), Application.CHAT);
        assertThat(exeunt.participant(Application.WIKI).text("iss")).contains(exeunt.addresses.publicUrl().toString());
        assertThat(exeunt.participant(Application.WIKI).text("sub")).contains("u-ada");
        assertThat(exeunt.participant(Application.MAIL).text("sub"))
                .isNotEqualTo(exeunt.participant(Application.CHAT).text("sub"))
                .isNotEqualTo(Optional.of("u-ada"));
        assertThat(exeunt.participant(Application.MAIL).text("sid"))
                .isNotEqualTo(exeunt.participant(Application.CHAT).text("sid"));
    }

    @Test
    void theRoundSignsInToOneApplicationAfterAnother() throws Exception {
        signInAtHome();
        var numbers = new ArrayList<String>();
        for (int i = 0; i < Application.values().length; i++) {
            var page = browser.open(exeunt.addresses.publicUrl().resolve("/idp/tour?n=" + i));
            assertThat(page.body()).contains("/login?then=" + (i + 1));
            var next = browser.settle(
                    browser.open(Application.values()[i].at(exeunt.addresses, "/login?then=" + (i + 1))));
            numbers.add(next.uri().toString().replaceFirst(".*localhost:[0-9]+", ""));
        }
        assertThat(numbers).containsExactly("/idp/tour?n=1", "/idp/tour?n=2", "/idp/tour?n=3", "/idp/tour?n=4",
                "/idp/tour?n=5", "/idp/tour?n=6", "/idp/tour?n=7", "/idp/tour?n=8", "/idp/tour?n=9", "/");
        var home = browser.open(exeunt.addresses.publicUrl().resolve("/idp/live")).body();
        assertThat(home.split("class=\"card in ", -1)).hasSize(11);
    }

    @Test
    void theIdTokenCarriesWhatTheApplicationAskedForAndIsSignedByAPublishedKey() throws Exception {
        var token = SignedJWT.parse(redeem(code(), VERIFIER).text("id_token").orElseThrow());
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(exeunt.addresses.publicUrl().toString());
        assertThat(claims.getAudience()).containsExactly("wiki");
        assertThat(claims.getStringClaim("nonce")).isEqualTo("n-1");
        assertThat(claims.getStringClaim("sid"))
                .isEqualTo(exeunt.participant(Application.WIKI).text("sid").orElseThrow());
        assertThat(Duration.between(claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(10));
        var published = JWKSet.parse(get("/idp/jwks").body());
        assertThat(published.getKeys()).hasSize(2).noneMatch(com.nimbusds.jose.jwk.JWK::isPrivate);
        assertThat(published.getKeyByKeyId(token.getHeader().getKeyID())).isNotNull();
        assertThat(published.getKeyByKeyId("exeunt-1")).isNotNull();
    }

    @Test
    void aCodeIsGoodOnce() throws Exception {
        var code = code();
        assertThat(redeem(code, VERIFIER).text("id_token")).isPresent();
        assertThat(redeem(code, VERIFIER).text("error")).contains("invalid_grant");
    }

    @Test
    void aCodeIsRefusedWithAnotherVerifierClientOrRedirectUriAndAfterAMinute() throws Exception {
        assertThat(redeem(code(), VERIFIER + "x").text("error")).contains("invalid_grant");
        assertThat(redeem(code(), VERIFIER, Map.of("client_id", "mail")).text("error")).contains("invalid_grant");
        assertThat(redeem(code(), VERIFIER, Map.of("redirect_uri", "http://elsewhere/")).text("error"))
                .contains("invalid_grant");
        var late = code();
        now.set(now.get().plusSeconds(61));
        assertThat(redeem(late, VERIFIER).text("error")).contains("invalid_grant");
    }

    @Test
    void aCodeRedeemedAfterTheLogoutGetsNoToken() throws Exception {
        var code = code();
        exeunt.ended = true;
        assertThat(redeem(code, VERIFIER).text("error")).contains("invalid_grant");
    }

    @Test
    void anUnknownApplicationOrRedirectUriIsAPageAndNeverARedirect() throws Exception {
        signInAtHome();
        assertThat(browser.open(authorize(Map.of("client_id", "nobody"))).status()).isEqualTo(400);
        var elsewhere = browser.open(authorize(Map.of("redirect_uri", "http://elsewhere/callback")));
        assertThat(elsewhere.status()).isEqualTo(400);
        assertThat(elsewhere.uri().getHost()).isEqualTo("localhost");
    }

    @Test
    void aSilentSignInIsRefusedWithLoginRequiredWhenNobodyIsSignedIn() throws Exception {
        assertThat(browser.open(Application.WIKI.at(exeunt.addresses, "/login?prompt=none")).body())
                .contains("login_required");
    }

    @Test
    void aSessionThatTheRegistryHasEndedSignsNobodyIn() throws Exception {
        signInAtHome();
        exeunt.ended = true;
        assertThat(browser.open(Application.WIKI.at(exeunt.addresses, "/login?prompt=none")).body())
                .contains("login_required");
        assertThat(browser.open(Application.WIKI.at(exeunt.addresses, "/login")).body())
                .contains("Who wants to sign in?");
    }

    @Test
    void aCallbackThatDidNotStartInThisBrowserIsRefused() throws Exception {
        var answer = browser.open(Application.WIKI.at(exeunt.addresses, "/callback?code=x&state=forged"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("did not start in this browser");
    }

    @Test
    void logOutOfAnApplicationComesBackWithTheStateThatWasSent() throws Exception {
        var page = exeunt.signIn(browser, Person.ALL.getFirst(), Application.WIKI);
        var back = browser.submit(page, new Markup(page.body()).posts().getFirst().action(), Map.of());
        assertThat(back.uri()).isEqualTo(Application.WIKI.at(exeunt.addresses, "/"));
        assertThat(back.body()).contains("Signed out", "was pressed", "state as it was sent");
    }

    @Test
    void aReturnWithAnotherStateIsSaidToBeAstray() throws Exception {
        exeunt.signIn(browser, Person.ALL.getFirst(), Application.WIKI);
        var trace = "wiki_last=" + browser.cookie("wiki.localhost", "wiki_last").orElseThrow();
        getWith(trace + "; wiki_return=sent", Application.WIKI.at(exeunt.addresses, "/signed-out?state=other"));
        assertThat(getWith(trace, Application.WIKI.at(exeunt.addresses, "/")).body()).contains("with another state");
    }

    private void signInAtHome() throws Exception {
        browser.submit(browser.open(exeunt.addresses.publicUrl().resolve("/")), "/idp/login", Map.of("person", "ada"));
    }

    private URI authorize(Map<String, String> other) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", "wiki");
        parameters.put("redirect_uri", Application.WIKI.redirectUri(exeunt.addresses).toString());
        parameters.put("nonce", "n-1");
        parameters.put("code_challenge", Secrets.sha256(VERIFIER));
        parameters.put("code_challenge_method", "S256");
        parameters.putAll(other);
        return exeunt.addresses.publicUrl().resolve("/idp/authorize?" + Form.encode(parameters));
    }

    /// A code that no application has redeemed yet.
    private String code() throws Exception {
        if (browser.cookie("localhost", "session").isEmpty()) {
            signInAtHome();
        }
        var answer = getWith("session=" + browser.cookie("localhost", "session").orElseThrow(), authorize(Map.of()));
        var location = URI.create(answer.headers().firstValue("Location").orElseThrow());
        return Form.parse(location.getRawQuery()).one("code").orElseThrow();
    }

    private static HttpResponse<String> getWith(String cookies, URI uri) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(uri).header("Cookie", cookies).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private Json redeem(String code, String verifier) throws Exception {
        return redeem(code, verifier, Map.of());
    }

    private Json redeem(String code, String verifier, Map<String, String> other) throws Exception {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("grant_type", "authorization_code");
        parameters.put("code", code);
        parameters.put("client_id", "wiki");
        parameters.put("redirect_uri", Application.WIKI.redirectUri(exeunt.addresses).toString());
        parameters.put("code_verifier", verifier);
        parameters.putAll(other);
        return Json.parse(new Wire().postForm(exeunt.addresses.publicUrl().resolve("/idp/token"), parameters).body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return new Wire().get(exeunt.addresses.publicUrl().resolve(path));
    }
}
