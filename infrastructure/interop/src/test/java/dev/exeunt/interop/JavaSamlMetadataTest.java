package dev.exeunt.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.onelogin.saml2.settings.IdPMetadataParser;
import com.onelogin.saml2.settings.Saml2Settings;
import com.onelogin.saml2.settings.SettingsBuilder;
import com.onelogin.saml2.util.Constants;
import com.onelogin.saml2.util.SchemaFactory;
import com.onelogin.saml2.util.Util;
import dev.exeunt.aws.signing.SoftwareSigner;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.action.door.IdpDescriptor;
import dev.exeunt.core.page.Brand;
import dev.exeunt.core.page.Pages;
import dev.exeunt.core.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.transform.dom.DOMSource;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/// Our metadata, read by OneLogin's java-saml and held against the schema of OASIS that it brings.
class JavaSamlMetadataTest {

    private static final String BASE = "https://slo.example.com";
    private static final String SIGN_ON = "https://idp.example.com/sso?tenant=1&app=2";
    private static final RSAKey NOW = key("now");
    private static final RSAKey NEXT = key("next");

    private final Map<String, byte[]> kept = new HashMap<>();

    @Test
    void e45OurMetadataIsReadByThem() throws Exception {
        var settings = read(document(SIGN_ON));

        assertThat(settings.getIdpEntityId()).isEqualTo(BASE + "/saml");
        assertThat(settings.getIdpSingleLogoutServiceUrl()).hasToString(BASE + "/saml/slo");
        assertThat(settings.getIdpSingleLogoutServiceBinding()).isEqualTo(Constants.BINDING_HTTP_REDIRECT);
        assertThat(settings.getIdpSingleSignOnServiceUrl()).hasToString(SIGN_ON);
        assertThat(certificates(settings)).containsExactly(NOW.toPublicKey(), NEXT.toPublicKey());
    }

    @Test
    void e45AsTheFragmentThatItIsWithoutASignOnTheyReadOfItWhatLogoutNeeds() throws Exception {
        var settings = read(document(null));

        assertThat(settings.getIdpEntityId()).isEqualTo(BASE + "/saml");
        assertThat(settings.getIdpSingleLogoutServiceUrl()).hasToString(BASE + "/saml/slo");
        assertThat(certificates(settings)).containsExactly(NOW.toPublicKey(), NEXT.toPublicKey());
    }

    @Test
    void e45WithASignOnItIsMetadataToTheSchemaAndWithoutItThatAloneIsMissing() throws Exception {
        assertThat(errors(document(SIGN_ON))).isEmpty();
        assertThat(errors(document(null))).singleElement().satisfies(
                error -> assertThat(error.getMessage()).contains("IDPSSODescriptor", "SingleSignOnService"));
    }

    private static List<SAXParseException> errors(Document metadata) throws Exception {
        var errors = new ArrayList<SAXParseException>();
        var validator = SchemaFactory.loadFromUrl(SchemaFactory.SAML_SCHEMA_METADATA_2_0).newValidator();
        validator.setErrorHandler(new DefaultHandler() {

            @Override
            public void error(SAXParseException error) {
                errors.add(error);
            }
        });
        validator.validate(new DOMSource(metadata));
        return errors;
    }

    private static Saml2Settings read(Document metadata) throws Exception {
        var values = IdPMetadataParser.parseXML(metadata);
        values.put("onelogin.saml2.sp.entityid", SamlPair.SP);
        return new SettingsBuilder().fromValues(values).build();
    }

    private static List<PublicKey> certificates(Saml2Settings settings) {
        return Stream.concat(Stream.of(settings.getIdpx509cert()), settings.getIdpx509certMulti().stream())
                .map(X509Certificate::getPublicKey).distinct().toList();
    }

    private Document document(String signOn) {
        InstantSource time = InstantSource.system();
        var signer = SoftwareSigner.parse("{\"keys\":[" + NOW.toJSONString() + "," + NEXT.toJSONString() + "]}");
        var descriptor = new IdpDescriptor(
                new IdpDescriptor.Identity(new SamlMessages(null, signer, time), signOn),
                new IdpDescriptor.Keys(signer, (thumbprint, made) -> kept.computeIfAbsent(thumbprint, _ -> made.get())),
                new Answers(new Pages(new Brand("Acme", null, "#1f4fd8", null))), time);
        var answer = descriptor.answer(new WebRequest("GET", "/saml/metadata", Map.of(), "", Map.of(), List.of(),
                new byte[0], BASE));
        return Util.loadXML(new String(answer.body(), StandardCharsets.UTF_8));
    }

    private static RSAKey key(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).algorithm(JWSAlgorithm.RS256).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
