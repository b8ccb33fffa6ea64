package dev.exeunt.core.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.Base64URL;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.OidcClient.Subject;
import dev.exeunt.core.oidc.LogoutToken.Stamp;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.web.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogoutTokenTest {

    private static final Stamp STAMP = new Stamp(Instant.ofEpochSecond(1_790_000_000L), "lt-0001-client-a",
            "2026-09-a");
    private static final OidcIdentity BOTH = new OidcIdentity("https://slo.example.com", "u-7f3a", "s-9c1e");

    @Test
    void i1TheVectorIsMetByteByByte() throws Exception {
        var input = LogoutToken.of(client(Profile.STANDARD, "RS256"), BOTH, STAMP).signingInput();
        var text = new String(input, StandardCharsets.US_ASCII);

        assertThat(part(text, 0)).isEqualTo("{\"typ\":\"logout+jwt\",\"alg\":\"RS256\",\"kid\":\"2026-09-a\"}");
        assertThat(part(text, 1))
                .isEqualTo("{\"iss\":\"https://slo.example.com\",\"sub\":\"u-7f3a\",\"aud\":\"client-a\","
                        + "\"iat\":1790000000,\"exp\":1790000120,\"jti\":\"lt-0001-client-a\",\"sid\":\"s-9c1e\","
                        + "\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}}");
        assertThat(text).startsWith("eyJ0eXAiOiJsb2dvdXQrand0IiwiYWxnIjoiUlMyNTYiLCJraWQiOiIyMDI2LTA5LWEifQ.");
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input)))
                .isEqualTo("901f361608e2bb55a63899a147f8fbcda02bbe4d166673154ad99f2be017a1fd");
    }

    @Test
    void b6EveryRequiredClaimIsThere() {
        assertThat(claims(Profile.STANDARD, BOTH)).containsOnlyKeys("iss", "sub", "aud", "iat", "exp", "jti", "sid",
                "events");
    }

    @Test
    void b8EventsHoldsExactlyOneMemberWithAnEmptyObject() {
        assertThat(claims(Profile.STANDARD, BOTH)).containsEntry("events",
                Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    @ParameterizedTest
    @EnumSource(Subject.class)
    void b9NoNonceIsEverInIt(Subject subject) {
        assertThat(claims(new Profile("JWT", subject, null), BOTH)).doesNotContainKey("nonce");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS512", "ES256", "EdDSA"})
    void b11TheAlgorithmIsTheOneOfTheClientsIdTokens(String alg) {
        assertThat(header(client(Profile.STANDARD, alg))).containsEntry("alg", alg).containsEntry("kid", "2026-09-a");
    }

    @Test
    void b12TheTypeIsLogoutJwtUnlessTheProfileSaysJwt() {
        assertThat(header(client(Profile.STANDARD, "RS256"))).containsEntry("typ", "logout+jwt");
        assertThat(header(client(new Profile("JWT", Subject.BOTH, null), "RS256"))).containsEntry("typ", "JWT");
    }

    @Test
    void b13ItLivesTwoMinutesInWholeSeconds() {
        var stamp = new Stamp(Instant.parse("2026-11-22T20:00:00.999Z"), "j", "k");
        var claims = claims(client(Profile.STANDARD, "RS256"), BOTH, stamp);

        assertThat((Long) claims.get("exp") - (Long) claims.get("iat")).isEqualTo(120);
        assertThat(claims).containsEntry("iat", Instant.parse("2026-11-22T20:00:00Z").getEpochSecond());
    }

    @Test
    void b15TheAudienceIsOneStringAndTheClientIdNotOurKey() {
        assertThat(claims(Profile.STANDARD, BOTH)).containsEntry("aud", "client-a");
    }

    @Test
    void b15SubAndSidAreTheClientsOwnCharacterByCharacter() {
        var identity = new OidcIdentity("https://idp.example/a?b", "üser \"1\"\n\ud83d\ude00", " s/=+ ");

        assertThat(claims(Profile.STANDARD, identity)).containsEntry("iss", "https://idp.example/a?b")
                .containsEntry("sub", "üser \"1\"\n\ud83d\ude00").containsEntry("sid", " s/=+ ");
    }

    @Test
    void b6TheProfileDecidesWhichOfSubAndSidAreInIt() {
        assertThat(claims(new Profile("JWT", Subject.SID, null), BOTH)).containsKey("sid").doesNotContainKey("sub");
        assertThat(claims(new Profile("JWT", Subject.SUB, null), BOTH)).containsKey("sub").doesNotContainKey("sid");
        assertThat(claims(Profile.STANDARD, new OidcIdentity("i", "s", null))).containsKey("sub")
                .doesNotContainKey("sid");
    }

    @Test
    void b6ATokenWithNeitherIsNeverMade() {
        var profile = new Profile("logout+jwt", Subject.SID, null);

        assertThat(LogoutToken.subjectOf(Subject.SID, new OidcIdentity("i", "s", null)).isEmpty()).isTrue();
        assertThatThrownBy(() -> LogoutToken.of(client(profile, "RS256"), new OidcIdentity("i", "s", null), STAMP))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSignatureIsTheThirdPart() {
        var token = LogoutToken.of(client(Profile.STANDARD, "RS256"), BOTH, STAMP);

        assertThat(token.signed(new byte[]{-1, -2, -3}))
                .isEqualTo(new String(token.signingInput(), StandardCharsets.US_ASCII) + ".__79");
    }

    @Test
    void b27ALogoutTokenIsNoIdTokenHint() {
        var claims = Hints.claims("iss", Hints.ISSUER, "events", Map.of(LogoutToken.EVENT, Map.of()));

        assertThat(Hints.verify(Hints.signed(Hints.RSA, Hints.header("RS256", "typ", "logout+jwt"), claims)))
                .isInstanceOf(IdTokenHint.Verified.Invalid.class);
        assertThat(Hints.verify(Hints.signed(Hints.RSA, Hints.header("RS256", "typ", "JWT"), claims)))
                .isInstanceOf(IdTokenHint.Verified.Invalid.class);
    }

    private static OidcClient client(Profile profile, String alg) {
        return new OidcClient("key-a", "client-a", "A", List.of(), List.of(), null, null, alg, null, null, profile);
    }

    private static Map<String, Object> claims(Profile profile, OidcIdentity identity) {
        return claims(client(profile, "RS256"), identity, STAMP);
    }

    private static Map<String, Object> claims(OidcClient client, OidcIdentity identity, Stamp stamp) {
        return Json.read(part(input(client, identity, stamp), 1)).orElseThrow();
    }

    private static Map<String, Object> header(OidcClient client) {
        return Json.read(part(input(client, BOTH, STAMP), 0)).orElseThrow();
    }

    private static String input(OidcClient client, OidcIdentity identity, Stamp stamp) {
        return new String(LogoutToken.of(client, identity, stamp).signingInput(), StandardCharsets.US_ASCII);
    }

    private static String part(String token, int n) {
        return new Base64URL(token.split("\\.")[n]).decodeToString();
    }
}
