package dev.exeunt.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the applications accept and refuse: `protocols.md` B18 to B21 and the mutations of H-5.
class LogoutReceiverTest {

    private final Browser browser = new Browser();
    private FakeExeunt exeunt;

    @BeforeEach
    void signIn() throws Exception {
        exeunt = FakeExeunt.start();
        for (Application application : List.of(Application.WIKI, Application.MAIL, Application.CALENDAR,
                Application.INVOICES)) {
            exeunt.signIn(browser, Person.ALL.getFirst(), application);
        }
    }

    @AfterEach
    void stop() {
        exeunt.close();
    }

    /// A token that is good but for one thing.
    record Mutation(String name, TokenMaker maker) {
        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    interface TokenMaker {
        String make(JWTClaimsSet.Builder good) throws Exception;
    }

    static Stream<Mutation> mutations() {
        return Stream.of(new Mutation("alg none", good -> new PlainJWT(good.build()).serialize()),
                new Mutation("wrong alg", good -> ecSigned(good.build())),
                new Mutation("HMAC with the public key", LogoutReceiverTest::hmacSigned),
                new Mutation("wrong iss", good -> wiki(good.issuer("http://localhost:1"))),
                new Mutation("wrong aud", good -> wiki(good.audience("mail"))),
                new Mutation("no event", good -> wiki(good.claim("events", null))),
                new Mutation("wrong event",
                        good -> wiki(good.claim("events", Map.of("http://schemas.openid.net/event/foobar", Map.of())))),
                new Mutation("with nonce", good -> wiki(good.claim("nonce", "n-1"))),
                new Mutation("expired", good -> wiki(good.expirationTime(new java.util.Date(1_000)))),
                new Mutation("no jti", good -> wiki(good.jwtID(null))),
                new Mutation("neither sub nor sid",
                        good -> wiki(good.subject(null).claim("sid", null))),
                new Mutation("somebody else's sid", good -> wiki(good.subject("u-grace"))),
                new Mutation("not a token", _ -> "a.b"));
    }

    private static String wiki(JWTClaimsSet.Builder claims) {
        return LogoutTokens.signed(claims.build());
    }

    private static String ecSigned(JWTClaimsSet claims) throws Exception {
        var key = new ECKeyGenerator(Curve.P_256).keyID("exeunt-1").generate();
        var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("exeunt-1").build(), claims);
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private static String hmacSigned(JWTClaimsSet.Builder good) throws Exception {
        var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("exeunt-1").build(), good.build());
        token.sign(new MACSigner(LogoutTokens.KEY.toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void b18B20B21ATokenWithOneThingWrongIsAnsweredWith400AndEndsNothing(Mutation mutation) throws Exception {
        var answer = exeunt.send(Application.WIKI, mutation.maker().make(exeunt.claims(Application.WIKI)));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Json.parse(answer.body()).text("error")).contains("invalid_request");
        assertNotStored(answer);
        assertThat(page(Application.WIKI)).contains("Signed in as Ada Lovelace");
    }

    @Test
    void b18B19B21AGoodTokenEndsTheSessionItNamesAndThePageSaysWhy() throws Exception {
        var answer = exeunt.send(Application.WIKI,
                LogoutTokens.signed(exeunt.claims(Application.WIKI).build()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertNotStored(answer);
        assertThat(page(Application.WIKI)).contains("Signed out", "Signed notice received and verified");
        assertThat(page(Application.CALENDAR)).contains("Signed in as Ada Lovelace");
    }

    @Test
    void aTokenWithoutSidEndsEverySessionOfTheUser() throws Exception {
        var other = new Browser();
        exeunt.signIn(other, Person.ALL.getFirst(), Application.WIKI);
        var claims = exeunt.claims(Application.WIKI).claim("sid", null).build();
        assertThat(exeunt.post(Application.WIKI, LogoutTokens.signed(claims))).isEqualTo(200);
        assertThat(page(Application.WIKI)).contains("Signed out");
        assertThat(other.open(Application.WIKI.at(exeunt.addresses, "/")).body()).contains("Signed out");
    }

    @Test
    void aTokenForASessionThatIsUnknownOrOverIsAnsweredWith200() throws Exception {
        var unknown = exeunt.claims(Application.WIKI).claim("sid", "never-seen").build();
        assertThat(exeunt.post(Application.WIKI, LogoutTokens.signed(unknown))).isEqualTo(200);
        assertThat(page(Application.WIKI)).contains("Signed in as");
    }

    @Test
    void aJtiIsTakenOnce() throws Exception {
        var token = LogoutTokens.signed(exeunt.claims(Application.WIKI).build());
        assertThat(exeunt.post(Application.WIKI, token)).isEqualTo(200);
        assertThat(exeunt.post(Application.WIKI, token)).isEqualTo(400);
    }

    @Test
    void anIdTokenIsNoLogoutToken() throws Exception {
        var claims = exeunt.claims(Application.WIKI).claim("events", null).claim("name", "Ada Lovelace").build();
        assertThat(exeunt.post(Application.WIKI, LogoutTokens.signed(claims))).isEqualTo(400);
    }

    @Test
    void aRequestWithoutATokenIsAnsweredWith400() throws Exception {
        assertThat(exeunt.post(Application.WIKI, "")).isEqualTo(400);
    }

    @Test
    void invoicesAnswers503TwiceAndThenListens() throws Exception {
        var statuses = new java.util.ArrayList<Integer>();
        for (int i = 0; i < 3; i++) {
            statuses.add(exeunt.post(Application.INVOICES,
                    LogoutTokens.signed(exeunt.claims(Application.INVOICES).build())));
        }
        assertThat(statuses).containsExactly(503, 503, 200);
        assertThat(page(Application.INVOICES)).contains("Signed out");
    }

    @Test
    void aBadTokenDoesNotCountAsOneOfInvoicesRefusals() throws Exception {
        var bad = exeunt.claims(Application.INVOICES).audience("wiki").build();
        assertThat(exeunt.post(Application.INVOICES, LogoutTokens.signed(bad))).isEqualTo(400);
        assertThat(exeunt.post(Application.INVOICES,
                LogoutTokens.signed(exeunt.claims(Application.INVOICES).build()))).isEqualTo(503);
    }

    @Test
    void c6AFrameEndsTheSessionOfItsSidWithoutAnyCookie() throws Exception {
        var answer = new Browser().open(exeunt.frame(Application.MAIL));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(page(Application.MAIL)).contains("Signed out", "Front-channel frame loaded");
    }

    @Test
    void aFrameOfAnotherIssuerOrWithoutASidEndsNothing() throws Exception {
        var good = exeunt.frame(Application.MAIL).toString();
        var wrong = good.replaceFirst("iss=[^&]*", "iss=http%3A%2F%2Felsewhere");
        assertThat(new Browser().open(java.net.URI.create(wrong)).status()).isEqualTo(400);
        assertThat(new Browser().open(java.net.URI.create(good.replaceFirst("&sid=.*", ""))).status()).isEqualTo(400);
        assertThat(page(Application.MAIL)).contains("Signed in as Ada Lovelace");
    }

    @Test
    void anApplicationHasNoEndpointForAChannelItDoesNotHear() throws Exception {
        assertThat(exeunt.post(Application.MAIL, "x")).isEqualTo(404);
    }

    private String page(Application application) throws Exception {
        return browser.open(application.at(exeunt.addresses, "/")).body();
    }

    private static void assertNotStored(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }
}
