package dev.exeunt.core.action.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.exeunt.core.action.KeptCertificates;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.action.memory.Call;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.saml.Certificates;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.web.WebAnswer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IdpDescriptorTest {

    private static final Pattern CERTIFICATE = Pattern.compile("X509Certificate[^>]*>([^<]+)<");

    private final World world = new World();
    private @Nullable String signOn;
    private final Map<String, byte[]> kept = new HashMap<>();
    private final KeptCertificates certificates = (thumbprint, made) -> kept.computeIfAbsent(thumbprint,
            _ -> made.get());

    @Test
    void e45EveryBindingIsThereAndUntilWhenItIsValid() {
        var answer = get(List.of(signing("our-1")));
        var xml = Call.text(answer);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/samlmetadata+xml")
                .containsEntry("Cache-Control", "public, max-age=300");
        assertThat(xml).contains("entityID=\"" + World.BASE + "/saml\"");
        assertThat(xml).contains("validUntil=\"" + World.START.plus(Duration.ofDays(7)) + "\"");
        for (var binding : List.of("HTTP-Redirect\" Location=\"" + World.BASE + "/saml/slo\"",
                "HTTP-POST\" Location=\"" + World.BASE + "/saml/slo\"",
                "SOAP\" Location=\"" + World.BASE + "/saml/slo/soap\"")) {
            assertThat(xml).contains("urn:oasis:names:tc:SAML:2.0:bindings:" + binding);
        }
    }

    @Test
    void e45TheCertificateHoldsTheKeyThatSigns() throws JOSEException, GeneralSecurityException {
        var certificate = certificates(get(List.of(signing("our-1")))).getFirst();

        assertThat(certificate.getPublicKey()).isEqualTo(World.OUR_KEY.toPublicKey());
        certificate.verify(World.OUR_KEY.toPublicKey());
        assertThat(certificate.getNotBefore()).isEqualTo(World.START);
    }

    @Test
    void e45AKeyThatIsAboutToSignIsThereBeforeInACertificateOfItsOwn() throws JOSEException, GeneralSecurityException {
        var next = new RSAKey.Builder(World.IDP_KEY).keyID("next").algorithm(JWSAlgorithm.RS256).build();
        var both = certificates(get(List.of(signing("our-1"), next)));

        assertThat(both).extracting(X509Certificate::getPublicKey).containsExactly(World.OUR_KEY.toPublicKey(),
                next.toPublicKey());
        both.getLast().verify(next.toPublicKey());
    }

    @Test
    void e45AKeyThatSignsNoLongerIsThereStill() throws JOSEException, GeneralSecurityException {
        var last = new RSAKey.Builder(World.IDP_KEY).keyID("last").algorithm(JWSAlgorithm.RS256).build().toPublicJWK();
        var both = certificates(get(List.of(signing("our-1"), last)));

        assertThat(both.getLast().getPublicKey()).isEqualTo(last.toPublicKey());
        both.getLast().verify(World.OUR_KEY.toPublicKey());
    }

    @Test
    void e45WherePeopleSignInIsThereIfItIsKnown() {
        assertThat(Call.text(get(List.of(signing("our-1"))))).doesNotContain("SingleSignOnService");
        signOn = "https://idp.example.com/sso?a=b&c=d";
        assertThat(Call.text(get(List.of(signing("our-1"))))).contains("<md:SingleSignOnService Binding=\""
                + "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" Location=\"https://idp.example.com/sso?a=b&amp;c=d\"");
    }

    @Test
    void aCertificateIsMadeOnceAndStaysTheSame() {
        var first = certificates(get(List.of(signing("our-1"))));
        world.time.pass(Duration.ofDays(400));
        assertThat(certificates(get(List.of(signing("our-1"))))).isEqualTo(first);
        assertThat(kept).hasSize(1);
    }

    @Test
    void aKeyThatSignsNoXmlIsLeftOut() {
        var other = new RSAKey.Builder(World.IDP_KEY).algorithm(JWSAlgorithm.PS256).build();
        assertThat(certificates(get(List.of(signing("our-1"), other)))).hasSize(1);
    }

    @Test
    void itIsOnlyRead() {
        assertThat(descriptor(List.of(signing("our-1"))).answer(Call.post("/saml/metadata").request()).status())
                .isEqualTo(405);
    }

    private static JWK signing(String kid) {
        return new RSAKey.Builder(World.OUR_KEY).keyID(kid).algorithm(JWSAlgorithm.RS256).build();
    }

    private WebAnswer get(List<JWK> keys) {
        return descriptor(keys).answer(Call.get("/saml/metadata").request());
    }

    private IdpDescriptor descriptor(List<JWK> keys) {
        var signer = new World.OurSigner(keys);
        return new IdpDescriptor(new IdpDescriptor.Identity(new SamlMessages(null, signer, world.time), signOn),
                new IdpDescriptor.Keys(signer, certificates), new Answers(World.pages()), world.time);
    }

    private static List<X509Certificate> certificates(WebAnswer answer) {
        return CERTIFICATE.matcher(Call.text(answer)).results()
                .map(found -> switch (Certificates.read(found.group(1))) {
                    case Parsed.Good<X509Certificate>(X509Certificate certificate) -> certificate;
                    case Parsed.Refused<X509Certificate>(var why) -> throw new AssertionError(why);
                }).toList();
    }
}
