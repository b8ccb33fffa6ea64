package dev.exeunt.core.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.Sessions.Added;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.client.SamlClient.LogoutService;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.SamlIdentity;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The whole corpus against the addresses that it is for, where the sender takes part in the session under the name that the
/// honest message has, and under the one that the forgeries have.
class AttacksAtTheDoorTest {

    private static final String BASE = "https://slo.example.com";

    private final World world = new World();

    AttacksAtTheDoorTest() throws CertificateEncodingException {
        world.time.pass(Duration.between(World.START, Samples.NOW));
        for (var party : List.of(Party.SP, Party.OTHER)) {
            world.clients.put(provider(party));
            join(party);
        }
    }

    @Test
    void e13e50e52NoneOfThemIsActedUpon() {
        var before = world.sessions.read("sess");
        for (Attack attack : Attacks.all("http://127.0.0.1:9/")) {
            var answer = send(attack.binding(), attack.payload());
            assertThat(answer.status()).as(attack.name())
                    .isLessThanOrEqualTo(attack.binding() == Binding.SOAP ? 500 : 413);
            assertThat(world.isOpen("sess")).as(attack.name()).isTrue();
        }
        assertThat(world.sessions.read("sess")).isEqualTo(before);
        assertThat(world.sent).isEmpty();
        assertThat(world.logouts.count()).isZero();
        assertThat(world.seen.count()).as("messages that were accepted").isZero();
    }

    @Test
    void theHonestMessageThatTheyAreMadeOfEndsIt() {
        assertThat(send(Binding.REDIRECT, Attacks.QUERY.getBytes()).status()).isEqualTo(303);
        assertThat(world.isOpen("sess")).isFalse();
    }

    @Test
    void theForgeryWouldEndItIfItWereSigned() {
        var query = Samples.query(RedirectBinding.url(Attacks.evil("_e"), "x", Party.SP.signingKey()));
        assertThat(send(Binding.REDIRECT, query.getBytes()).status()).isEqualTo(303);
        assertThat(world.isOpen("sess")).isFalse();
    }

    private WebAnswer send(Binding binding, byte[] payload) {
        return switch (binding) {
            case REDIRECT -> world.singleLogout().answer(
                    request("GET", "/saml/slo", "", new String(payload), new byte[0]));
            case POST -> world.singleLogout().answer(
                    request("POST", "/saml/slo", "application/x-www-form-urlencoded", "", payload));
            case SOAP -> world.soapLogout().answer(request("POST", "/saml/slo/soap", "text/xml", "", payload));
        };
    }

    private static WebRequest request(String method, String path, String type, String query, byte[] body) {
        return new WebRequest(method, path, Map.of(), query, Map.of("content-type", type, "accept", "text/html"),
                List.of("__Host-session=secret"), body, BASE);
    }

    private static SamlClient provider(Party party) throws CertificateEncodingException {
        var services = Stream.of(Binding.values()).map(each -> new LogoutService(each, party.slo, null)).toList();
        return new SamlClient(party.name(), party.entityId, party.name(), services,
                List.of(Base64.getEncoder().encodeToString(party.certificate().getEncoded())),
                new SamlClient.Channel(SamlClient.Method.NATIVE, Binding.REDIRECT), SignatureAlgorithm.RSA_SHA256,
                "default-invalidation-flow");
    }

    private void join(Party party) {
        var before = world.sessions.read("sess").orElseThrow().session();
        var participant = new Participant.Saml(party.name(),
                List.of(new SamlIdentity(Samples.NAME_ID, "si-77"),
                        new SamlIdentity(new NameId("admin", null, null, null, null), "si-1")),
                world.time.instant(), new Participant.Presence.Here());
        assertThat(world.sessions.write(
                new Sessions.Change(before, before.joined(before.gate().next(before.gate().count() + 1, 0)),
                        participant, participant.handles().stream().map(handle -> new Added(handle, null)).toList(),
                        List.of())))
                .isInstanceOf(Sessions.Written.Done.class);
    }
}
