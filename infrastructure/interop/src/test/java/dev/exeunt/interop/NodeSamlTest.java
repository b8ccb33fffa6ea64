package dev.exeunt.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.PostBinding;
import dev.exeunt.core.saml.RedirectBinding;
import dev.exeunt.core.saml.Refusal;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.saml.Verified;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// SAML logout with @node-saml/node-saml as the service provider, in both directions and by both browser bindings.
class NodeSamlTest {

    private static final String PACKAGE = "@node-saml/node-saml";
    private static final Node NODE = new Node(PACKAGE, "5.1.0");
    private static final InstanceOfAssertFactory<Map, MapAssert<String, Object>> MAP = InstanceOfAssertFactories
            .map(String.class, Object.class);
    private static final String WITHOUT_SPACE = SamlPair.RELAY_STATE.replace(" ", "");
    private static final SamlPair PAIR = new SamlPair();

    private static Map<String, Object> answers = Map.of();

    @BeforeAll
    static void ask() throws Exception {
        var lacks = NODE.lacks();
        lacks.ifPresent(why -> System.out.println("Skipped: SAML against " + PACKAGE + ", because " + why + "."));
        assumeTrue(lacks.isEmpty(), "no Node.js with " + PACKAGE);
        answers = JSONObjectUtils.parse(NODE.answer(script(), JSONObjectUtils.toJSONString(input())));
    }

    private static Path script() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(NodeSamlTest.class.getResource("node-saml.cjs")).toURI());
    }

    private static Map<String, Object> input() {
        var redirected = RedirectBinding.url(PAIR.request(), SamlPair.RELAY_STATE, PAIR.key);
        var posted = PostBinding.form(PAIR.request(), SamlPair.RELAY_STATE, PAIR.key).fields().get("SAMLRequest");
        var input = new LinkedHashMap<String, Object>();
        input.put("sp", SamlPair.SP);
        input.put("idp", SamlPair.IDP);
        input.put("idpSlo", SamlPair.IDP_SLO);
        input.put("idpCertificate", SamlPair.pem(PAIR.ourCertificate));
        input.put("certificate", SamlPair.pem(PAIR.theirCertificate));
        input.put("privateKey", SamlPair.pem("PRIVATE KEY", PAIR.theirs.getPrivate().getEncoded()));
        input.put("nameId", SamlPair.NAME_ID.value());
        input.put("format", SamlPair.FORMAT);
        input.put("sessionIndex", "si-77");
        input.put("requestId", "_our-request");
        input.put("relayState", WITHOUT_SPACE);
        input.put("relayStateWithASpace", SamlPair.RELAY_STATE);
        input.put("redirectedRequest", redirected);
        input.put("tamperedRequest", redirected.replace("RelayState=a", "RelayState=b"));
        input.put("redirectedResponse", RedirectBinding.url(PAIR.response("_their-request", Status.success()),
                SamlPair.RELAY_STATE, PAIR.key));
        input.put("postedRequest", posted);
        var response = PostBinding.form(PAIR.response("_their-request", Status.success()), SamlPair.RELAY_STATE,
                PAIR.key).fields().get("SAMLResponse");
        input.put("postedResponse", response);
        input.put("tamperedPost", tampered(posted, "p-81c2", "admin"));
        input.put("tamperedResponse", tampered(response, "status:Success", "status:Responder"));
        return input;
    }

    private static String tampered(String base64, String from, String to) {
        var xml = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        assertThat(xml).contains(from);
        return Base64.getEncoder().encodeToString(xml.replace(from, to).getBytes(StandardCharsets.UTF_8));
    }

    /// What they made of ours.
    private static MapAssert<String, Object> good(String name) {
        return assertThat(answers.get(name)).as(name).asInstanceOf(MAP).doesNotContainKey("refused")
                .extractingByKey("good").asInstanceOf(MAP);
    }

    private static MapAssert<String, Object> profile(String name) {
        return good(name).extractingByKey("profile").asInstanceOf(MAP);
    }

    private static void refused(String name) {
        assertThat(answers.get(name)).as(name).asInstanceOf(MAP).containsKey("refused");
    }

    private static String text(String name) {
        return String.valueOf(answers.get(name));
    }

    private static String query(String url) {
        return url.substring(url.indexOf('?') + 1);
    }

    @Test
    void e29AndE31OurRedirectedRequestIsValidToThem() {
        profile("redirectedRequest").containsEntry("nameID", "p-81c2").containsEntry("nameIDFormat", SamlPair.FORMAT)
                .containsEntry("sessionIndex", "si-77").containsEntry("issuer", SamlPair.IDP)
                .containsEntry("ID", PAIR.request().head().id());
        refused("tamperedRequest");
    }

    @Test
    void e29AndE31OurRedirectedResponseIsValidToThem() {
        good("redirectedResponse").containsEntry("loggedOut", true);
    }

    @Test
    void e26AndE35OurPostedRequestIsValidToThem() {
        profile("postedRequest").containsEntry("nameID", "p-81c2").containsEntry("sessionIndex", "si-77");
        refused("tamperedPost");
    }

    @Test
    void e26AndE35OurPostedResponseIsValidToThem() {
        good("postedResponse").containsEntry("loggedOut", true);
        refused("tamperedResponse");
    }

    @Test
    void e32AndE37TheirRedirectedRequestIsAcceptedWithItsRelayState() {
        var arrived = RedirectBinding.receive(query(text("theirRequest")));
        var request = PAIR.acceptRequest(arrived);
        assertThat(request.nameId()).isEqualTo(SamlPair.NAME_ID);
        assertThat(request.sessionIndexes()).containsExactly("si-77");
        assertThat(relayState(arrived)).isEqualTo(new Parsed.Good<>(WITHOUT_SPACE));
    }

    /// They sign `%20` and send `+`. A signature is over what is sent, so that such a query is refused; with the space
    /// as they signed it, it is accepted.
    @Test
    void e32TheirRelayStateWithASpaceIsAcceptedOnlyAsTheySignedIt() {
        var sent = query(text("theirRequestWithASpace"));
        assertThat(sent).contains("RelayState=a%3Fb%26c%3Dd%2Be+f");
        assertThat(relayState(RedirectBinding.receive(sent)))
                .isEqualTo(new Parsed.Refused<>(Refusal.SIGNATURE_WRONG));
        assertThat(relayState(RedirectBinding.receive(sent.replace("+", "%20"))))
                .isEqualTo(new Parsed.Good<>(SamlPair.RELAY_STATE));
    }

    private static Parsed<String> relayState(Parsed<Arrived> arrived) {
        return arrived.then(each -> each.verify(List.of(PAIR.theirs.getPublic()))).map(Verified::relayState);
    }

    @Test
    void e49TheirRedirectedResponseIsAcceptedForTheRequestThatIsPending() {
        var arrived = RedirectBinding.receive(query(text("theirResponse")));
        assertThat(PAIR.acceptResponse(arrived, "_our-request").status()).isEqualTo(Status.success());
    }

    @Test
    void e26AndE35TheirPostedRequestIsAccepted() {
        var form = "SAMLRequest=" + URLEncoder.encode(text("theirPost"), StandardCharsets.UTF_8);
        assertThat(PAIR.acceptRequest(PostBinding.receive(form)).nameId()).isEqualTo(SamlPair.NAME_ID);
    }

    @Test
    void e49TheirPostedResponseIsAcceptedForTheRequestThatIsPending() {
        var form = "SAMLResponse=" + URLEncoder.encode(text("theirPostedResponse"), StandardCharsets.UTF_8);
        assertThat(PAIR.acceptResponse(PostBinding.receive(form), "_our-request").status())
                .isEqualTo(Status.success());
    }
}
