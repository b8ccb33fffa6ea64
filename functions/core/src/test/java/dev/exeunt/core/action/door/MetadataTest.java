package dev.exeunt.core.action.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.action.memory.Call;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.WebAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetadataTest {

    private final Metadata metadata = new Metadata(World.ISSUER, new World.OurSigner(List.of(World.OUR_KEY)),
            new Answers(World.pages()));

    @Test
    void a21TheEndSessionEndpointIsPublishedAndHttps() {
        assertThat(json(metadata.configuration(Call.get("/.well-known/openid-configuration").request())))
                .containsEntry("end_session_endpoint", World.BASE + "/oauth2/end-session");
        assertThat(World.BASE).startsWith("https://");
    }

    @Test
    void b1TheBackChannelIsPublishedWithItsSessions() {
        assertThat(json(metadata.configuration(Call.get("/.well-known/openid-configuration").request())))
                .containsEntry("backchannel_logout_supported", true)
                .containsEntry("backchannel_logout_session_supported", true);
    }

    @Test
    void c1TheFrontChannelIsPublishedWithItsSessions() {
        assertThat(json(metadata.configuration(Call.get("/.well-known/openid-configuration").request())))
                .containsEntry("frontchannel_logout_supported", true)
                .containsEntry("frontchannel_logout_session_supported", true);
    }

    @Test
    void d8TheIssuerIsTheIdentityProvidersToTheLetter() {
        assertThat(json(metadata.configuration(Call.get("/.well-known/openid-configuration").request())))
                .containsEntry("issuer", World.ISSUER);
    }

    @Test
    void d1D6NothingIsPublishedButWhatIsSpokenUnderTheNamesOfTheSpecifications() {
        assertThat(json(metadata.configuration(Call.get("/.well-known/openid-configuration").request())))
                .containsOnlyKeys("issuer", "end_session_endpoint", "jwks_uri", "backchannel_logout_supported",
                        "backchannel_logout_session_supported", "frontchannel_logout_supported",
                        "frontchannel_logout_session_supported");
    }

    @Test
    void keysArePublishedWithoutTheirPrivateParts() {
        var answer = metadata.keys(Call.get("/oauth2/jwks").request());

        assertThat(answer.headers().get("Cache-Control")).contains("max-age=");
        assertThat(text(answer)).contains(World.OUR_KEY.getModulus().toString())
                .doesNotContain(World.OUR_KEY.getPrivateExponent().toString());
    }

    @Test
    void anotherMethodIsRefused() {
        var answer = metadata.keys(Call.post("/oauth2/jwks").request());

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD");
    }

    private static Map<String, Object> json(WebAnswer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return Json.read(text(answer)).orElseThrow();
    }

    private static String text(WebAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
