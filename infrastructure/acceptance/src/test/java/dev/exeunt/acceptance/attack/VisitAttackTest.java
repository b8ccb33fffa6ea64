package dev.exeunt.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages of a visit, asked for by those who have no business there.
class VisitAttackTest {

    private final Scene scene = Scene.shared();
    private final World world = scene.world();
    private final Victim living = scene.unharmed();
    private String visit = "";
    private String ref = "";

    @BeforeEach
    void somebodySignsOut() {
        var victim = scene.victim();
        var browser = world.browser(victim.session());
        var asked = browser.get("/logout").question();
        visit = browser.post(asked.action(), asked.answered("yes")).location().getPath();
        ref = String.valueOf(world.endedBy(victim.session()));
        world.settled(ref, "done");
    }

    @Test
    void withoutTheWholeTokenThereIsNothing() {
        var token = visit.substring("/logout/".length());
        for (var forged : List.of(ref, ref + "A".repeat(43), token.substring(1), token + "A", token.toUpperCase(
                java.util.Locale.ROOT), "0".repeat(32) + token.substring(32), token.substring(0, 74) + "~", "x", "%00",
                "..",
                "a".repeat(3000), token + "%0a", "%e2%82%ac")) {
            for (var tail : List.of("", "/status", "/stages/1")) {
                var method = tail.startsWith("/stages") ? "POST" : "GET";
                var path = "/logout/" + forged + tail;
                assertThat(scene.harmless(living, () -> send(method, path, Map.of())).status()).as(path).isIn(400, 404);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "9", "-1", "01", "x", "1e0", "99999999999999999999", "1%20", "%31%00"})
    void aStageThatIsNotThereIsNotFound(String index) {
        assertThat(scene.harmless(living, () -> send("POST", visit + "/stages/" + index, Map.of())).status()).isIn(400,
                404);
    }

    @Test
    void fromAnotherSiteNoStageIsFinishedAndNoStateIsTold() {
        for (var headers : List.of(Map.of("Sec-Fetch-Site", "cross-site"), Map.of("Origin", "https://evil.example"),
                Map.of("Sec-Fetch-Site", "same-site"))) {
            assertThat(scene.harmless(living, () -> send("POST", visit + "/stages/1", headers)).status())
                    .isEqualTo(403);
            assertThat(scene.harmless(living, () -> send("GET", visit + "/status", headers)).status()).isEqualTo(403);
        }
    }

    @Test
    void readingAVisitChangesNothingHoweverOften() {
        var before = world.rows();
        for (int i = 0; i < 5; i++) {
            assertThat(send("GET", visit, Map.of()).status()).isEqualTo(200);
            assertThat(send("HEAD", visit, Map.of()).status()).isEqualTo(200);
            assertThat(send("GET", visit + "/status", Map.of()).status()).isEqualTo(200);
        }
        scene.assertUnchanged(before);
    }

    @Test
    void aStagesFormIsAFormOfOurSize() {
        var json = new LinkedHashMap<>(Map.of("Content-Type", "application/json"));
        assertThat(scene.harmless(living, () -> world.browser().send("POST", visit + "/stages/1", json, "{}")).status())
                .isEqualTo(415);
        assertThat(scene.harmless(living, () -> world.browser().send("POST", visit + "/stages/1", Map.of("Content-Type",
                "application/x-www-form-urlencoded"), "x=" + "y".repeat(70_000))).status()).isEqualTo(413);
    }

    @Test
    void whatAPageReportsIsOnlyAboutItsOwnFrames() {
        var page = world.browser().post(visit + "/stages/1", Form.of("frame.0", "done", "frame.1", "loaded", "frame.2",
                "loaded", "frame.-1", "loaded", "frame.99999999999", "timeout", "hop", "'; drop table"));
        assertThat(page.status()).isEqualTo(303);
        var states = send("GET", visit + "/status", Map.of("Accept", "application/json")).json();
        var text = states.toString();
        assertThat(text).contains("\"sent\"").contains("\"done\"").doesNotContain("drop");
        var after = world.rows();
        assertThat(world.browser().post(visit + "/stages/1", Form.of("frame.0", "loaded")).status()).isEqualTo(303);
        scene.assertUnchanged(after);
    }

    @Test
    void theTokenOpensNothingElse() {
        var token = visit.substring("/logout/".length());
        assertThat(scene.harmless(living, () -> world.browser().get("/logout?ticket=" + token)).status())
                .isEqualTo(410);
        assertThat(scene.harmless(living, () -> world.browser().get("/oauth2/end-session?resume=" + token)).status())
                .isEqualTo(410);
        assertThat(scene.lines()).noneMatch(line -> line.contains(token.substring(32)));
        assertThat(world.rows().byKey().toString()).doesNotContain(token.substring(32));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/logout/x/y", "/logout//status", "/logout/../registry", "/oauth2/../logout", "/clients",
        "/sessions/x", "/assets/..%2f..%2fetc%2fpasswd", "/assets/exeunt.css", "/saml/slo", "/%2e%2e/x", "/logouts/x"})
    void whatIsNotOfTheContractIsNotThere(String path) {
        var before = world.rows();
        var reply = Wire.send(world.cloud().url(), new Wire.Request("GET", path, List.of(), new byte[0]));
        assertThat(reply.status()).as(path).isIn(400, 404);
        scene.assertUnchanged(before);
    }

    @Test
    void keysAndMetadataAreReadOnlyAndPublic() {
        for (var path : List.of("/oauth2/jwks", "/.well-known/openid-configuration")) {
            assertThat(scene.harmless(living, () -> send("POST", path, Map.of())).status()).isEqualTo(405);
            var body = send("GET", path, Map.of()).body();
            assertThat(body).doesNotContain("\"d\":").doesNotContain("\"p\":").doesNotContain("\"k\":");
        }
    }

    private Answer send(String method, String path, Map<String, String> headers) {
        var all = new java.util.ArrayList<String>();
        headers.forEach((name, value) -> all.add(name + ": " + value));
        return Wire.send(world.cloud().url(), new Wire.Request(method, path, all, new byte[0])).toAnswer();
    }
}
