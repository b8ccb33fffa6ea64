package dev.exeunt.acceptance.journey;

import static dev.exeunt.acceptance.journey.Journeys.END_SESSION;
import static dev.exeunt.acceptance.journey.Journeys.LOGOUT;
import static dev.exeunt.acceptance.journey.Journeys.assertEnded;
import static dev.exeunt.acceptance.journey.Journeys.assertLives;
import static dev.exeunt.acceptance.journey.Journeys.assertProblem;
import static dev.exeunt.acceptance.journey.Journeys.query;
import static dev.exeunt.acceptance.journey.Journeys.say;
import static dev.exeunt.acceptance.journey.Journeys.told;
import static dev.exeunt.acceptance.journey.Journeys.walk;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Browser;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Participation;
import dev.exeunt.acceptance.world.Question;
import dev.exeunt.acceptance.world.Rp;
import dev.exeunt.acceptance.world.VisitPage;
import dev.exeunt.acceptance.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Flows decide what a logout means. In a world of its own, since the built-in flows are written over here.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FlowJourneys {

    private static final String BRAND = "default-invalidation-flow";
    private static final String CLIENTS = "default-provider-invalidation-flow";
    private static final String BYE = "https://brand.example/bye?from=exeunt";
    private static final Map<String, String> AWAY = Map.of("type", "redirect", "redirect_uri", BYE);

    private final World world;

    FlowJourneys(Ground ground) {
        world = World.start(ground, options -> options.parameter("RetrySeconds", "1,1,30"));
    }

    @AfterEach
    void takeBack() {
        world.registry().delete("/flows/" + BRAND);
        world.registry().delete("/flows/" + CLIENTS);
    }

    @AfterAll
    void end() {
        world.close();
    }

    @Test
    void leavingOneApplicationSaysWhatEndedAndWhatDidNotAndOffersToEndTheRest() {
        var wiki = world.back();
        var session = world.session();
        var there = world.join(session, wiki);
        var others = List.of(world.back(), world.front());
        others.forEach(rp -> world.join(session, rp));
        var browser = world.browser(session);
        var visit = browser.get(END_SESSION + hint(there)).location().toString();
        var page = settled(browser, visit);
        assertThat(page.applications()).isEqualTo(Map.of(wiki.name(), "done"));
        assertThat(page.text()).contains("You are signed out of " + wiki.name())
                .contains("still signed in to 2 other applications").contains("Sign out of everything");
        others.forEach(rp -> assertThat(page.text()).doesNotContain(rp.name()));
        assertThat(browser.get(visit).body()).contains("href=\"" + world.cloud().url() + LOGOUT + "\"")
                .contains("href=\"" + wiki.url() + "/\"").contains("Back to");
        assertLives(world, session);
        walk(browser, say("yes", browser, browser.get(LOGOUT)));
        assertThat(world.settled(assertEnded(world, session), "done")).containsOnlyKeys(others.getFirst().id());
        assertThat(wiki.notices()).hasSize(1);
        assertThat(browser.get(visit).visit().text()).doesNotContain("still signed in to");
    }

    @Test
    void whoComesBackAndLeavesAgainIsAnotherLogoutWithANoticeOfItsOwn() {
        var wiki = world.back();
        var session = world.session();
        var there = world.join(session, wiki);
        var first = leave(there);
        world.settled(first, "done");
        assertThat(leave(there)).isEqualTo(first);
        world.join(there);
        var second = leave(there);
        assertThat(second).isNotEqualTo(first);
        world.settled(second, "done");
        assertThat(told(wiki)).containsExactly(there.sid(), there.sid());
        assertThat(leave(there)).isEqualTo(second);
        assertLives(world, session);
    }

    @Test
    void aFlowOfAClientsOwnMakesItsLogoutEndEverything() {
        var mail = world.back();
        var wiki = world.back(Map.of("invalidation_flow", flow("user_logout", "session_end")));
        var session = world.session();
        var there = world.join(session, wiki);
        world.join(session, mail);
        var browser = world.browser(session);
        var away = walk(browser, browser.get(END_SESSION + hint(there) + "&" + back(wiki)));
        assertThat(away.location().toString()).isEqualTo(wiki.out());
        var ref = assertEnded(world, session);
        assertThat(world.settled(ref, "done")).containsOnlyKeys(wiki.id(), mail.id());
        assertThat(world.registry().get("/logouts/" + ref).json().path("initiator").asText()).isEqualTo("rp");
    }

    @Test
    void userLogoutInTheFlowOfAllClientsTurnsOnSingleLogoutAndTakingItBackTurnsItOff() {
        var mail = world.back();
        var wiki = world.back();
        put(CLIENTS, "user_logout");
        var ended = world.session();
        world.join(ended, mail);
        world.browser(ended).get(END_SESSION + hint(world.join(ended, wiki)));
        assertThat(world.settled(assertEnded(world, ended), "done")).containsOnlyKeys(wiki.id(), mail.id());
        world.registry().delete("/flows/" + CLIENTS);
        var living = world.session();
        world.join(living, mail);
        var ref = leave(world.join(living, wiki));
        assertThat(world.settled(ref, "done")).containsOnlyKeys(wiki.id());
        assertLives(world, living);
        assertThat(mail.notices()).hasSize(1);
    }

    @Test
    void aFlowThatConfirmsAsksOnceThoughTheHintIsSilent() {
        var wiki = world.back(Map.of("invalidation_flow", flow("confirm", "user_logout")));
        var session = world.session();
        var there = world.join(session, wiki);
        var browser = world.browser(session);
        var target = END_SESSION + hint(there) + "&" + back(wiki);
        assertProblem(browser.getJson(target), 409, "confirmation_required");
        var asked = browser.get(target);
        assertThat(asked.question().text()).contains(wiki.name() + " asks to sign you out");
        say("no", browser, asked);
        assertLives(world, session);
        var answer = say("yes", browser, browser.get(target));
        assertThat(Question.isOne(answer)).isFalse();
        assertThat(walk(browser, answer).location().toString()).isEqualTo(wiki.out());
        assertEnded(world, session);
        assertThat(browser.get(target).location().toString()).startsWith(world.cloud().url().toString());
    }

    @Test
    void aFlowThatConfirmsAndTheDoorThatAsksAnywayAskOnce() {
        put(BRAND, "confirm", "user_logout");
        var session = world.session();
        var browser = world.browser(session);
        var answer = say("yes", browser, browser.get(LOGOUT));
        assertThat(answer.status()).isEqualTo(303);
        assertEnded(world, session);
    }

    @Test
    void aFlowThatConfirmsMayEndOneApplicationOnly() {
        var wiki = world.back(Map.of("invalidation_flow", flow("confirm")));
        var session = world.session();
        var there = world.join(session, wiki);
        world.join(session, world.back());
        var browser = world.browser(session);
        var answer = say("yes", browser, browser.get(END_SESSION + hint(there)));
        assertThat(settled(browser, answer.location().toString()).text())
                .contains("still signed in to one other application");
        assertLives(world, session);
    }

    @Test
    void aFlowMayLeadAwayLastAfterEverybodyWasTold() {
        put(BRAND, "user_logout", AWAY);
        var front = world.front();
        var session = world.session();
        var there = world.join(session, front);
        var browser = world.browser(session);
        var page = browser.get(say("yes", browser, browser.get(LOGOUT)).location().toString());
        assertThat(page.visit().frames()).containsExactly(Frames.url(world, there));
        var away = walk(browser, page);
        assertThat(away.status()).isEqualTo(303);
        assertThat(away.location().toString()).isEqualTo(BYE);
    }

    @Test
    void aFlowThatLeadsAwayGoesBeforeTheWayBackOfTheApplication() {
        var wiki = world.back(Map.of("invalidation_flow", flow("user_logout", AWAY)));
        var session = world.session();
        var there = world.join(session, wiki);
        var browser = world.browser(session);
        var away = walk(browser, browser.get(END_SESSION + hint(there) + "&" + back(wiki)));
        assertThat(away.location().toString()).isEqualTo(BYE);
    }

    @Test
    void ofTwoBrowsersOfOneUserOnlyTheOneThatLogsOutIsSignedOut() {
        var wiki = world.back();
        var user = world.name("user");
        var here = world.session(user, Duration.ofHours(8));
        var elsewhere = world.session(user, Duration.ofHours(8));
        var mine = world.join(new Participation(here, wiki, "sub-of-" + user, world.name("sid")));
        world.join(new Participation(elsewhere, wiki, "sub-of-" + user, world.name("sid")));
        var other = world.browser(elsewhere);
        world.browser(here).postJson(LOGOUT, Form.of("confirm", "yes"));
        world.settled(assertEnded(world, here), "done");
        assertThat(told(wiki)).containsExactly(mine.sid());
        assertLives(world, elsewhere);
        assertThat(Question.isOne(other.get(LOGOUT))).isTrue();
        var left = world.registry().get("/users/" + user + "/sessions").json().path("items");
        assertThat(left).hasSize(1);
        assertThat(left.path(0).path("session").asText()).isEqualTo(elsewhere.id());
    }

    @Test
    void whoHasBothChannelsIsToldByBothAndTheStrongerAnswerIsShown() {
        var both = world.both();
        var session = world.session();
        var there = world.join(session, both);
        var browser = world.browser(session);
        var first = say("yes", browser, browser.get(LOGOUT));
        var page = browser.get(first.location().toString()).visit();
        assertThat(page.frames()).containsExactly(Frames.url(world, there));
        both.notices(1);
        walk(browser, first);
        assertThat(settled(browser, first.location().toString()).applications())
                .isEqualTo(Map.of(both.name(), "done"));
        assertThat(told(both)).containsExactly(there.sid());
    }

    @Test
    void thePreviewOfOperatorAndPersonIsThePlanThatThenRuns() {
        put(BRAND, "confirm", "user_logout", AWAY);
        var session = world.session();
        List.of(world.both(), world.front(), world.mute(), world.back()).forEach(rp -> world.join(session, rp));
        var browser = world.browser(session);
        var shown = world.registry().get("/sessions/" + session.id() + "/plan").json();
        var tried = browser.getJson(LOGOUT + "?dry_run=true").json();
        assertLives(world, session);
        var ran = browser.postJson(LOGOUT, Form.of("confirm", "yes")).json();
        assertThat(shown.path("flow").asText()).isEqualTo(BRAND);
        assertThat(shown.path("stages")).hasSize(4);
        assertThat(tried).isEqualTo(shown);
        assertThat(withoutRefAndNext(ran)).isEqualTo(shown);
    }

    @Test
    void thePreviewOfAnApplicationIsThePlanThatThenRuns() {
        for (var flow : List.of(CLIENTS, flow("user_logout", AWAY), BRAND)) {
            var wiki = world.register(world.stranger(), Map.of());
            var metadata = wiki.metadata(true, true);
            metadata.put("invalidation_flow", flow);
            world.register(wiki, metadata);
            var session = world.session();
            var there = world.join(session, wiki);
            world.join(session, world.both());
            var browser = world.browser(session);
            var target = END_SESSION + hint(there) + "&" + back(wiki);
            var tried = browser.getJson(target + "&dry_run=true").json();
            assertLives(world, session);
            assertThat(withoutRefAndNext(browser.getJson(target).json())).as(flow).isEqualTo(tried);
        }
    }

    private static JsonNode withoutRefAndNext(JsonNode plan) {
        assertThat(plan.has("ref") && plan.has("next")).isTrue();
        return ((ObjectNode) plan).without(List.of("ref", "next"));
    }

    /// A new flow with these stages.
    private String flow(Object... stages) {
        var slug = world.name("flow");
        put(slug, stages);
        return slug;
    }

    private void put(String slug, Object... stages) {
        assertThat(world.registry().put("/flows/" + slug, Map.of("stages", List.of(stages))).status()).isEqualTo(201);
    }

    /// Leaves one application, by its hint.
    ///
    /// @return the logout
    private String leave(Participation there) {
        return world.browser(there.session()).getJson(END_SESSION + hint(there)).json().path("ref").asText();
    }

    private String hint(Participation there) {
        return query("id_token_hint", world.idp().idToken(there));
    }

    private static String back(Rp rp) {
        return Form.encode(Form.of("post_logout_redirect_uri", rp.out()));
    }

    /// The last page, once everybody has answered.
    private static VisitPage settled(Browser browser, String visit) {
        Await.until("everybody has answered", () -> browser.get(visit).visit().status().isEmpty());
        return browser.get(visit).visit();
    }
}
