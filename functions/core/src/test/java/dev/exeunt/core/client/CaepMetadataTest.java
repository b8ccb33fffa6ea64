package dev.exeunt.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import dev.exeunt.core.Limits;
import dev.exeunt.core.client.CaepReceiver.Subject;
import dev.exeunt.core.client.ClientMetadata.Deployment;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What may be registered as a receiver of security events.
class CaepMetadataTest {

    private static final String SECRET = "Bearer s3cr3t-t0ken";

    private final ClientMetadata metadata = deployment(List.of(JWSAlgorithm.RS256));

    @Test
    void everyMemberIsReadAsItIsNamed() {
        assertThat(good(Map.of("client_name", "Hub", "client_id", "https://hub.example/ssf", "push_uri",
                "https://hub.example/events?t=7", "authorization_header", SECRET, "subject", "email")))
                .isEqualTo(new CaepReceiver("hub", "https://hub.example/ssf", "Hub", "https://hub.example/events?t=7",
                        SECRET, Subject.EMAIL));
    }

    @Test
    void aPushUriIsEnough() {
        assertThat(good(Map.of())).isEqualTo(
                new CaepReceiver("hub", "hub", "hub", "https://hub.example/events", null, Subject.COMPLEX));
    }

    @ParameterizedTest
    @EnumSource
    void f6EveryFormOfSubjectMayBeChosen(Subject subject) {
        assertThat(good(Map.of("subject", subject.text())).subject()).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISS_SUB", "phone_number", "jwt_id", "both", "complex "})
    void f6NoOtherForm(String subject) {
        refuses("subject", "one_of", Map.of("subject", subject));
    }

    @ParameterizedTest
    @CsvSource({"http://hub.example/e,https", "https://user:pw@hub.example/e,userinfo",
        "https://127.0.0.1/e,address_not_allowed", "https://hub.example/e#f,fragment",
        "https://hub.example:22/e,port_not_allowed", "/events,absolute"})
    void f15APushUriIsOneThatWeMayCall(String uri, String rule) {
        refuses("push_uri", rule, Map.of("push_uri", uri));
    }

    @Test
    void f10WithoutAPushUriNothingCanBePushed() {
        refuses(metadata, "push_uri", "required", Json.read("{\"protocol\":\"caep\"}").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a\r\nX-Admin: 1", "Bearer a\nb", "Bearer a\rb", "Bearer a\u0000", "Bearer a\tb",
        "Bearer a\u2028b"})
    void f11AHeaderCannotBreakOutOfItsLine(String header) {
        var problem = refused(metadata, json(Map.of("authorization_header", header)));
        assertThat(problem.field()).isEqualTo("authorization_header");
        assertThat(problem.rule()).isIn("characters", "field_value");
    }

    @ParameterizedTest
    @ValueSource(strings = {" Bearer a", "Bearer a ", " ", "Bearer ä"})
    void f11AHeaderArrivesAsItWasRegisteredOrIsRefused(String header) {
        refuses("authorization_header", "field_value", Map.of("authorization_header", header));
    }

    @Test
    void f11AHeaderHasABound() {
        refuses("authorization_header", "length",
                Map.of("authorization_header", "a".repeat(Limits.AUTHORIZATION + 1)));
        assertThat(good(Map.of("authorization_header", "a".repeat(Limits.AUTHORIZATION))).authorizationHeader())
                .hasSize(Limits.AUTHORIZATION);
    }

    @Test
    void theHeaderIsShownToNobody() {
        var receiver = good(Map.of("authorization_header", SECRET));
        assertThat(receiver.toString()).doesNotContain("s3cr3t");
        assertThat(ClientJson.of(receiver)).containsEntry("authorization_header", true).containsEntry("protocol",
                "caep").containsEntry("push_uri", "https://hub.example/events").containsEntry("subject", "complex");
        assertThat(Json.write(ClientJson.of(receiver))).doesNotContain("s3cr3t");
        assertThat(ClientJson.of(good(Map.of()))).doesNotContainKey("authorization_header");
        assertThat(refused(metadata, json(Map.of("authorization_header", SECRET + "\n"))).members().toString())
                .doesNotContain("s3cr3t");
    }

    @Test
    void whatIsShownOfOneWithASecretCannotBePutBackUnawares() {
        var shown = ClientJson.of(good(Map.of("authorization_header", SECRET)));
        refuses(metadata, "authorization_header", "string", shown);
        var open = good(Map.of("subject", "opaque"));
        assertThat(read(metadata, ClientJson.of(open))).isEqualTo(new Checked.Good<Client>(open));
    }

    @Test
    void f1WithoutAKeyForEventsNoReceiverIsTaken() {
        refuses(deployment(List.of(JWSAlgorithm.PS256, JWSAlgorithm.EdDSA)), "protocol", "signing_key",
                json(Map.of()));
        assertThat(read(deployment(List.of(JWSAlgorithm.ES256)), json(Map.of()))).isInstanceOf(Checked.Good.class);
    }

    private static ClientMetadata deployment(List<JWSAlgorithm> algorithms) {
        return new ClientMetadata(new Deployment(Reach.of(List.of()), "https://slo.example.com", algorithms::contains,
                _ -> false));
    }

    private static Map<String, Object> json(Map<String, Object> members) {
        var json = new HashMap<String, Object>(Map.of("protocol", "caep", "push_uri", "https://hub.example/events"));
        json.putAll(members);
        return json;
    }

    private CaepReceiver good(Map<String, Object> members) {
        return switch (read(metadata, json(members))) {
            case Checked.Good<Client> good -> (CaepReceiver) good.value();
            case Checked.Bad<Client> bad -> throw new AssertionError(bad.problem());
        };
    }

    private void refuses(String field, String rule, Map<String, Object> members) {
        refuses(metadata, field, rule, json(members));
    }

    private static void refuses(ClientMetadata metadata, String field, String rule, Map<String, Object> json) {
        var problem = refused(metadata, json);
        assertThat(List.of(shown(problem.field()), shown(problem.rule()))).containsExactly(field, rule);
    }

    private static String shown(@Nullable String text) {
        return String.valueOf(text);
    }

    private static Problem refused(ClientMetadata metadata, Map<String, Object> json) {
        return switch (read(metadata, json)) {
            case Checked.Good<Client> good -> throw new AssertionError("accepted: " + good.value());
            case Checked.Bad<Client> bad -> bad.problem();
        };
    }

    private static Checked<Client> read(ClientMetadata metadata, Map<String, Object> json) {
        return metadata.read("hub", json);
    }
}
