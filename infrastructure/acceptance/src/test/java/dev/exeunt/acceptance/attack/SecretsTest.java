package dev.exeunt.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.World;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whole journeys, good and bad, after which no secret stands in a log, in the table, or in a place that a browser hands on
/// (protocols A24, G1).
class SecretsTest {

    private final Scene scene = Scene.shared();
    private final World world = scene.world();

    @Test
    void a24NoSecretOfAJourneyIsLoggedOrStored() {
        var victim = scene.victim();
        victim.back().rp().answers(Reply.status(400));
        var secrets = new ArrayList<>(List.of(victim.session().cookie(), signature(victim.hint(world))));
        var ticket = URI.create(world.ticket(victim.session())).getQuery().substring("ticket=".length());
        secrets.add(ticket);
        world.browser().get("/logout?ticket=" + ticket).question();
        var state = "state-" + "q".repeat(30);
        var parameters = Form.of("id_token_hint", victim.hint(world), "post_logout_redirect_uri", victim.out(), "state",
                state);
        var browser = world.browser(victim.session());
        var parked = browser.postFromElsewhere("/oauth2/end-session", parameters).location();
        secrets.add(parked.getQuery().substring("resume=".length()));
        assertThat(parked.toString()).doesNotContain(victim.hint(world)).doesNotContain(state);
        var asked = browser.get("/logout").question();
        secrets.add(asked.request());
        var visit = browser.post("/logout", asked.answered("yes")).location().getPath();
        secrets.add(visit.substring("/logout/".length() + 32));
        var ref = String.valueOf(world.endedBy(victim.session()));
        world.settled(ref, "done", "failed");
        Await.until("both attempts are logged", () -> scene.lines().stream()
                .filter(line -> line.contains(ref) && line.contains("\"delivery_attempted\"")).count() == 2);
        secrets.addAll(victim.back().rp().notices(1).stream().map(notice -> notice.logoutToken()).toList());

        var rows = world.rows().byKey().toString();
        for (var secret : secrets) {
            assertThat(scene.lines()).noneMatch(line -> line.contains(secret));
            assertThat(rows).doesNotContain(secret);
        }
        assertThat(scene.lines()).noneMatch(line -> line.contains(state));
    }

    @Test
    void g1NoAnswerHandsItsAddressOn() {
        var victim = scene.victim();
        var browser = world.browser(victim.session());
        var question = browser.get("/logout");
        var moved = browser.post("/logout", question.question().answered("yes"));
        var page = browser.get(moved.location().toString());
        world.settled(String.valueOf(world.endedBy(victim.session())), "done");
        var status = browser.getJson(moved.location().getPath() + "/status");
        var bad = browser.get("/oauth2/end-session?id_token_hint=x");
        for (var answer : List.of(question, moved, page, status, bad)) {
            assertThat(answer.header("referrer-policy")).contains("no-referrer");
            assertThat(answer.header("cache-control")).contains("no-store");
            assertThat(answer.header("x-content-type-options")).contains("nosniff");
        }
        for (var answer : List.of(question, page, bad)) {
            assertThat(answer.header("content-security-policy").orElseThrow()).contains("frame-ancestors 'none'")
                    .contains("default-src 'none'").doesNotContain("unsafe");
            assertThat(answer.header("x-frame-options")).contains("DENY");
        }
    }

    @Test
    void aClientsNameIsTextWhereverItIsShown() {
        var name = "<script>alert(1)</script>\"'`&lt;\u202e${x}";
        var session = world.session();
        var rp = world.back(Map.of("client_name", name));
        world.join(session, rp);
        var browser = world.browser(session);
        var hint = world.idp().idToken(world.join(session, rp));
        var pages = new ArrayList<String>();
        pages.add(browser
                .get("/oauth2/end-session?" + Form.encode(Map.of("client_id", rp.id(), "post_logout_redirect_uri",
                        rp.out())))
                .body());
        var asked = browser.get("/logout").question();
        var moved = browser.post("/logout", asked.answered("yes")).location();
        world.settled(String.valueOf(world.endedBy(session)), "done");
        pages.add(browser.get(moved.toString()).body());
        pages.add(browser.get("/oauth2/end-session?" + Form.encode(Map.of("id_token_hint", hint))).body());
        assertThat(pages).allSatisfy(page -> assertThat(page).doesNotContain("<script>alert"));
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }
}
