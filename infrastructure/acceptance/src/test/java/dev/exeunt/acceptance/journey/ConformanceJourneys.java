package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Browser;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Idp;
import dev.exeunt.acceptance.world.Participation;
import dev.exeunt.acceptance.world.Question;
import dev.exeunt.acceptance.world.Rp;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.acceptance.world.World.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The modules of the OpenID Foundation's conformance suite for logout (protocols H-1 to H-3), acted out; each test has
/// its module's name. The suite logs in first, and wants a logout at one client to end the session: so does its client
/// here. `prompt=none` is the identity provider's to refuse, which it does because we say that the session is gone.
abstract class ConformanceJourneys extends Journeys {

    /// Punctuation from the whole range that `state` may have.
    private static final String STATE = "!\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~ end";

    private final Rp rp = world.stranger();
    private final Session session = world.session();
    private final Browser browser = world.browser(session);
    private final Participation login;
    private final RSAKey clientsKey = Idp.rsa("client");

    ConformanceJourneys(Ground ground) {
        super(ground);
        var metadata = rp.metadata(true, true);
        metadata.putAll(ENDS_SESSION);
        metadata.put("backchannel_logout_session_required", true);
        metadata.put("frontchannel_logout_session_required", true);
        world.register(rp, metadata);
        login = world.join(session, rp);
    }

    // H-1: oidcc-rp-initiated-logout-certification-test-plan

    @Test
    void oidccRpInitiatedLogoutDiscoveryEndpointVerification() {
        var metadata = discovery();
        assertThat(metadata.path("end_session_endpoint").asText()).isEqualTo(
                World.PUBLIC_URL + "/oauth2/end-session");
    }

    @Test
    void oidccRpInitiatedLogout() {
        var away = walk(browser, ask("id_token_hint", hint(), "post_logout_redirect_uri", rp.out(), "state", STATE));
        assertLeft(away, Map.of("state", List.of(STATE)));
        assertSignedOut();
    }

    @Test
    void oidccRpInitiatedLogoutNoState() {
        var away = walk(browser, ask("id_token_hint", hint(), "post_logout_redirect_uri", rp.out()));
        assertLeft(away, Map.of());
        assertSignedOut();
    }

    @Test
    void oidccRpInitiatedLogoutBadPostLogoutRedirectUri() {
        assertRefused(ask("id_token_hint", hint(), "post_logout_redirect_uri", rp.url()
                + "/bad_post_logout_redirect_uri", "state", STATE));
    }

    @Test
    void oidccRpInitiatedLogoutQueryAddedToPostLogoutRedirectUri() {
        assertRefused(ask("id_token_hint", hint(), "post_logout_redirect_uri", rp.out() + "?foo=bar", "state", STATE));
    }

    @Test
    void oidccRpInitiatedLogoutModifiedIdTokenHint() {
        assertRefused(ask("id_token_hint", new PlainJWT(world.idp().claims(login).build()).serialize(),
                "post_logout_redirect_uri", rp.out(), "state", STATE));
    }

    @Test
    void oidccRpInitiatedLogoutBadIdTokenHint() {
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder().issuer(rp.id()).audience(world.idp().issuer()).subject(login.sub())
                .claim("nonce", "n").issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(300))).build();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(clientsKey.getKeyID()).build();
        assertRefused(ask("id_token_hint", Idp.sign(header, claims, Idp.rsaSigner(clientsKey)),
                "post_logout_redirect_uri", rp.out(), "state", STATE));
    }

    @Test
    void oidccRpInitiatedLogoutNoIdTokenHint() {
        assertAskedAndThenOurPage(ask("post_logout_redirect_uri", rp.out(), "state", STATE));
    }

    @Test
    void oidccRpInitiatedLogoutNoParams() {
        assertAskedAndThenOurPage(browser.get(END_SESSION));
    }

    @Test
    void oidccRpInitiatedLogoutNoPostLogoutRedirectUri() {
        assertPage(walk(browser, ask("id_token_hint", hint(), "state", STATE)), 200);
        assertSignedOut();
    }

    @Test
    void oidccRpInitiatedLogoutOnlyState() {
        assertAskedAndThenOurPage(ask("state", STATE));
    }

    // H-2: oidcc-backchannel-rp-initiated-logout-certification-test-plan

    @Test
    void oidccBackchannelLogoutDiscoveryEndpointVerification() {
        var metadata = discovery();
        assertThat(metadata.path("backchannel_logout_supported").asBoolean()).isTrue();
        assertThat(metadata.path("backchannel_logout_session_supported").asBoolean()).isTrue();
        assertThat(metadata.hasNonNull("end_session_endpoint")).isTrue();
    }

    @Test
    void oidccBackchannelRpInitiatedLogout() {
        var away = walk(browser, ask("id_token_hint", hint(), "post_logout_redirect_uri", rp.out(), "state", STATE));
        var notice = rp.notices(1).getFirst();
        assertThat(notice.form()).containsOnlyKeys("logout_token");
        var claims = Tokens.validated(world, rp, notice.logoutToken());
        assertThat(claims.getIssuer().getValue()).isEqualTo(world.idp().issuer());
        assertThat(claims.getAudience()).extracting(audience -> audience.getValue()).containsExactly(rp.id());
        assertThat(claims.getSubject().getValue()).isEqualTo(login.sub());
        assertThat(claims.getSessionID().getValue()).isEqualTo(login.sid());
        assertThat(claims.getJWTID()).isNotNull();
        assertThat(claims.getIssueTime()).isBetween(Date.from(Instant.now().minusSeconds(300)),
                Date.from(Instant.now().plusSeconds(300)));
        assertThat(claims.getClaim("nonce")).isNull();
        assertThat(Tokens.claims(notice.logoutToken()).path("events").toString()).isEqualTo(
                "{\"http://schemas.openid.net/event/backchannel-logout\":{}}");
        assertLeft(away, Map.of("state", List.of(STATE)));
        assertSignedOut();
    }

    // H-3: oidcc-frontchannel-rp-initiated-logout-certification-test-plan

    @Test
    void oidccFrontchannelLogoutDiscoveryEndpointVerification() {
        var metadata = discovery();
        assertThat(metadata.path("frontchannel_logout_supported").asBoolean()).isTrue();
        assertThat(metadata.path("frontchannel_logout_session_supported").asBoolean()).isTrue();
        assertThat(metadata.hasNonNull("end_session_endpoint")).isTrue();
    }

    @Test
    void oidccFrontchannelRpInitiatedLogout() {
        var page = browser.get(ask("id_token_hint", hint(), "post_logout_redirect_uri", rp.out(), "state", STATE)
                .location().toString());
        page.visit().frames().forEach(browser::get);
        assertThat(rp.received().stream().filter(request -> request.target().getPath().equals(Rp.FRONT)))
                .singleElement().satisfies(request -> {
                    assertThat(request.method()).isEqualTo("GET");
                    assertThat(request.query()).isEqualTo(Map.of("iss", List.of(world.idp().issuer()), "sid",
                            List.of(String.valueOf(login.sid()))));
                });
        assertLeft(walk(browser, page), Map.of("state", List.of(STATE)));
        assertSignedOut();
    }

    private JsonNode discovery() {
        var named = shared(Kind.NAMED);
        var answer = named.browser().get("/.well-known/openid-configuration");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo("application/json");
        var metadata = answer.json();
        var endpoints = new ArrayList<String>();
        metadata.properties().forEach(member -> {
            if (member.getKey().endsWith("_endpoint") || member.getKey().equals("jwks_uri")) {
                endpoints.add(member.getValue().asText());
            }
        });
        assertThat(endpoints).isNotEmpty().allMatch(endpoint -> endpoint.startsWith("https://"));
        assertThat(metadata.path("issuer").asText()).isEqualTo(named.idp().issuer());
        return metadata;
    }

    private String hint() {
        return world.idp().idToken(login);
    }

    private Answer ask(String... parameters) {
        return browser.get(END_SESSION + "?" + Form.encode(Form.of(parameters)));
    }

    private void assertLeft(Answer away, Map<String, List<String>> parameters) {
        assertThat(away.status()).isEqualTo(303);
        var location = away.location();
        assertThat(location.toString().split("\\?", 2)[0]).isEqualTo(rp.out());
        assertThat(location.getRawQuery() == null ? Map.of() : Form.decode(location.getRawQuery()))
                .isEqualTo(parameters);
    }

    private void assertRefused(Answer answer) {
        assertPage(answer, 400);
        assertThat(answer.header("location")).isEmpty();
        assertLives(world, session);
    }

    private void assertAskedAndThenOurPage(Answer answer) {
        assertThat(Question.isOne(answer)).isTrue();
        assertLives(world, session);
        assertPage(walk(browser, say("yes", browser, answer)), 200);
        assertSignedOut();
    }

    /// What an identity provider asks before it answers `prompt=none`.
    private void assertSignedOut() {
        assertEnded(world, session);
        assertProblem(world.registry().put(World.path(login), world.identity(login)), 409, "session_ended");
    }
}
