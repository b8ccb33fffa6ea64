package dev.exeunt.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.onelogin.saml2.http.HttpRequest;
import com.onelogin.saml2.logout.LogoutRequest;
import com.onelogin.saml2.logout.LogoutResponse;
import com.onelogin.saml2.settings.Saml2Settings;
import com.onelogin.saml2.settings.SettingsBuilder;
import com.onelogin.saml2.util.Constants;
import com.onelogin.saml2.util.Util;
import dev.exeunt.core.saml.EntityDescriptor;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.PostBinding;
import dev.exeunt.core.saml.RedirectBinding;
import dev.exeunt.core.saml.Refusal;
import dev.exeunt.core.saml.Status;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// SAML logout with OneLogin's java-saml as the service provider, in both directions and by both browser bindings.
class JavaSamlTest {

    private static final SamlPair PAIR = new SamlPair();
    private static final Saml2Settings SETTINGS = settings();

    private static Saml2Settings settings() {
        var values = new HashMap<String, Object>();
        values.put("onelogin.saml2.strict", "true");
        values.put("onelogin.saml2.sp.entityid", SamlPair.SP);
        values.put("onelogin.saml2.sp.assertion_consumer_service.url", "https://sp.example.org/acs");
        values.put("onelogin.saml2.sp.single_logout_service.url", SamlPair.SP_SLO);
        values.put("onelogin.saml2.sp.x509cert", SamlPair.pem(PAIR.theirCertificate));
        values.put("onelogin.saml2.sp.privatekey", SamlPair.pem("PRIVATE KEY", PAIR.theirs.getPrivate().getEncoded()));
        values.put("onelogin.saml2.idp.entityid", SamlPair.IDP);
        values.put("onelogin.saml2.idp.single_sign_on_service.url", "https://slo.example.com/sso");
        values.put("onelogin.saml2.idp.single_logout_service.url", SamlPair.IDP_SLO);
        values.put("onelogin.saml2.idp.x509cert", SamlPair.pem(PAIR.ourCertificate));
        values.put("onelogin.saml2.security.want_messages_signed", "true");
        values.put("onelogin.saml2.security.logoutrequest_signed", "true");
        values.put("onelogin.saml2.security.logoutresponse_signed", "true");
        values.put("onelogin.saml2.security.signature_algorithm", Constants.RSA_SHA256);
        values.put("onelogin.saml2.security.reject_deprecated_alg", "true");
        return new SettingsBuilder().fromValues(values).build();
    }

    /// As a servlet container would hand it over.
    private static HttpRequest received(String url) {
        var query = url.substring(url.indexOf('?') + 1);
        Map<String, List<String>> parameters = new HashMap<>();
        for (String each : query.split("&")) {
            var equals = each.indexOf('=');
            parameters.computeIfAbsent(each.substring(0, equals), _ -> new ArrayList<>())
                    .add(URLDecoder.decode(each.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return new HttpRequest(SamlPair.SP_SLO, parameters, query);
    }

    /// Theirs, signed by their own utilities over their own spelling.
    private String sent(String parameter, String encoded, boolean lowerCase) throws Exception {
        var query = parameter + "=" + URLEncoder.encode(encoded, StandardCharsets.UTF_8) + "&RelayState="
                + URLEncoder.encode(SamlPair.RELAY_STATE, StandardCharsets.UTF_8) + "&SigAlg="
                + URLEncoder.encode(Constants.RSA_SHA256, StandardCharsets.UTF_8);
        if (lowerCase) {
            query = Pattern.compile("%[0-9A-F]{2}").matcher(query)
                    .replaceAll(match -> match.group().toLowerCase(Locale.ROOT));
        }
        var signature = Util.sign(query, PAIR.theirs.getPrivate(), Constants.RSA_SHA256);
        return query + "&Signature=" + URLEncoder.encode(Base64.getEncoder().encodeToString(signature),
                StandardCharsets.UTF_8);
    }

    private LogoutRequest theirRequest() {
        return new LogoutRequest(SETTINGS, null, SamlPair.NAME_ID.value(), "si-77", SamlPair.FORMAT, SamlPair.IDP,
                SamlPair.SP);
    }

    @Test
    void e29AndE31OurRedirectedRequestIsValidToThem() throws Exception {
        var url = RedirectBinding.url(PAIR.request(), SamlPair.RELAY_STATE, PAIR.key);
        var theirs = new LogoutRequest(SETTINGS, received(url));
        assertThat(theirs.isValid()).as(theirs.getError()).isTrue();
        var xml = theirs.getLogoutRequestXml();
        assertThat(LogoutRequest.getNameId(xml, null)).isEqualTo("p-81c2");
        assertThat(LogoutRequest.getSessionIndexes(xml)).containsExactly("si-77");
        assertThat(LogoutRequest.getNameIdData(xml, null)).containsEntry("Format", SamlPair.FORMAT)
                .containsEntry("NameQualifier", SamlPair.IDP).containsEntry("SPNameQualifier", SamlPair.SP);
        var tampered = new LogoutRequest(SETTINGS, received(url.replace("RelayState=a", "RelayState=b")));
        assertThat(tampered.isValid()).isFalse();
    }

    @Test
    void e29AndE31OurRedirectedResponseIsValidToThem() throws Exception {
        var url = RedirectBinding.url(PAIR.response("_their-request", Status.partialLogout()), SamlPair.RELAY_STATE,
                PAIR.key);
        var theirs = new LogoutResponse(SETTINGS, received(url));
        assertThat(theirs.isValid("_their-request")).as(theirs.getError()).isTrue();
        assertThat(theirs.getStatus()).isEqualTo("urn:oasis:names:tc:SAML:2.0:status:Success");
        assertThat(new LogoutResponse(SETTINGS, received(url)).isValid("_another")).isFalse();
    }

    @Test
    void e32TheirRedirectedRequestIsAcceptedInEitherSpelling() throws Exception {
        for (boolean lowerCase : new boolean[]{false, true}) {
            var theirs = theirRequest();
            var arrived = RedirectBinding.receive(sent("SAMLRequest", theirs.getEncodedLogoutRequest(), lowerCase));
            var request = PAIR.acceptRequest(arrived);
            assertThat(request.nameId()).isEqualTo(SamlPair.NAME_ID);
            assertThat(request.sessionIndexes()).containsExactly("si-77");
            assertThat(request.head().id()).isEqualTo(theirs.getId());
        }
    }

    @Test
    void e37TheRelayStateComesBackAsItWentWhateverIsInIt() throws Exception {
        var query = sent("SAMLRequest", theirRequest().getEncodedLogoutRequest(), true);
        var verified = RedirectBinding.receive(query).then(each -> each.verify(List.of(PAIR.theirs.getPublic())));
        assertThat(verified.map(each -> each.relayState())).isEqualTo(new Parsed.Good<>(SamlPair.RELAY_STATE));
    }

    @Test
    void e49TheirRedirectedResponseIsAcceptedForTheRequestThatIsPending() throws Exception {
        var theirs = new LogoutResponse(SETTINGS, (HttpRequest) null);
        theirs.build("_our-request");
        var arrived = RedirectBinding.receive(sent("SAMLResponse", theirs.getEncodedLogoutResponse(), false));
        assertThat(PAIR.acceptResponse(arrived, "_our-request").status()).isEqualTo(Status.success());
    }

    @Test
    void e26AndE35OurPostedMessagesHaveASignatureThatTheyVerify() throws Exception {
        for (var message : List.of(PAIR.request(), PAIR.response("_r", Status.success()))) {
            var form = PostBinding.form(message, SamlPair.RELAY_STATE, PAIR.key);
            var xml = new String(Base64.getDecoder().decode(form.fields().values().iterator().next()),
                    StandardCharsets.UTF_8);
            var root = xml.contains("LogoutRequest") ? "LogoutRequest" : "LogoutResponse";
            var path = "/samlp:" + root + "/ds:Signature";
            assertThat(Util.validateSign(Util.loadXML(xml), List.of(PAIR.ourCertificate), null, null, path)).isTrue();
            assertThat(Util.validateSign(Util.loadXML(xml.replace(SamlPair.SP_SLO, "https://x.example/")),
                    List.of(PAIR.ourCertificate), null, null, path)).isFalse();
            assertThat(Util.validateSign(Util.loadXML(xml), List.of(PAIR.theirCertificate), null, null, path))
                    .isFalse();
        }
    }

    @Test
    void e26AndE35TheirPostedMessagesAreAccepted() throws Exception {
        var request = PAIR.acceptRequest(PostBinding.receive("SAMLRequest=" + posted(
                theirRequest().getLogoutRequestXml()) + "&RelayState=x"));
        assertThat(request.nameId()).isEqualTo(SamlPair.NAME_ID);
        var response = new LogoutResponse(SETTINGS, (HttpRequest) null);
        response.build("_our-request");
        var accepted = PAIR.acceptResponse(PostBinding.receive("SAMLResponse=" + posted(
                response.getLogoutResponseXml())), "_our-request");
        assertThat(accepted.status()).isEqualTo(Status.success());
    }

    @Test
    void e28TheirDigestBySha1WhichTheyMakeUnlessToldOtherwiseIsRefused() throws Exception {
        var form = "SAMLRequest=" + posted(theirRequest().getLogoutRequestXml(), Constants.SHA1);
        var verified = PostBinding.receive(form).then(each -> each.verify(List.of(PAIR.theirs.getPublic())));
        assertThat(verified).isEqualTo(new Parsed.Refused<>(Refusal.SIGNATURE_ALGORITHM));
    }

    private String posted(String xml) throws Exception {
        return posted(xml, Constants.SHA256);
    }

    /// Signed by them, wrapped as mailers wrap it.
    private String posted(String xml, String digest) throws Exception {
        var signed = Util.addSign(Util.loadXML(xml), PAIR.theirs.getPrivate(), PAIR.theirCertificate,
                Constants.RSA_SHA256, digest);
        return URLEncoder.encode(Base64.getMimeEncoder().encodeToString(signed.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
    }

    @Test
    void e45TheirMetadataIsRead() throws Exception {
        var read = EntityDescriptor.read(SETTINGS.getSPMetadata().getBytes(StandardCharsets.UTF_8), PAIR.now);
        assertThat(read).isInstanceOfSatisfying(Parsed.Good.class, good -> {
            var metadata = (EntityDescriptor) good.value();
            assertThat(metadata.entityId()).isEqualTo(SamlPair.SP);
            assertThat(metadata.signingKeys()).containsExactly(PAIR.theirs.getPublic());
            assertThat(metadata.singleLogoutServices()).singleElement()
                    .satisfies(endpoint -> assertThat(endpoint.location()).isEqualTo(SamlPair.SP_SLO));
        });
    }
}
