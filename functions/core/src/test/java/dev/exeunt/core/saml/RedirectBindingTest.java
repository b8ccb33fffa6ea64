package dev.exeunt.core.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exeunt.core.Limits;
import dev.exeunt.core.web.QueryString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP-Redirect (SAML Bindings 2.0, 3.4), both ways.
class RedirectBindingTest {

    /// The worked example: base64 of raw DEFLATE of a request whose SHA-256 is known.
    private static final String I4_MESSAGE = "fZHLasMwEEV%2FxWgfP6G0g20ImIIhTaApXXRThDNJBLLG1YzBn18%2F0pC2kO3RvUczUs66tR1s"
            + "6ES9vOJXjyzB0FrHMJ8UqvcOSLNhcLpFBmlgv37ZQBrG0HkSasiqm8r9hmZGL4acCuqqUJ86UcE7eh5JocbAiJl7rB2LdjKiOH1YxU%2Br"
            + "NHlLMsgySOMPFVTjlMZpmVtnkY4hirgLcdBtZzEkf4rYkgq2JDu38%2BujoP8ne5xlZT5NDfO1vrzKLF1tDbXRlMmj2%2BRS244b1lXwTL7V"
            + "cn%2F1iZjD6jhHQbx2bNCJKl1yMS%2ByxdzBHnl6ltodcCjNJfMH%2F8Bf%2F1d%2BAw%3D%3D";
    private static final String I4_RELAY = "&RelayState=rs%2F1%2Ba%3D";
    private static final String I4_ALGORITHM = "&SigAlg=http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha256";

    private static String url(@Nullable String relayState) {
        return RedirectBinding.url(Samples.request(), relayState, Party.SP.signingKey());
    }

    private static Parsed<Verified> verify(String query) {
        return Samples.verify(RedirectBinding.receive(query));
    }

    private static Refusal refusal(String query) {
        return Samples.refusalOfRequest(RedirectBinding.receive(query));
    }

    @Test
    void i4TheWorkedExampleInflatesToTheXmlOfTheExample() throws Exception {
        var deflated = Samples.good(Packing.fromBase64(I4_MESSAGE.replace("%2F", "/").replace("%2B", "+")
                .replace("%3D", "=")));
        var xml = Samples.good(Packing.inflate(deflated));
        assertThat(xml).hasSize(469);
        assertThat(sha256(xml)).isEqualTo("1abd4af18aa93eebfca05a7b1af020331364ac43d15cab669dd027343d6009ba");
        var arrived = Samples.good(RedirectBinding.receive("SAMLRequest=" + I4_MESSAGE));
        assertThat(arrived.issuer()).isEqualTo("https://slo.example.com/saml");
        assertThat(Samples.good(Packing.inflate(Packing.deflate(xml)))).isEqualTo(xml);
    }

    @Test
    void i4TheOctetsOfTheExampleAreWhatItsSignatureIsOver() throws Exception {
        assertThat(sha256(("SAMLRequest=" + I4_MESSAGE + I4_RELAY + I4_ALGORITHM).getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("5bac3c8d73ff8ec36da727e69ce1d3813661ea00a4c817d93b446ae063649f5b");
        assertThat(sha256(("SAMLRequest=" + I4_MESSAGE + I4_ALGORITHM).getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("12dfb1370d2360350e53bfc412d2dc3fad815e4f58d59f5d3658c6d06d876ced");
        for (String relay : List.of(I4_RELAY, "")) {
            var octets = "SAMLRequest=" + I4_MESSAGE + relay + I4_ALGORITHM;
            var signature = sign(octets);
            var shuffled = "Signature=" + QueryString.encode(Packing.base64(signature)) + I4_ALGORITHM + relay
                    + "&SAMLRequest=" + I4_MESSAGE;
            assertThat(Samples.good(verify(shuffled)).relayState()).isEqualTo(relay.isEmpty() ? null : "rs/1+a=");
        }
    }

    @Test
    void e29TheMessageIsRawDeflateInBase64WithoutLineBreaksAndWithoutAnXmlSignature() {
        var value = parameter(url(null), "SAMLRequest");
        assertThat(value).doesNotContain("\n").doesNotContain("\r");
        var xml = new String(Samples.good(Packing.fromBase64(value).then(Packing::inflate)), StandardCharsets.UTF_8);
        assertThat(xml).isEqualTo(Samples.xml(Samples.request())).doesNotContain("Signature");
        assertThat(parameter(RedirectBinding.url(Samples.response(Status.success()), null, Party.SP.signingKey()),
                "SAMLResponse")).isNotEmpty();
    }

    @Test
    void e30DeflateMayBeNamedAndNothingElse() {
        var query = Samples.query(url("x"));
        assertThat(verify(query + "&SAMLEncoding=urn%3Aoasis%3Anames%3Atc%3ASAML%3A2.0%3Abindings%3AURL-Encoding%3A"
                + "DEFLATE")).isInstanceOf(Parsed.Good.class);
        assertThat(refusal(query + "&SAMLEncoding=urn%3Aother")).isEqualTo(Refusal.SAML_ENCODING);
        assertThat(refusal(query + "&SAMLEncoding=")).isEqualTo(Refusal.SAML_ENCODING);
    }

    @Test
    void e31TheSignatureIsOverMessageRelayStateAndAlgorithmInThisOrderAndNothingElse() {
        var url = url("rs/1+a=");
        var query = Samples.query(url);
        assertThat(query).matches("SAMLRequest=[^&]+&RelayState=rs%2F1%2Ba%3D&SigAlg=[^&]+&Signature=[^&]+");
        var octets = query.substring(0, query.indexOf("&Signature="));
        assertThat(parameter(url, "Signature")).isEqualTo(Packing.base64(sign(octets)));
    }

    @Test
    void e31WithoutRelayStateThereIsNoneAtAll() {
        assertThat(url(null)).doesNotContain("RelayState");
        assertThat(Samples.good(verify(Samples.query(url(null)))).relayState()).isNull();
    }

    @Test
    void e31AQueryOfTheDestinationStaysInFrontAndIsNotSigned() {
        var head = new Message.Head(Samples.ID, Samples.NOW, "https://sp.example.org/slo?tenant=7", Party.SP.entityId);
        var url = RedirectBinding.url(Samples.request(head), null, Party.SP.signingKey());
        assertThat(url).startsWith("https://sp.example.org/slo?tenant=7&SAMLRequest=");
        assertThat(verify(Samples.query(url))).isInstanceOf(Parsed.Good.class);
    }

    @Test
    void e32TheParametersMayArriveInAnyOrderAmongOthers() {
        var pairs = new ArrayList<>(Arrays.asList(Samples.query(url(Samples.RELAY_STATE)).split("&")));
        pairs.add("tenant=7");
        pairs.add("utm=%zz");
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            Collections.shuffle(pairs, random);
            assertThat(verify(String.join("&", pairs))).as("seed %d", seed).isInstanceOf(Parsed.Good.class);
        }
    }

    @Test
    void e32AnotherSpellingOfTheSameValueIsVerifiedInTheSpellingItCameIn() {
        var query = Samples.query(url(Samples.RELAY_STATE));
        var unsigned = query.substring(0, query.indexOf("&Signature="));
        var lower = Pattern.compile("%[0-9A-F]{2}").matcher(unsigned)
                .replaceAll(m -> m.group().toLowerCase(Locale.ROOT));
        var plus = unsigned.replace("%20", "+");
        assertThat(lower).isNotEqualTo(unsigned);
        assertThat(plus).isNotEqualTo(unsigned);
        for (String spelling : List.of(lower, plus)) {
            var signed = spelling + "&Signature=" + QueryString.encode(Packing.base64(sign(spelling)));
            assertThat(Samples.good(verify(signed)).relayState()).isEqualTo(Samples.RELAY_STATE);
            assertThat(refusal(unsigned + signed.substring(spelling.length()))).isEqualTo(Refusal.SIGNATURE_WRONG);
        }
    }

    @Test
    void e32LineBreaksInTheSignatureAreNoPartOfIt() {
        var unsigned = Samples.query(url(null)).replaceAll("&Signature=.*", "");
        var wrapped = Packing.base64(sign(unsigned)).replaceAll("(.{76})", "$1\r\n");
        assertThat(wrapped).contains("\r\n");
        assertThat(verify(unsigned + "&Signature=" + QueryString.encode(wrapped))).isInstanceOf(Parsed.Good.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&RelayState=y", "&relaystate=y", "&RELAYSTATE=y", "&Relay%53tate=y",
        "&SAMLRequest=YQ%3D%3D",
        "&SAMLResponse=YQ%3D%3D", "&samlrequest=YQ%3D%3D", "&samlResponse=YQ%3D%3D", "&sigalg=x", "&SigAlg=x",
        "&Signature=YQ%3D%3D", "&signature=YQ%3D%3D", "&SAML%52equest=YQ%3D%3D", "&SAMLEncoding=x&SAMLEncoding=x"})
    void e33ARepeatedOrDifferentlySpelledParameterIsRefused(String more) {
        var query = Samples.query(url("x"));
        assertThat(refusal(query + more)).isEqualTo(Refusal.AMBIGUOUS_PARAMETERS);
        assertThat(refusal(more.substring(1) + "&" + query)).isEqualTo(Refusal.AMBIGUOUS_PARAMETERS);
    }

    @Test
    void e33HalfASignatureIsRefused() {
        var query = Samples.query(url("x"));
        assertThat(refusal(query.replaceAll("&Signature=.*", ""))).isEqualTo(Refusal.HALF_A_SIGNATURE);
        assertThat(refusal(query.replaceAll("&SigAlg=[^&]*", ""))).isEqualTo(Refusal.HALF_A_SIGNATURE);
    }

    @Test
    void e33TheAlgorithmMustFitTheKey() {
        var query = Samples.query(url("x"));
        var key = Party.EC256.publicKey();
        assertThat(RedirectBinding.receive(query).then(arrived -> arrived.verify(List.of(key))))
                .isEqualTo(new Parsed.Refused<Verified>(Refusal.SIGNATURE_KEY));
        assertThat(RedirectBinding.receive(query).then(arrived -> arrived.verify(List.of())))
                .isEqualTo(new Parsed.Refused<Verified>(Refusal.SIGNATURE_KEY));
    }

    @Test
    void e33InflatingStopsAtItsBoundAndNothingMayFollow() {
        var bomb = Packing.deflate(new byte[20 * 1024 * 1024]);
        assertThat(bomb.length).isLessThan(Limits.SAML_XML);
        assertThat(Packing.inflate(bomb)).isEqualTo(new Parsed.Refused<>(Refusal.TOO_LARGE));
        var good = Packing.deflate(new byte[Limits.SAML_XML]);
        assertThat(Packing.inflate(good)).isInstanceOf(Parsed.Good.class);
        assertThat(Packing.inflate(Arrays.copyOf(good, good.length + 1)))
                .isEqualTo(new Parsed.Refused<>(Refusal.DEFLATE));
        assertThat(Packing.inflate(Arrays.copyOf(good, good.length - 1)))
                .isEqualTo(new Parsed.Refused<>(Refusal.DEFLATE));
    }

    @Test
    void e25AnUnsignedMessageIsReadButNeverVerified() {
        var query = Samples.query(RedirectBinding.url(Samples.request(), "x", null));
        assertThat(query).doesNotContain("SigAlg").doesNotContain("Signature");
        assertThat(refusal(query)).isEqualTo(Refusal.UNSIGNED);
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void e28EveryAlgorithmSignsAndVerifies(SignatureAlgorithm algorithm) {
        for (Party party : algorithm.isEcdsa() ? List.of(Party.EC256, Party.EC384, Party.EC521) : List.of(Party.SP)) {
            var query = Samples.query(RedirectBinding.url(Samples.request(), "x", party.signingKey(algorithm)));
            var keys = List.of(Party.OTHER.publicKey(), party.publicKey());
            assertThat(RedirectBinding.receive(query).then(arrived -> arrived.verify(keys)))
                    .isInstanceOf(Parsed.Good.class);
        }
    }

    @Test
    void e28AnEcdsaSignatureThatIsADerSequenceIsTakenToo() {
        var query = Samples.query(RedirectBinding.url(Samples.request(), "x", Party.EC256.signingKey()));
        var octets = query.substring(0, query.indexOf("&Signature="));
        var der = Party.sign(Party.EC256.keys(), "SHA256withECDSA", octets.getBytes(StandardCharsets.US_ASCII));
        var sent = octets + "&Signature=" + QueryString.encode(Packing.base64(der));
        assertThat(RedirectBinding.receive(sent).then(arrived -> arrived.verify(List.of(Party.EC256.publicKey()))))
                .isInstanceOf(Parsed.Good.class);
    }

    @Test
    void e37ARelayStateOfMoreThan80BytesIsNeverSentAndIsAnsweredWhenItComes() {
        assertThatThrownBy(() -> url("ä".repeat(41))).isInstanceOf(IllegalArgumentException.class);
        assertThat(Samples.good(verify(Samples.query(url("ä".repeat(40))))).relayState()).isEqualTo("ä".repeat(40));
        var query = Samples.query(url("x")).replaceAll("&SigAlg.*", "").replace("RelayState=x",
                "RelayState=" + "a".repeat(81)) + I4_ALGORITHM;
        var verified = Samples.good(verify(query + "&Signature=" + QueryString.encode(Packing.base64(sign(query)))));
        assertThat(Judgement.ofRequest(verified, Samples.arrival())).isEqualTo(new Judgement.Rejected<LogoutRequest>(
                Refusal.RELAY_STATE, Status.requester(), Optional.of(Samples.ID)));
    }

    @Test
    void whatCannotBeDecodedOrIsNotThereIsRefused() {
        assertThat(refusal("")).isEqualTo(Refusal.NO_MESSAGE);
        assertThat(refusal("RelayState=x")).isEqualTo(Refusal.NO_MESSAGE);
        assertThat(refusal("SAMLRequest=%4")).isEqualTo(Refusal.MALFORMED_PARAMETERS);
        assertThat(refusal("SAMLRequest=%FF")).isEqualTo(Refusal.MALFORMED_PARAMETERS);
        assertThat(refusal("SAMLRequest=")).isEqualTo(Refusal.BASE64);
        assertThat(refusal("SAMLRequest=a%20b")).isEqualTo(Refusal.BASE64);
        assertThat(refusal("SAMLRequest=AAAA")).isEqualTo(Refusal.DEFLATE);
    }

    private static byte[] sign(String octets) {
        return Party.sign(Party.SP.keys(), SignatureAlgorithm.RSA_SHA256, octets.getBytes(StandardCharsets.US_ASCII));
    }

    private static String parameter(String url, String name) {
        return Samples.good(RawParameters.parse(Samples.query(url))).value(name);
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
