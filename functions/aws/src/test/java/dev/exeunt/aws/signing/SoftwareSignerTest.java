package dev.exeunt.aws.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoftwareSignerTest {

    private static final byte[] INPUT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0".getBytes(StandardCharsets.US_ASCII);

    /// RFC 8037, appendix A: the private key, its thumbprint (A.3), and a JWS (A.4).
    private static final String RFC_8037 = """
            {"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
             "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";

    /// RFC 7515, appendix A.3.
    private static final String RFC_7515_EC = """
            {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
             "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}""";

    @ParameterizedTest
    @MethodSource("everyAlgorithmWithAndWithoutTheFastProvider")
    void everyAlgorithmIsVerifiedByAnotherLibrary(JWSAlgorithm algorithm, Optional<Provider> fast) throws Exception {
        var signer = new SoftwareSigner(new JWKSet(key(algorithm)), fast);

        for (var i = 0; i < 20; i++) {
            assertThat(Verified.signs(signer, algorithm, INPUT)).isTrue();
        }
    }

    static Stream<Object[]> everyAlgorithmWithAndWithoutTheFastProvider() {
        return Stream.of(Algorithm.values())
                .flatMap(algorithm -> Stream.of(Optional.<Provider>empty(), Corretto.provider())
                        .distinct()
                        .map(fast -> new Object[]{algorithm.jose(), fast}));
    }

    @Test
    void theFastProviderHoldsTheKeysWhereItsLibraryLoads() throws Exception {
        assumeTrue(Corretto.provider().isPresent(), "no native library for this machine");

        for (var algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256)) {
            var jwk = key(algorithm);
            var key = SoftwareKey.of(jwk, jwk.toPublicJWK(), Algorithm.of(jwk), Corretto.provider());

            assertThat(key.provider()).isEqualTo(Corretto.provider());
            assertThat(key.key().getClass().getName()).startsWith("com.amazon.corretto");
        }
    }

    @Test
    void itsLibraryLoadsOnTheMachinesWeRunOn() {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        assertThat(Corretto.provider()).isPresent();
    }

    @Test
    void theFallbackWorksWithAProviderThatCanDoNothing() throws Exception {
        var none = new Provider("None", "1", "has nothing") {
        };

        assertThat(Verified.signs(new SoftwareSigner(new JWKSet(key(JWSAlgorithm.RS256)), Optional.of(none)),
                JWSAlgorithm.RS256, INPUT)).isTrue();
    }

    @Test
    void aFunctionWithoutTheLibraryOnItsClassPathSignsByTheJdk() throws Exception {
        var urls = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> !path.contains("AmazonCorrettoCryptoProvider"))
                .map(path -> Path.of(path).toUri())
                .toList();
        var classPath = new URL[urls.size()];
        for (var i = 0; i < classPath.length; i++) {
            classPath[i] = urls.get(i).toURL();
        }
        try (var loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            var signer = loader.loadClass(SoftwareSigner.class.getName())
                    .getMethod("parse", String.class)
                    .invoke(null, set(RFC_7515_EC));
            var published = (List<?>) signer.getClass().getMethod("publicKeys").invoke(signer);

            assertThat(published).hasSize(1);
        }
    }

    @Test
    void signsAsInRfc8037() throws Exception {
        var signer = SoftwareSigner.parse(set(RFC_8037));
        var key = signer.key(JWSAlgorithm.EdDSA).orElseThrow();
        var input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";

        assertThat(key.getKeyID()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assertThat(Base64URL.encode(signer.sign(key, JWSAlgorithm.EdDSA, input.getBytes(StandardCharsets.US_ASCII))))
                .hasToString("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    }

    @Test
    void signsAsInRfc7515() throws Exception {
        var rsa = new RSAKeyGenerator(2048).generate();
        var signer = SoftwareSigner.parse(set(rsa.toJSONString(), RFC_7515_EC));
        var key = signer.key(JWSAlgorithm.ES256).orElseThrow();
        var input = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
                .getBytes(StandardCharsets.US_ASCII);
        var signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

        assertThat(Verified.holds(key, JWSAlgorithm.ES256, input, new Base64URL(signature).decode())).isTrue();
        assertThat(signer.sign(key, JWSAlgorithm.ES256, input)).hasSize(64);
        assertThat(Verified.signs(signer, JWSAlgorithm.ES256, input)).isTrue();
    }

    @Test
    void i5NamesAKeyByItsRfc7638ThumbprintUnlessItHasAName() throws Exception {
        // RFC 7638, 3.1: the RSA key of the example; only its public part is printed there.
        var open = """
                {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB"}""";
        var named = new RSAKeyGenerator(2048).keyID("2026-09-a").generate();
        // RFC 7517, A.1: its EC key.
        var elliptic = """
                {"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}""";
        var signer = SoftwareSigner.parse(set(named.toJSONString(), open, elliptic));

        assertThat(signer.publicKeys()).extracting(JWK::getKeyID).containsExactly("2026-09-a",
                "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
    }

    @Test
    void theFirstKeyOfEachAlgorithmSignsAndAllArePublished() throws Exception {
        var retired = new RSAKeyGenerator(2048).keyID("retired").generate().toPublicJWK();
        var first = new RSAKeyGenerator(2048).keyID("first").generate();
        var second = new RSAKeyGenerator(2048).keyID("second").algorithm(JWSAlgorithm.RS256).generate();
        var pss = new RSAKeyGenerator(2048).keyID("pss").algorithm(JWSAlgorithm.PS256).generate();
        var signer = signer(retired, first, second, pss);

        assertThat(signer.key(JWSAlgorithm.RS256)).map(JWK::getKeyID).contains("first");
        assertThat(signer.key(JWSAlgorithm.PS256)).map(JWK::getKeyID).contains("pss");
        assertThat(signer.key(JWSAlgorithm.ES256)).isEmpty();
        assertThat(signer.publicKeys()).extracting(JWK::getKeyID).containsExactly("retired", "first", "second", "pss");
        assertThat(signer.publicKeys()).allSatisfy(key -> {
            assertThat(key.isPrivate()).isFalse();
            assertThat(key.getKeyUse()).isEqualTo(KeyUse.SIGNATURE);
            assertThat(key.getAlgorithm()).isNotNull();
        });
        assertThat(signer.publicKeys().get(3).toJSONObject()).containsOnlyKeys("kty", "n", "e", "kid", "use", "alg");
    }

    @Test
    void oneKeyServesOneAlgorithm() throws Exception {
        var signer = signer(new RSAKeyGenerator(2048).generate());
        var key = signer.key(JWSAlgorithm.RS256).orElseThrow();

        assertThat(signer.key(JWSAlgorithm.PS256)).isEmpty();
        for (var algorithm : List.of(JWSAlgorithm.PS256, JWSAlgorithm.RS512, JWSAlgorithm.HS256, JWSAlgorithm.ES256)) {
            assertThatThrownBy(() -> signer.sign(key, algorithm, INPUT)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aKeyThatIsNotItsOwnSignsNothing() throws Exception {
        var signer = signer(new RSAKeyGenerator(2048).keyID("a").generate());
        var other = signer(new RSAKeyGenerator(2048).keyID("a").generate()).publicKeys().getFirst();

        assertThatThrownBy(() -> signer.sign(other, JWSAlgorithm.RS256, INPUT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anRsaKeyWithoutItsPrimesWorks() throws Exception {
        var whole = new RSAKeyGenerator(2048).generate();
        var bare = new RSAKey.Builder(whole.getModulus(), whole.getPublicExponent())
                .privateExponent(whole.getPrivateExponent())
                .build();

        assertThat(Verified.signs(signer(bare), JWSAlgorithm.RS256, INPUT)).isTrue();
    }

    @Test
    void refusesKeysThatCannotSignLogoutTokens() throws Exception {
        var rsa = new RSAKeyGenerator(2048).generate();
        var other = new RSAKeyGenerator(2048).generate();
        var halves = new RSAKey.Builder(rsa.getModulus(), rsa.getPublicExponent())
                .privateExponent(other.getPrivateExponent())
                .keyID("halves")
                .build();
        var ec = new ECKeyGenerator(Curve.P_256).algorithm(JWSAlgorithm.ES384).keyID("curve").generate();
        var weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        var weakPair = weak.generateKeyPair();

        assertRefused("alg is not one of its type", new OctetSequenceKeyGenerator(256).generate());
        assertRefused("alg is not one of its type",
                new OctetSequenceKeyGenerator(256).algorithm(JWSAlgorithm.HS256).generate());
        assertRefused("alg is not one of its type", ec);
        assertRefused("is for encryption", new RSAKeyGenerator(2048).keyUse(KeyUse.ENCRYPTION).generate());
        assertRefused("halves do not match", halves);
        assertRefused("no private key", rsa.toPublicJWK());
        assertRefused("two signing keys have the kid a", new RSAKeyGenerator(2048).keyID("a").generate(),
                new RSAKeyGenerator(2048).keyID("a").generate());
        assertRefused("alg is not one of its type",
                new RSAKey.Builder((RSAPublicKey) weakPair.getPublic())
                        .privateKey(weakPair.getPrivate()).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"c2VjcmV0\",\"d\":\"c2VjcmV0\"}]}",
        "{\"kty\":\"RSA\",\"d\":\"c2VjcmV0\"}"})
    void whatIsNoJwkSetIsRefusedWithoutAWordOfIt(String text) {
        assertThatThrownBy(() -> SoftwareSigner.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a JWK set")
                .hasNoCause();
    }

    private static void assertRefused(String why, JWK... keys) {
        assertThatThrownBy(() -> signer(keys)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasNoCause();
    }

    private static JWK key(JWSAlgorithm algorithm) throws Exception {
        return switch (algorithm.getName()) {
            case "ES256" -> new ECKeyGenerator(Curve.P_256).generate();
            case "ES384" -> new ECKeyGenerator(Curve.P_384).generate();
            case "ES512" -> new ECKeyGenerator(Curve.P_521).generate();
            case "EdDSA" -> JWK.parse(RFC_8037);
            case "Ed25519" -> JWK.parse(RFC_8037.replace("\"x\"", "\"alg\":\"Ed25519\",\"x\""));
            default -> new RSAKeyGenerator(2048).algorithm(algorithm).generate();
        };
    }

    private static SoftwareSigner signer(JWK... keys) {
        return new SoftwareSigner(new JWKSet(List.of(keys)), Corretto.provider());
    }

    private static String set(String... keys) {
        return "{\"keys\":[" + String.join(",", keys) + "]}";
    }
}
