package dev.exeunt.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.saml.LogoutRequest;
import dev.exeunt.core.saml.LogoutResponse;
import dev.exeunt.core.saml.Message;
import dev.exeunt.core.saml.PostBinding;
import dev.exeunt.core.saml.RedirectBinding;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.saml.SigningKey;
import dev.exeunt.core.saml.SoapBinding;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.session.NameId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the service providers accept and refuse, and what they say themselves.
class SamlLogoutTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";

    private static final SamlKey STRANGER = SamlKey.ofServiceProvider("stranger", Instant.now());

    private final Browser browser = new Browser();
    private FakeExeunt exeunt;

    @BeforeEach
    void start() throws IOException {
        exeunt = FakeExeunt.start();
        exeunt.signIn(browser, Person.ALL.getFirst(), Application.TICKETS);
        exeunt.signIn(browser, Person.ALL.getFirst(), Application.PAYROLL);
    }

    @AfterEach
    void stop() {
        exeunt.close();
    }

    @Test
    void whoIsSignedInIsKnownToTheRegistryByNameIdAndSessionIndex() throws Exception {
        assertThat(page(Application.TICKETS)).contains("Signed in as Ada Lovelace");
        assertThat(nameId(Application.TICKETS)).containsEntry("name_qualifier", exeunt.addresses.publicUrl() + "/saml")
                .containsEntry("sp_name_qualifier", Application.TICKETS.entityId(exeunt.addresses));
        assertThat(nameId(Application.TICKETS).get("value")).isNotEqualTo(nameId(Application.PAYROLL).get("value"));
    }

    @Test
    void aResponseIsGoodOnceAndInTheBrowserThatAskedForIt() throws Exception {
        var other = new Browser();
        var page = other.open(Application.PROPS.at(exeunt.addresses, "/login"));
        var fields = Map.of("person", "ada", "authorization", page.uri().getRawQuery());
        var form = new Markup(other.submit(page, "/idp/login", fields).body()).samlForm().orElseThrow();
        assertThat(form.action()).isEqualTo(Application.PROPS.consumer(exeunt.addresses).toString());

        var stranger = new Browser();
        assertThat(stranger.submit(page, form.action(), form.fields()).body())
                .contains("did not start in this browser");
        assertThat(other.submit(page, form.action(), form.fields()).body()).contains("did not start here");
    }

    @Test
    void aTamperedResponseSignsNobodyIn() throws Exception {
        var other = new Browser();
        var page = other.open(Application.PROPS.at(exeunt.addresses, "/login"));
        var fields = Map.of("person", "ada", "authorization", page.uri().getRawQuery());
        var form = new Markup(other.submit(page, "/idp/login", fields).body()).samlForm().orElseThrow();
        var xml = new String(Base64.getDecoder().decode(form.fields().get("SAMLResponse")), StandardCharsets.UTF_8);
        var changed = Base64.getEncoder().encodeToString(xml.replace("Ada Lovelace", "Somebody Else")
                .getBytes(StandardCharsets.UTF_8));
        assertThat(other.submit(page, form.action(),
                Map.of("SAMLResponse", changed, "RelayState", form.fields().get("RelayState"))).body())
                .contains("The assertion is not good");
    }

    @Test
    void aRequestByRedirectEndsTheSignInAndIsAnsweredByRedirect() throws Exception {
        var answer = get(RedirectBinding.url(request(Application.TICKETS, "/slo"), "r&=+", exeunt()));
        assertThat(answer.statusCode()).isEqualTo(303);
        var location = URI.create(answer.headers().firstValue("Location").orElseThrow());
        assertThat(location.toString()).startsWith(exeunt.addresses.publicUrl() + "/saml/slo?SAMLResponse=");
        assertThat(Form.parse(location.getRawQuery()).one("RelayState")).contains("r&=+");
        assertThat(page(Application.TICKETS)).contains("Signed out", "LogoutRequest received by redirect and verified");
        assertThat(page(Application.PAYROLL)).contains("Signed in as Ada Lovelace");
    }

    @Test
    void aRequestByPostIsAnsweredByAPageThatPostsAndMayBeFramedByTheIdentityProvider() throws Exception {
        var answer = post(request(Application.TICKETS, "/slo"), exeunt());
        var form = new Markup(answer.body()).samlForm().orElseThrow();
        assertThat(form.action()).isEqualTo(exeunt.addresses.publicUrl() + "/saml/slo");
        assertThat(new String(Base64.getDecoder().decode(form.fields().get("SAMLResponse")), StandardCharsets.UTF_8))
                .contains("InResponseTo=\"_request\"", SUCCESS, "<ds:Signature");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("frame-ancestors " + exeunt.addresses.publicUrl());
        assertThat(answer.headers().firstValue("X-Frame-Options")).isEmpty();
        assertThat(page(Application.TICKETS)).contains("Signed out");
    }

    @Test
    void aRequestBySoapIsAnsweredInTheSameConnection() throws Exception {
        var answer = soap(SoapBinding.envelope(request(Application.PAYROLL, "/slo/soap"), exeunt()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("InResponseTo=\"_request\"", SUCCESS, "/saml/slo/soap", "<ds:Signature");
        assertThat(page(Application.PAYROLL)).contains("Signed out", "LogoutRequest received by SOAP and verified");
    }

    @Test
    void whatIsNotSignedByTheIdentityProviderForThisAddressEndsNothing() throws Exception {
        var good = request(Application.TICKETS, "/slo");
        var stranger = key(STRANGER);
        assertThat(get(RedirectBinding.url(good, null, stranger)).statusCode()).isEqualTo(400);
        assertThat(get(RedirectBinding.url(good, null, null)).statusCode()).isEqualTo(400);
        assertThat(get(RedirectBinding.url(good, "a", exeunt()).replace("RelayState=a", "RelayState=b")).statusCode())
                .isEqualTo(400);
        assertThat(post(good, stranger).statusCode()).isEqualTo(400);
        assertThat(post(good, null).statusCode()).isEqualTo(400);
        assertThat(post(request(Application.TICKETS, "/elsewhere"), exeunt(), "/slo").statusCode()).isEqualTo(400);
        assertThat(get(Application.TICKETS.at(exeunt.addresses, "/slo").toString()).statusCode()).isEqualTo(400);
        assertThat(page(Application.TICKETS)).contains("Signed in as Ada Lovelace");
    }

    @Test
    void aSignedRequestThatIsWrappedIntoAForgedOneEndsNothing() throws Exception {
        var signed = new String(Base64.getDecoder().decode(PostBinding.form(request(Application.PAYROLL, "/slo/soap"),
                null, exeunt()).fields().get("SAMLRequest")), StandardCharsets.UTF_8);
        var forged = signed.replaceFirst("ID=\"_request\"", "ID=\"_forged\"")
                .replaceFirst("(?s)<ds:Signature.*</ds:Signature>", "<samlp:Extensions>"
                        + java.util.regex.Matcher.quoteReplacement(signed) + "</samlp:Extensions>");
        var envelope = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" + forged
                + "</s:Body></s:Envelope>";
        assertThat(soap(envelope.getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(500);
        assertThat(soap("<!DOCTYPE x [<!ENTITY y \"z\">]><x>&y;</x>".getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(500);
        assertThat(page(Application.PAYROLL)).contains("Signed in as Ada Lovelace");
    }

    @Test
    void anothersSessionIndexIsAnsweredWithRequesterAndEndsNothing() throws Exception {
        var head = new Message.Head("_request", Instant.now(),
                Application.TICKETS.at(exeunt.addresses, "/slo").toString(), exeunt.addresses.publicUrl() + "/saml");
        var wrong = new LogoutRequest(head, Instant.now().plusSeconds(60), null,
                new NameId("somebody-else", null, null, null, null), List.of(index(Application.TICKETS)), false);
        var answer = new Markup(post(wrong, exeunt()).body()).samlForm().orElseThrow().fields().get("SAMLResponse");
        assertThat(new String(Base64.getDecoder().decode(answer), StandardCharsets.UTF_8)).contains("status:Requester");
        assertThat(page(Application.TICKETS)).contains("Signed in as Ada Lovelace");
    }

    @Test
    void aLogoutThatBeginsHereIsAnsweredOnceByWhoWasAsked() throws Exception {
        var page = browser.open(Application.TICKETS.at(exeunt.addresses, "/"));
        var left = browser.submit(page, "/sign-out", Map.of());
        var query = Form.parse(left.uri().getRawQuery());
        var asked = SamlMessage.parse(com.onelogin.saml2.util.Util.base64decodedInflated(
                query.one("SAMLRequest").orElseThrow())).orElseThrow().getDocumentElement();
        assertThat(left.uri().getPath()).isEqualTo("/saml/slo");
        var relayState = query.one("RelayState").orElseThrow();
        var answer = new LogoutResponse(
                new Message.Head("_response", Instant.now(),
                        Application.TICKETS.singleLogout(exeunt.addresses).toString(),
                        exeunt.addresses.publicUrl() + "/saml"),
                asked.getAttribute("ID"), Status.partialLogout());

        assertThat(get(RedirectBinding.url(answer, "other", exeunt())).statusCode()).isEqualTo(400);
        assertThat(get(RedirectBinding.url(answer, relayState,
                key(STRANGER))).statusCode()).isEqualTo(400);
        assertThat(get(RedirectBinding.url(answer, relayState, exeunt())).statusCode()).isEqualTo(303);
        assertThat(get(RedirectBinding.url(answer, relayState, exeunt())).statusCode()).isEqualTo(400);
        assertThat(page(Application.TICKETS)).contains("was pressed", "not everybody was told");
    }

    private LogoutRequest request(Application application, String path) {
        var name = nameId(application);
        return new LogoutRequest(
                new Message.Head("_request", Instant.now(), application.at(exeunt.addresses, path).toString(),
                        exeunt.addresses.publicUrl() + "/saml"),
                Instant.now().plusSeconds(60), LogoutRequest.Reason.USER.uri(),
                new NameId(name.get("value"), name.get("format"), name.get("name_qualifier"),
                        name.get("sp_name_qualifier"), null),
                List.of(index(application)), false);
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> nameId(Application application) {
        return (Map<String, String>) exeunt.participant(application).members().get("name_id");
    }

    private String index(Application application) {
        return exeunt.participant(application).text("session_index").orElseThrow();
    }

    private SigningKey exeunt() {
        return key(FakeExeunt.SAML_KEY);
    }

    private static SigningKey key(SamlKey key) {
        return SigningKey.of(SignatureAlgorithm.RSA_SHA256, octets -> {
            try {
                var signature = Signature.getInstance("SHA256withRSA");
                signature.initSign(key.privateKey());
                signature.update(octets);
                return signature.sign();
            } catch (GeneralSecurityException broken) {
                throw new IllegalStateException(broken);
            }
        });
    }

    private HttpResponse<String> post(LogoutRequest request, SigningKey key) throws Exception {
        return post(request, key, "/slo");
    }

    private HttpResponse<String> post(LogoutRequest request, SigningKey key, String path) throws Exception {
        return new Wire().postForm(Application.TICKETS.at(exeunt.addresses, path),
                PostBinding.form(request, null, key).fields());
    }

    private HttpResponse<String> soap(byte[] envelope) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(Application.PAYROLL.at(exeunt.addresses, "/slo/soap"))
                .header("Content-Type", SoapBinding.CONTENT_TYPE).POST(BodyPublishers.ofByteArray(envelope)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String uri) throws Exception {
        return new Wire().get(URI.create(uri));
    }

    private String page(Application application) throws IOException {
        return browser.open(application.at(exeunt.addresses, "/")).body();
    }
}
