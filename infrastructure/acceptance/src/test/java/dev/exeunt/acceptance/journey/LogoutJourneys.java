package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.Question;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.acceptance.world.World.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `/logout`: logging out at the identity provider, by cookie and by ticket.
abstract class LogoutJourneys extends Journeys {

    LogoutJourneys(Ground ground) {
        super(ground);
    }

    @Test
    void aPersonIsAskedAndAYesSignsOutOfEveryApplication() {
        var wiki = world.back();
        var mail = world.back();
        var session = world.session();
        world.join(session, wiki);
        world.join(session, mail);
        var browser = world.browser(session);
        var asked = browser.get(LOGOUT);
        assertPage(asked, 200);
        assertLives(world, session);
        var answer = say("yes", browser, asked);
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location().toString()).startsWith(world.cloud().url() + "/logout/");
        assertThat(browser.cookie(World.COOKIE)).isEmpty();
        assertThat(world.settled(assertEnded(world, session), "done")).containsOnlyKeys(wiki.id(), mail.id());
        var page = walk(browser, answer);
        assertPage(page, 200);
        assertThat(page.visit().applications()).isEqualTo(Map.of(wiki.name(), "done", mail.name(), "done"));
    }

    @Test
    void aNoLeavesEverythingAsItIs() {
        var still = shared(Kind.STILL);
        var session = still.session();
        still.join(session, still.back());
        var browser = still.browser(session);
        var asked = browser.get(LOGOUT);
        var before = still.rows();
        var answer = say("no", browser, asked);
        assertPage(answer, 200);
        assertThat(still.rows().changedSince(before)).isEmpty();
        assertThat(browser.cookie(World.COOKIE)).isPresent();
    }

    @Test
    void askingAndReadingWriteNothing() {
        var still = shared(Kind.STILL);
        var session = still.session();
        still.join(session, still.back());
        var ticket = URI.create(still.ticket(session));
        still.browser(session).get(LOGOUT).question();
        var before = still.rows();
        for (int times = 0; times < 3; times++) {
            still.browser(session).get(LOGOUT).question();
            still.browser(session).post(LOGOUT, Map.of()).question();
            still.browser().get(ticket.toString()).question();
            still.browser().get(LOGOUT);
            still.browser(session).getJson(LOGOUT);
            still.browser(session).getJson(LOGOUT + "?dry_run=true");
        }
        assertThat(still.rows().changedSince(before)).isEmpty();
    }

    @Test
    void aPostWithTheCookieIsAskedToo() {
        var session = world.session();
        var browser = world.browser(session);
        assertThat(Question.isOne(browser.post(LOGOUT, Map.of()))).isTrue();
        assertThat(Question.isOne(browser.post(LOGOUT, Form.of("confirm", "yes")))).isTrue();
        assertLives(world, session);
    }

    @Test
    void aPostFromAnotherSiteComesBackAsAGetThatHasTheCookie() {
        var session = world.session();
        var browser = world.browser(session);
        var answer = browser.postFromElsewhere(LOGOUT, Form.of("confirm", "yes"));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location()).isEqualTo(URI.create(world.cloud().url() + LOGOUT));
        assertLives(world, session);
        say("yes", browser, browser.get(answer.location().toString()));
        assertEnded(world, session);
    }

    @Test
    void onlyTheBrowserThatWasAskedCanAnswer() {
        var session = world.session();
        var browser = world.browser(session);
        var question = browser.get(LOGOUT).question();
        var yes = question.answered("yes");
        assertPage(world.browser().post(LOGOUT, yes), 403);
        assertPage(world.browser(world.session()).post(LOGOUT, yes), 403);
        assertPage(browser.post(END_SESSION, yes), 403);
        assertPage(browser.send("POST", LOGOUT, Map.of("Content-Type", "application/x-www-form-urlencoded", "Origin",
                "https://elsewhere.example", "Sec-Fetch-Site", "cross-site"), Form.encode(yes)), 403);
        assertPage(browser.post(LOGOUT, Form.of("request", question.request() + "A", "confirm", "yes")), 403);
        assertLives(world, session);
        assertThat(browser.post(LOGOUT, yes).status()).isEqualTo(303);
    }

    @Test
    void aTicketSignsOutABrowserThatHasNoCookieOfOurs() {
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        var ticket = world.ticket(session);
        assertThat(ticket).startsWith(world.cloud().url() + "/logout?ticket=");
        var browser = world.browser();
        var asked = browser.get(ticket);
        assertThat(asked.setCookies()).singleElement().asString().contains("HttpOnly", "SameSite=Lax");
        assertLives(world, session);
        var answer = say("yes", browser, asked);
        assertThat(answer.status()).isEqualTo(303);
        assertThat(world.settled(assertEnded(world, session), "done")).containsOnlyKeys(rp.id());
        assertPage(walk(browser, answer), 200);
        assertPage(world.browser().get(ticket), 410);
    }

    @Test
    void aTicketIsGoodOnceAlsoInAForm() {
        var session = world.session();
        var ticket = Form.decode(URI.create(world.ticket(session)).getRawQuery()).get("ticket").getFirst();
        var browser = world.browser();
        assertThat(browser.post(LOGOUT, Form.of("ticket", ticket)).question().action()).isEqualTo(LOGOUT);
        assertProblem(browser.getJson(LOGOUT + query("ticket", ticket)), 409, "confirmation_required");
        var plan = browser.postJson(LOGOUT, Form.of("ticket", ticket, "confirm", "yes"));
        assertThat(plan.status()).as(plan.body()).isEqualTo(200);
        assertThat(plan.json().path("ref").asText()).isEqualTo(assertEnded(world, session));
        assertProblem(browser.postJson(LOGOUT, Form.of("ticket", ticket, "confirm", "yes")), 410, "ticket_expired");
    }

    @Test
    void aProgramIsToldToConfirmAndThenGetsThePlan() {
        var session = world.session();
        var browser = world.browser(session);
        assertProblem(browser.getJson(LOGOUT), 409, "confirmation_required");
        assertProblem(browser.getJson(LOGOUT + "?confirm=yes"), 409, "confirmation_required");
        assertProblem(browser.postJson(LOGOUT, Map.of()), 409, "confirmation_required");
        var json = Map.of("Accept", "application/json", "Content-Type", "application/x-www-form-urlencoded");
        assertProblem(browser.send("POST", LOGOUT, json, "confirm=yes"), 409, "confirmation_required");
        assertProblem(browser.send("POST", LOGOUT, Map.of("Accept", "application/json", "Content-Type",
                "application/x-www-form-urlencoded", "Exeunt-Request", "1", "Origin", "https://elsewhere.example"),
                "confirm=yes"), 409, "confirmation_required");
        assertLives(world, session);
        var plan = browser.postJson(LOGOUT, Form.of("confirm", "yes"));
        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.type()).isEqualTo("application/json");
        assertThat(plan.header("cache-control")).contains("no-store");
        assertThat(plan.json().path("ref").asText()).isEqualTo(assertEnded(world, session));
        assertThat(browser.cookie(World.COOKIE)).isEmpty();
    }

    @Test
    void thePlanIsToTheLetterThatOfTheContract() {
        var still = shared(Kind.STILL);
        var back = still.back();
        var front = still.front();
        var both = still.both();
        var mute = still.mute();
        var session = still.session();
        still.join(session, back);
        still.time().forward(Duration.ofMillis(5));
        var framed = still.join(session, front);
        still.time().forward(Duration.ofMillis(5));
        var framedToo = still.join(session, both);
        still.time().forward(Duration.ofMillis(5));
        still.join(session, mute);
        var answer = still.browser(session).postJson(LOGOUT, Form.of("confirm", "yes"));
        var next = answer.json().path("next").asText();
        var ref = answer.json().path("ref").asText();
        assertThat(ref).matches("[0-9a-f]{32}");
        assertThat(next).startsWith(still.cloud().url() + "/logout/");
        assertThat(answer.json()).isEqualTo(Json.parse("""
                {"ref":"%s", "flow":"default-invalidation-flow", "initiator":"user",
                 "stages":[
                   {"type":"user_logout"},
                   {"type":"iframe_logout","frames":[
                     {"client_id":"%s","name":"%s","protocol":"oidc","url":"%s"},
                     {"client_id":"%s","name":"%s","protocol":"oidc","url":"%s"}]},
                   {"type":"session_end"}],
                 "deliveries":[
                   {"client_id":"%s","name":"%s","protocol":"oidc","state":"queued"},
                   {"client_id":"%s","name":"%s","protocol":"oidc","state":"queued"}],
                 "unreachable":[{"client_id":"%s","name":"%s","why":"no logout endpoint"}],
                 "next":"%s"}""".formatted(ref, front.id(), front.name(), Frames.url(still, framed), both.id(),
                both.name(), Frames.url(still, framedToo), back.id(), back.name(), both.id(), both.name(), mute.id(),
                mute.name(), next)));
        assertThat(still.registry().get("/logouts/" + ref).json().path("stages"))
                .isEqualTo(answer.json().path("stages"));
    }

    @Test
    void aPreviewIsThePlanWithoutRefAndNextAndEndsNothing() {
        var still = shared(Kind.STILL);
        var session = still.session();
        still.join(session, still.back());
        var browser = still.browser(session);
        var before = still.rows();
        var preview = browser.getJson(LOGOUT + "?dry_run=true");
        assertThat(preview.status()).isEqualTo(200);
        assertThat(still.rows().changedSince(before)).isEmpty();
        var plan = browser.postJson(LOGOUT, Form.of("confirm", "yes"));
        assertThat(preview.json().properties().stream().map(Map.Entry::getKey)).containsExactlyInAnyOrder("flow",
                "initiator", "stages", "deliveries", "unreachable");
        for (var name : List.of("flow", "initiator", "stages", "deliveries", "unreachable")) {
            assertThat(preview.json().path(name)).isEqualTo(plan.json().path(name));
        }
    }

    @Test
    void aPreviewThatIsConfirmedEndsNothingEither() {
        var session = world.session();
        var answer = world.browser(session).postJson(LOGOUT, Form.of("confirm", "yes", "dry_run", "true"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().has("ref")).isFalse();
        assertLives(world, session);
    }

    @Test
    void nobodySignedInIsNoError() {
        for (var browser : List.of(world.browser(), world.browser().with(World.COOKIE, "of-nobody"))) {
            assertPage(browser.get(LOGOUT), 200);
            var json = browser.getJson(LOGOUT);
            assertThat(json.status()).isEqualTo(200);
            assertThat(json.json()).isEqualTo(Json.parse("{\"stages\":[{\"type\":\"session_end\"}]}"));
            assertThat(browser.postJson(LOGOUT, Form.of("confirm", "yes")).json()).isEqualTo(json.json());
        }
        var browser = world.browser().with(World.COOKIE, "of-nobody");
        assertPage(browser.post(LOGOUT, Map.of()), 200);
        assertThat(browser.cookie(World.COOKIE)).isEmpty();
    }

    @Test
    void aSecondLogoutOfASessionThatHasJustEndedIsTheSameLogout() {
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        var first = world.browser(session).postJson(LOGOUT, Form.of("confirm", "yes"));
        var ref = first.json().path("ref").asText();
        world.settled(ref, "done");
        var second = world.browser(session).postJson(LOGOUT, Form.of("confirm", "yes"));
        assertThat(second.json().path("ref").asText()).isEqualTo(ref);
        assertThat(second.json().path("next").asText()).isNotEqualTo(first.json().path("next").asText());
        assertThat(second.json().path("deliveries").path(0).path("state").asText()).isEqualTo("done");
        var third = world.browser(session).get(LOGOUT);
        assertThat(third.status()).isEqualTo(303);
        assertThat(world.browser().get(third.location().toString()).visit().applications())
                .isEqualTo(Map.of(rp.name(), "done"));
        assertThat(rp.notices()).hasSize(1);
    }

    @Test
    void otherMethodsAndMediaTypesAreRefused() {
        var session = world.session();
        for (var method : List.of("PUT", "DELETE", "PATCH", "OPTIONS")) {
            assertWrongMethod(send(method, world.browser(session), LOGOUT), "GET, POST");
        }
        var answer = world.browser(session).send("POST", LOGOUT, Map.of("Content-Type", "application/json",
                "Exeunt-Request", "1", "Accept", "application/json"), "{\"confirm\":\"yes\"}");
        assertProblem(answer, 415, "unsupported_media_type");
        assertLives(world, session);
    }
}
