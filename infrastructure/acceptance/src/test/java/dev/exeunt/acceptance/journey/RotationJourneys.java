package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.SignedJWT;
import dev.exeunt.acceptance.policy.Deployment;
import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.Rp;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.Sp;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.core.saml.SelfSignedCertificate;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.saml.SigningKey;
import dev.exeunt.core.saml.Status;
import dev.exeunt.local.LocalCloud;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The rotation of signing keys as `docs/operate.md` tells it, step by step.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RotationJourneys {

    private static final String SECRET = "signing";
    private static final String CERTIFICATES = "certificates";
    private static final String SIGN_ON = "https://idp.example.com/sso?a=b&c=d";
    private static final String SOAP = "/saml/slo/soap";
    private static final String SWEEPER = "SweeperFunction";
    /// Longer than functions go without reading their keys again, and than a wait between attempts.
    private static final Duration WHILE = Duration.ofMinutes(25);

    private final RSAKey old = key("old");
    private final RSAKey fresh = key("fresh");
    /// What service providers have known the old key by for long.
    private final X509Certificate known = certificate(old);
    private final World world;
    /// What applications have read of our keys, and keep for a day.
    private JWKSet cached = new JWKSet();

    RotationJourneys(Ground ground) {
        world = World.start(ground,
                options -> options.secret(SECRET, secret(old)).secret(CERTIFICATES, X509CertUtils.toPEMString(known))
                        .parameter("SigningJwksSecret", LocalCloud.secretArn(SECRET))
                        .parameter("SamlCertificateSecret", LocalCloud.secretArn(CERTIFICATES))
                        .parameter("SamlSignOnUrl", SIGN_ON)
                        .environment("AWS_SESSION_TOKEN", Deployment.SECRETS.token())
                        .parameter("RetrySeconds", "900,900,900,900,900,900"));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @BeforeEach
    void begin() {
        sign(old);
        world.time().forward(WHILE);
        cached = published();
    }

    @Test
    void b26KeysRotateWhileANoticeWaitsAndNoTokenIsUnknownToWhoReadsThemOnceADay() {
        var away = world.back().alwaysAnswers(Reply.status(503));
        var there = world.back();
        var ref = logout(away);
        assertTokens(ref, away, "old");
        assertTold(there, "old");

        sign(old, fresh);
        pass(WHILE);
        assertThat(kids(published())).containsExactly("old", "fresh");
        assertTokens(ref, away, "old", "old");
        assertTold(there, "old");

        pass(Duration.ofDays(1));
        assertTokens(ref, away, "old", "old", "old");
        cached = published();

        sign(fresh, old);
        pass(WHILE);
        assertTokens(ref, away, "old", "old", "old", "fresh");
        assertTold(there, "fresh");

        sign(fresh);
        away.alwaysAnswers(Reply.status(200));
        pass(WHILE);
        assertThat(kids(published())).containsExactly("fresh");
        assertTokens(ref, away, "old", "old", "old", "fresh", "fresh");
        assertTold(there, "fresh");
        assertThat(world.settled(ref, "done")).isEqualTo(Map.of(away.id(), "done"));
    }

    /// A key was taken away by mistake, and is put back.
    @Test
    void b11AClientWhoseAlgorithmHasLostItsKeyWaitsForItAndStopsNeitherTheOthersNorTheEnd() {
        var elliptic = elliptic();
        sign(old, elliptic);
        world.time().forward(WHILE);
        var waiting = world.back(Map.of("id_token_signed_response_alg", "ES256"));
        var there = world.back();
        sign(old);
        world.time().forward(WHILE);
        var session = world.session();
        world.join(session, waiting);
        world.join(session, there);
        var ref = end(session);

        assertThat(world.endedBy(session)).isEqualTo(ref);
        assertThat(world.settled(ref, "done", "retrying"))
                .isEqualTo(Map.of(waiting.id(), "retrying", there.id(), "done"));
        assertThat(attempts(ref, waiting)).extracting(attempt -> attempt.path("error").asText())
                .containsExactly("no_signing_key");
        assertThat(waiting.notices()).isEmpty();

        sign(old, elliptic);
        pass(WHILE);
        assertThat(world.settled(ref, "done")).hasSize(2);
        assertThat(Tokens.header(waiting.notices(1).getFirst().logoutToken()).path("kid").asText())
                .isEqualTo("elliptic");
    }

    @Test
    void e45TheCertificatesOfOurMetadataFollowTheKeysAndEachStaysAsItIsKnown() throws Exception {
        sign(old, fresh);
        world.time().forward(WHILE);
        var both = certificates();
        assertThat(both).hasSize(2).startsWith(known);
        assertThat(both.getLast().getPublicKey()).isEqualTo(fresh.toPublicKey());
        both.getLast().verify(fresh.toPublicKey());

        sign(fresh, old);
        world.time().forward(WHILE);
        assertThat(certificates()).containsExactly(both.getLast(), known);
        sign(fresh);
        world.time().forward(WHILE);
        assertThat(certificates()).containsExactly(both.getLast());
        assertThat(metadata().select("md|SingleSignOnService").attr("Location")).isEqualTo(SIGN_ON);
    }

    /// The function that answers signs by the key that stands first by then, and knows the one that is gone no more.
    @Test
    void anAnswerToAServiceProviderIsSignedByTheKeyOfItsMoment() {
        for (var key : List.of(old, fresh)) {
            sign(key);
            world.time().forward(WHILE);
            var session = world.session();
            var asks = world.join(session, world.sp("backchannel", "soap", Map.of("invalidation_flow",
                    "default-invalidation-flow")));
            var request = asks.request(session, SOAP);

            var answer = world.browser().send("POST", SOAP, Map.of("Content-Type", "text/xml; charset=utf-8",
                    "SOAPAction", "\"\""), asks.envelope(request));

            assertThat(kids(published())).containsExactly(key.getKeyID());
            assertThat(asks.read(answer.body()))
                    .isEqualTo(new Sp.Answered(Status.success(), request.head().id(), null));
        }
    }

    private List<X509Certificate> certificates() {
        return metadata().select("ds|X509Certificate").eachText().stream()
                .map(text -> X509CertUtils.parse(Base64.getMimeDecoder().decode(text))).toList();
    }

    private Document metadata() {
        return Jsoup.parse(world.browser().get("/saml/metadata").body(), Parser.xmlParser());
    }

    private static X509Certificate certificate(RSAKey key) {
        var terms = new SelfSignedCertificate.Terms(BigInteger.ONE, "known", Instant.parse("2020-01-01T00:00:00Z"),
                Instant.parse("2021-01-01T00:00:00Z"));
        try {
            return SelfSignedCertificate.of(key.toPublicKey(),
                    SigningKey.of(SignatureAlgorithm.RSA_SHA256, octets -> signed(key, octets)), terms);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] signed(RSAKey key, byte[] octets) {
        try {
            return new RSASSASigner(key).sign(new JWSHeader(JWSAlgorithm.RS256), octets).decode();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private String logout(Rp rp) {
        var session = world.session();
        world.join(session, rp);
        return end(session);
    }

    private String end(Session session) {
        return world.registry().delete("/sessions/" + session.id()).json().path("ref").asText();
    }

    private List<JsonNode> attempts(String ref, Rp rp) {
        return world.registry().get("/logouts/" + ref).json().path("deliveries").valueStream()
                .filter(delivery -> delivery.path("client_id").asText().equals(rp.id()))
                .flatMap(delivery -> delivery.path("attempts").valueStream()).toList();
    }

    private void assertTold(Rp rp, String kid) {
        var before = rp.notices().size();
        world.settled(logout(rp), "done");
        assertThat(rp.notices()).hasSize(before + 1);
        assertThat(verified(rp.notices().getLast().logoutToken())).isEqualTo(kid);
    }

    /// These are all the tokens it has got, by the keys that signed them.
    private void assertTokens(String ref, Rp rp, String... kids) {
        // Time must not move on before the answer is in the receipt.
        Await.until(kids.length + " attempts are over", () -> attempts(ref, rp).stream()
                .filter(attempt -> attempt.has("status")).count() == kids.length);
        var tokens = rp.notices().stream().map(notice -> verified(notice.logoutToken())).toList();
        assertThat(tokens).containsExactly(kids);
    }

    /// The `kid` of a token, which an application has verified by the keys that it has read.
    private String verified(String token) {
        try {
            var jwt = SignedJWT.parse(token);
            var key = cached.getKeyByKeyId(jwt.getHeader().getKeyID());
            assertThat(key).as("the key %s among those that were read", jwt.getHeader().getKeyID()).isNotNull();
            assertThat(jwt.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
            return key.getKeyID();
        } catch (ParseException | JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private void sign(JWK... keys) {
        world.cloud().seedSecret(SECRET, secret(keys));
    }

    private void pass(Duration duration) {
        world.time().forward(duration);
        assertThat(world.cloud().fire(SWEEPER)).hasSize(4);
    }

    private JWKSet published() {
        try {
            return JWKSet.parse(world.browser().get("/oauth2/jwks").body());
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> kids(JWKSet set) {
        return set.getKeys().stream().map(JWK::getKeyID).toList();
    }

    private static String secret(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(false);
    }

    private static RSAKey key(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey elliptic() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("elliptic").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
