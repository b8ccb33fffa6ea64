package dev.exeunt.core.oidc;

import static dev.exeunt.core.oidc.Hints.ISSUER;
import static dev.exeunt.core.oidc.Hints.RSA;
import static dev.exeunt.core.oidc.Hints.claims;
import static dev.exeunt.core.oidc.Hints.header;
import static dev.exeunt.core.oidc.Hints.hint;
import static dev.exeunt.core.oidc.Hints.signed;
import static dev.exeunt.core.oidc.Hints.valid;
import static dev.exeunt.core.oidc.Hints.verify;
import static dev.exeunt.core.oidc.Hints.without;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.exeunt.core.oidc.IdTokenHint.Verified;
import dev.exeunt.core.web.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdTokenHintTest {

    @Test
    void a6AnIdTokenOfTheIssuerIsValid() {
        var hint = valid(hint(claims()));

        assertThat(hint.clientId()).isEqualTo("wiki");
        assertThat(hint.sub()).isEqualTo("u-1");
        assertThat(hint.sid()).isEqualTo("s-1");
    }

    @Test
    void a7AnExpiredHintIsAsGoodAsAnyOther() {
        valid(hint(claims("exp", 1L, "iat", 0L, "nbf", 99_999_999_999L)));
        valid(hint(without(claims(), "exp", "iat")));
    }

    @Test
    void aHintNeedsNoSidAndAnEmptyOneIsNone() {
        assertThat(valid(hint(without(claims(), "sid"))).sid()).isNull();
        assertThat(valid(hint(claims("sid", ""))).sid()).isNull();
    }

    static List<String> accepted() {
        return Hints.accepted();
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void a6EveryRsaAlgorithmIsVerified(String alg) {
        valid(signed(RSA, header(alg, "kid", "rsa-1"), claims()));
        assertInvalid(signed(Hints.OTHER_RSA, header(alg, "kid", "rsa-1"), claims()), "not signed by a key");
    }

    @Test
    void a6EveryEcAlgorithmIsVerifiedOnItsOwnCurve() {
        var curves = Map.of("ES256", Curve.P_256, "ES384", Curve.P_384, "ES512", Curve.P_521);
        curves.forEach((alg, curve) -> {
            var key = Hints.ec(curve);
            assertThat(verify(Hints.ecSigned(key, alg), key)).as(alg).isInstanceOf(Verified.Valid.class);
            assertThat(verify(Hints.ecSigned(key, alg), Hints.ec(curve))).as(alg)
                    .isInstanceOf(Verified.Invalid.class);
            curves.values().forEach(other -> assertThat(verify(Hints.ecSigned(key, alg), Hints.ec(other)))
                    .isInstanceOf(Verified.Invalid.class));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "Ed25519"})
    void a6EdDsaIsVerified(String alg) {
        var good = Hints.edSigned(alg);
        var dot = good.lastIndexOf('.');
        var first = good.charAt(dot + 1) == 'A' ? 'B' : 'A';

        assertThat(verify(good, Hints.ED_KEY)).isInstanceOf(Verified.Valid.class);
        assertThat(verify(good.substring(0, dot + 1) + first + good.substring(dot + 2), Hints.ED_KEY))
                .isInstanceOf(Verified.Invalid.class);
        assertThat(verify(good.substring(0, dot + 1), Hints.ED_KEY)).isInstanceOf(Verified.Invalid.class);
        assertThat(verify(good, RSA, Hints.ec(Curve.P_256))).isInstanceOf(Verified.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
    void a6NoneIsRefusedHoweverItIsSpelled(String alg) {
        var input = Hints.input(header(alg, "kid", "rsa-1"), Json.write(claims()));

        assertThat(verify(input + ".")).isInstanceOf(Verified.Invalid.class);
        assertThat(verify(input)).isInstanceOf(Verified.Invalid.class);
        assertThat(verify(input + "." + hint(claims()).split("\\.")[2])).isInstanceOf(Verified.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void a6AnHmacWithThePublicKeyAsSecretIsRefused(String alg) throws Exception {
        for (byte[] secret : List.of(RSA.toRSAPublicKey().getEncoded(), pem(), RSA.toPublicJWK().toJSONString()
                .getBytes(StandardCharsets.UTF_8), RSA.getModulus().decode())) {
            var input = Hints.input(header(alg, "kid", "rsa-1"), Json.write(claims()));
            var token = input + "." + Base64URL.encode(hmac(alg, secret, input));

            assertInvalid(token, "algorithm that is not accepted");
            assertThat(verify(token, RSA, new OctetSequenceKey.Builder(secret).keyID("rsa-1").build()))
                    .isInstanceOf(Verified.Invalid.class);
        }
    }

    private static byte[] pem() throws Exception {
        return ("-----BEGIN PUBLIC KEY-----\n" + java.util.Base64.getMimeEncoder(64, new byte[]{'\n'})
                .encodeToString(RSA.toRSAPublicKey().getEncoded()) + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hmac(String alg, byte[] secret, String input) throws GeneralSecurityException {
        var name = "HmacSHA" + alg.substring(2);
        var mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(secret, name));
        return mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void b27AKeyThatNamesItsAlgorithmVerifiesNoOther() {
        var key = new RSAKey.Builder(RSA).algorithm(com.nimbusds.jose.JWSAlgorithm.PS256).build();

        assertThat(verify(signed(RSA, header("PS256"), claims()), key)).isInstanceOf(Verified.Valid.class);
        assertThat(verify(signed(RSA, header("RS256"), claims()), key)).isInstanceOf(Verified.Invalid.class);
    }

    @Test
    void withoutAKidEveryKeyIsTried() {
        assertThat(verify(signed(RSA, header("RS256"), claims()), Hints.rsa("a"), Hints.ec(Curve.P_256), Hints.ED_KEY,
                RSA)).isInstanceOf(Verified.Valid.class);
    }

    @Test
    void anUnknownKidIsNotSignedByTheIssuer() {
        assertInvalid(signed(RSA, header("RS256", "kid", "rsa-2"), claims()), "not signed by a key");
    }

    @Test
    void keysThatCannotBeHadProveNothingEitherWay() {
        assertThat(IdTokenHint.verify(hint(claims()), ISSUER, _ -> Optional.empty()))
                .isInstanceOf(Verified.Unknown.class);
    }

    @Test
    void b27WhatTheTokenNamesItselfIsIgnored() {
        var own = Hints.OTHER_RSA;
        var header = header("RS256", "kid", "rsa-1", "jku", "https://evil.example/jwks", "x5u",
                "https://evil.example/cert", "jwk", own.toPublicJWK().toJSONObject());

        assertInvalid(signed(own, header, claims()), "not signed by a key");
        valid(signed(RSA, header, claims()));
    }

    @Test
    void criticalParametersThatNobodyUnderstandsAreRefused() {
        assertThat(verify(signed(RSA, header("RS256", "crit", List.of("exp"), "exp", 1), claims())))
                .isInstanceOf(Verified.Invalid.class);
        assertThat(verify(signed(RSA, header("RS256", "crit", List.of("b64"), "b64", false), claims())))
                .isInstanceOf(Verified.Invalid.class);
        assertThat(verify(signed(RSA, header("RS256", "crit", List.of()), claims())))
                .isInstanceOf(Verified.Invalid.class);
        assertThat(verify(signed(RSA, header("RS256", "crit", "b64"), claims()))).isInstanceOf(Verified.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout+jwt", "LOGOUT+JWT", "at+jwt", "application/at+jwt", "secevent+jwt", "JOSE", "x"})
    void a6ATokenOfAnotherKindIsRefusedByItsType(String typ) {
        assertInvalid(signed(RSA, header("RS256", "typ", typ), claims()), "token of another kind");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "application/jwt"})
    void aJwtMaySayThatItIsOne(String typ) {
        valid(signed(RSA, header("RS256", "typ", typ), claims()));
    }

    @Test
    void b27ALogoutTokenWithoutATypeIsNoHint() {
        assertInvalid(hint(claims("events", Map.of(LogoutToken.EVENT, Map.of()))), "token of another kind");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://idp.example", "https://IDP.example/", "http://idp.example/",
        "https://evil.example/",
        "https://idp.example//", ""})
    void a6TheIssuerIsOursCharacterByCharacter(String iss) {
        assertInvalid(hint(claims("iss", iss)), "another issuer");
    }

    @Test
    void a6ATokenWithoutIssuerOrWithAnotherKindOfOneIsRefused() {
        assertInvalid(hint(without(claims(), "iss")), "another issuer");
        assertThat(verify(hint(claims("iss", List.of(ISSUER))))).isInstanceOf(Verified.Invalid.class);
    }

    @Test
    void a9OneAudienceIsTheClientWhateverAzpSays() {
        assertThat(valid(hint(claims("aud", List.of("wiki")))).clientId()).isEqualTo("wiki");
        assertThat(valid(hint(claims("azp", "mail"))).clientId()).isEqualTo("wiki");
    }

    @Test
    void a9OfSeveralAudiencesAzpNamesTheOneAndIsAmongThem() {
        assertThat(valid(hint(claims("aud", List.of("api", "wiki"), "azp", "wiki"))).clientId()).isEqualTo("wiki");
        assertInvalid(hint(claims("aud", List.of("api", "wiki"))), "does not name one client");
        assertInvalid(hint(claims("aud", List.of("api", "wiki"), "azp", "mail")), "does not name one client");
        assertInvalid(hint(claims("aud", List.of("api", "wiki"), "azp", 7)), "does not name one client");
    }

    @Test
    void a9ATokenForNobodyIsRefused() {
        assertInvalid(hint(without(claims(), "aud")), "does not name one client");
        assertInvalid(hint(claims("aud", List.of())), "does not name one client");
        assertInvalid(hint(claims("aud", "")), "does not name one client");
        assertThat(verify(hint(claims("aud", 7)))).isInstanceOf(Verified.Invalid.class);
        assertThat(verify(hint(claims("aud", List.of(7))))).isInstanceOf(Verified.Invalid.class);
        assertThat(verify(hint(claims("aud", List.of(Map.of()))))).isInstanceOf(Verified.Invalid.class);
    }

    @Test
    void aTokenWithoutASubjectIsRefused() {
        assertInvalid(hint(without(claims(), "sub")), "names no subject");
        assertInvalid(hint(claims("sub", "")), "names no subject");
    }

    @Test
    void anAudienceThatIsSwappedAfterSigningIsRefused() {
        var parts = hint(claims()).split("\\.");

        assertInvalid(parts[0] + "." + Base64URL.encode(Json.write(claims("aud", "mail"))) + "." + parts[2],
                "not signed by a key");
    }

    @Test
    void a10AnEncryptedHintSaysHowItMustCome() {
        assertInvalid("eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d", "encrypted; send it decrypted");
        assertInvalid("....", "encrypted; send it decrypted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a", "a.b.c", "null", "{}", "e30.e30.", "e30.e30.e30",
        "bnVsbA.bnVsbA.bnVsbA", "eyJhbGciOm51bGx9.e30.AA", "eyJhbGciOiIifQ.e30.AA", "eyJhbGciOjF9.e30.AA",
        "\u0000.\u0000.\u0000", "W10.W10.W10", "eyJhbGciOiJSUzI1NiJ9..", "eyJhbGciOiJSUzI1NiJ9.e30.",
        "eyJhbGciOiJSUzI1NiJ9.e30.\u00e9", "eyJhbGciOiJSUzI1NiIsImtpZCI6MX0.e30.AA"})
    void garbageIsInvalidAndNeverThrows(String text) {
        assertThat(verify(text)).isInstanceOf(Verified.Invalid.class);
    }

    @Test
    void hugeAndDeepInputsAreInvalidAndNeverThrow() {
        var deep = "{\"alg\":\"RS256\",\"x\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";

        assertThat(verify("A".repeat(1_000_000))).isInstanceOf(Verified.Invalid.class);
        assertThat(verify(".".repeat(1_000_000))).isInstanceOf(Verified.Invalid.class);
        assertThat(verify(Base64URL.encode(deep) + ".e30.AA")).isInstanceOf(Verified.Invalid.class);
        assertThat(verify(signed(RSA, header("RS256"), "{\"iss\":" + "[".repeat(50_000))))
                .isInstanceOf(Verified.Invalid.class);
        assertThat(verify(signed(RSA, header("RS256"), "not json"))).isInstanceOf(Verified.Invalid.class);
        assertThat(verify(signed(RSA, header("RS256"), "null"))).isInstanceOf(Verified.Invalid.class);
    }

    @Test
    void anyHeaderIsValidOrInvalidAndNeverThrows() {
        var values = List.<Object>of("x", "", 1, -1, true, List.of(), List.of("a"), List.of(1), Map.of(),
                Map.of("kty", "RSA"), Map.of("kty", "oct", "k", "AA"), RSA.toJSONObject());
        for (var name : List.of("typ", "cty", "crit", "jku", "jwk", "x5u", "x5t", "x5t#S256", "x5c", "kid", "b64",
                "iss",
                "p2s", "p2c", "epk", "enc", "zip", "alg")) {
            for (Object value : values) {
                var header = header("RS256");
                header.put(name, value);
                var token = Hints.input(header, Json.write(claims())) + ".AAAA";
                assertThat(verify(token)).as("%s=%s", name, value).isInstanceOf(Verified.Invalid.class);
            }
        }
    }

    @Test
    void aBrokenCharacterAnywhereIsInvalidAndNeverThrows() {
        var seed = 99L;
        var random = new Random(seed);
        var good = hint(claims());
        for (int round = 0; round < 3000; round++) {
            var chars = good.toCharArray();
            var at = random.nextInt(chars.length - 1);
            chars[at] = (char) (chars[at] == 'A' ? 'B' : random.nextInt(0x250));
            var broken = new String(chars);
            assertThat(verify(broken) instanceof Verified.Valid && !broken.equals(good))
                    .as("seed %s, round %s: %s", seed, round, broken).isFalse();
        }
    }

    @Test
    void aTokenHasOneSpelling() {
        var good = hint(claims());

        assertThat(verify(good)).isInstanceOf(Verified.Valid.class);
        assertThat(verify(good + "=")).isInstanceOf(Verified.Invalid.class);
        assertThat(verify(good + "%")).isInstanceOf(Verified.Invalid.class);
        assertThat(verify(good.replace(".", ". "))).isInstanceOf(Verified.Invalid.class);
    }

    @Test
    void keysThatCannotVerifyDoNoHarm() {
        var broken = new com.nimbusds.jose.jwk.OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(new byte[5]))
                .keyID("ed-1").build();
        var x25519 = new com.nimbusds.jose.jwk.OctetKeyPair.Builder(Curve.X25519, Base64URL.encode(new byte[32]))
                .keyID("ed-1").build();
        var off = new com.nimbusds.jose.jwk.OctetKeyPair.Builder(Curve.Ed25519,
                Base64URL.encode(new byte[]{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}))
                .keyID("ed-1").build();

        assertThat(verify(Hints.edSigned("EdDSA"), broken, x25519, off, Hints.ED_KEY))
                .isInstanceOf(Verified.Valid.class);
        assertThat(verify(Hints.edSigned("EdDSA"), broken, x25519, off)).isInstanceOf(Verified.Invalid.class);
    }

    private static void assertInvalid(String token, String why) {
        assertThat(verify(token)).isInstanceOfSatisfying(Verified.Invalid.class,
                invalid -> assertThat(invalid.why()).contains(why));
    }
}
