package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Browser;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.Participation;
import dev.exeunt.acceptance.world.Question;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.acceptance.world.World.Kind;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `/oauth2/end-session`: a relying party asks (RP-Initiated Logout 1.0).
abstract class EndSessionJourneys extends Journeys {

    EndSessionJourneys(Ground ground) {
        super(ground);
    }

    @Test
    void aHintOfTheCookiesSessionSignsOutOfThatApplicationAloneAndAsksNobody() {
        var wiki = world.back();
        var mail = world.back();
        var session = world.session();
        var there = world.join(session, wiki);
        world.join(session, mail);
        var browser = world.browser(session);
        var answer = browser.get(END_SESSION + asks(there, "state", "a b&c=d%"));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(wiki.notices(1)).hasSize(1);
        var away = walk(browser, answer);
        assertThat(away.status()).isEqualTo(303);
        assertThat(away.location().toString()).isEqualTo(wiki.out() + "?state=a%20b%26c%3Dd%25");
        assertLives(world, session);
        assertThat(browser.cookie(World.COOKIE)).isPresent();
        var left = world.registry().get("/sessions/" + session.id()).json().path("participants");
        assertThat(left).hasSize(1);
        assertThat(left.path(0).path("client_id").asText()).isEqualTo(mail.id());
        assertThat(mail.notices()).isEmpty();
    }

    @Test
    void aFormIsTheSameAsAQuery() {
        var rp = world.back(ENDS_SESSION);
        var session = world.session();
        var browser = world.browser(session);
        var answer = browser.post(END_SESSION, form(world.join(session, rp), "state", "s"));
        assertThat(walk(browser, answer).location().toString()).isEqualTo(rp.out() + "?state=s");
        assertEnded(world, session);
        assertThat(rp.notices(1)).hasSize(1);
    }

    @Test
    void aClientWhoseFlowEndsTheSessionSignsOutOfEverything() {
        var wiki = world.back(ENDS_SESSION);
        var mail = world.back();
        var session = world.session();
        var there = world.join(session, wiki);
        world.join(session, mail);
        var browser = world.browser(session);
        var away = walk(browser, browser.get(END_SESSION + asks(there)));
        assertThat(away.location().toString()).isEqualTo(wiki.out());
        assertThat(world.settled(assertEnded(world, session), "done")).containsOnlyKeys(wiki.id(), mail.id());
        assertThat(browser.cookie(World.COOKIE)).isEmpty();
    }

    @Test
    void aHintWithoutSidIsSilentForTheSameUserOnly() {
        var rp = world.back(ENDS_SESSION);
        var session = world.session();
        var there = world.join(new Participation(session, rp, "the-sub", null));
        var other = new Participation(session, rp, "another-sub", null);
        assertThat(Question.isOne(world.browser(session).get(END_SESSION + asks(other)))).isTrue();
        assertThat(world.browser(session).get(END_SESSION + asks(there)).status()).isEqualTo(303);
        assertEnded(world, session);
    }

    @Test
    void aHintOfAnotherSessionAsksAboutTheCookiesSession() {
        var rp = world.back();
        var mine = world.session();
        var another = world.session();
        world.join(mine, rp);
        var there = world.join(another, rp);
        var browser = world.browser(mine);
        var asked = browser.get(END_SESSION + asks(there, "state", "s"));
        assertPage(asked, 200);
        assertThat(asked.question().text()).contains(rp.name());
        assertLives(world, mine);
        var away = walk(browser, say("yes", browser, asked));
        assertThat(away.location().toString()).isEqualTo(rp.out() + "?state=s");
        assertEnded(world, mine);
        assertLives(world, another);
    }

    @Test
    void withoutAHintThePersonIsAskedAndAYesLeadsBack() {
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        var browser = world.browser(session);
        var wish = Form.of("client_id", rp.id(), "post_logout_redirect_uri", rp.out(), "state", "s");
        for (var asked : List.of(browser.get(END_SESSION + "?" + Form.encode(wish)), browser.post(END_SESSION, wish))) {
            assertThat(asked.question().text()).contains(rp.name());
            assertLives(world, session);
        }
        var away = walk(browser, say("yes", browser, browser.post(END_SESSION, wish)));
        assertThat(away.location().toString()).isEqualTo(rp.out() + "?state=s");
        assertEnded(world, session);
    }

    @Test
    void aNoKeepsTheSessionAndOffersAWayBackWithoutTakingIt() {
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        var browser = world.browser(session);
        var answer = say("no", browser, browser.get(END_SESSION + query("client_id", rp.id(),
                "post_logout_redirect_uri", rp.out())));
        assertPage(answer, 200);
        assertThat(answer.body()).contains("href=\"" + rp.url());
        assertLives(world, session);
        assertThat(rp.notices()).isEmpty();
    }

    @Test
    void withoutAnyParameterAYesEndsOnOurPage() {
        var session = world.session();
        for (var target : List.of(END_SESSION, END_SESSION + "?state=s",
                END_SESSION + "?logout_hint=u%40example.com")) {
            assertThat(Question.isOne(world.browser(session).get(target))).isTrue();
        }
        var browser = world.browser(session);
        assertPage(walk(browser, say("yes", browser, browser.get(END_SESSION + "?state=s"))), 200);
        assertEnded(world, session);
    }

    @Test
    void aWayBackWithoutAClientIsNeverTaken() {
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        var browser = world.browser(session);
        var asked = browser.get(END_SESSION + query("post_logout_redirect_uri", rp.out(), "state", "s"));
        assertPage(walk(browser, say("yes", browser, asked)), 200);
        assertEnded(world, session);
        assertPage(world.browser().get(END_SESSION + query("post_logout_redirect_uri", rp.out())), 200);
    }

    @Test
    void aHintWithoutTheCookieIsAskedAboutWhereTheDeploymentSaysSo() {
        var rp = world.back(ENDS_SESSION);
        var session = world.session();
        var there = world.join(session, rp);
        var browser = world.browser();
        var asked = browser.get(END_SESSION + asks(there, "state", "s"));
        assertPage(asked, 200);
        assertLives(world, session);
        assertPage(world.browser().post(END_SESSION, asked.question().answered("yes")), 403);
        assertThat(walk(browser, say("yes", browser, asked)).location().toString()).isEqualTo(rp.out() + "?state=s");
        assertEnded(world, session);
    }

    @Test
    void aHintWithoutTheCookieIsEnoughWhereTheDeploymentSaysSo() {
        var trusting = shared(Kind.TRUSTING);
        var rp = trusting.back(ENDS_SESSION);
        var mail = trusting.back();
        var session = trusting.session();
        var there = trusting.join(session, rp);
        trusting.join(session, mail);
        var browser = trusting.browser();
        var answer = browser.get(END_SESSION + asks(trusting, there, "state", "s"));
        assertThat(answer.status()).isEqualTo(303);
        assertEnded(trusting, session);
        var page = browser.get(answer.location().toString());
        assertThat(page.body()).doesNotContain(mail.name());
        assertThat(walk(browser, answer).location().toString()).isEqualTo(rp.out() + "?state=s");
        assertThat(mail.notices(1)).hasSize(1);
    }

    @Test
    void aHintAloneEndsOnlyTheSessionThatItNames() {
        var trusting = shared(Kind.TRUSTING);
        var rp = trusting.back(ENDS_SESSION);
        var session = trusting.session();
        var there = trusting.join(session, rp);
        for (var wrong : List.of(new Participation(session, rp, there.sub(), "unknown-sid"),
                new Participation(session, rp, there.sub(), null),
                new Participation(session, trusting.back(), there.sub(), there.sid()))) {
            var answer = trusting.browser().get(END_SESSION + asks(trusting, wrong));
            assertThat(answer.status()).isEqualTo(303);
            assertThat(answer.location().toString()).isEqualTo(wrong.rp().out());
        }
        assertLives(trusting, session);
    }

    @Test
    void withAHintAloneOtherApplicationsAreCountedAndNotNamed() {
        var trusting = shared(Kind.TRUSTING);
        var rp = trusting.back(ENDS_SESSION);
        var session = trusting.session();
        var there = trusting.join(session, rp);
        for (var other : List.of(trusting.back(), trusting.both(), trusting.mute())) {
            trusting.join(session, other);
        }
        var preview = trusting.browser().getJson(END_SESSION + asks(trusting, there, "dry_run", "true")).json();
        var plan = trusting.browser().getJson(END_SESSION + asks(trusting, there)).json();
        for (var seen : List.of(preview, plan)) {
            assertThat(seen.path("deliveries")).hasSize(1);
            assertThat(seen.path("deliveries").path(0).path("client_id").asText()).isEqualTo(rp.id());
            assertThat(seen.path("others")).isEqualTo(Json.parse(
                    "{\"frames\":1,\"hops\":0,\"deliveries\":2,\"unreachable\":1}"));
        }
        assertThat(preview.has("ref")).isFalse();
        assertThat(plan.path("ref").asText()).isEqualTo(assertEnded(trusting, session));
    }

    @Test
    void nobodySignedInIsNoErrorAndAHintLeadsBack() {
        var rp = world.back();
        var session = world.session();
        var nowhere = new Participation(session, rp, "sub", "a-sid-that-never-joined");
        var answer = world.browser().get(END_SESSION + asks(nowhere, "state", "s"));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location().toString()).isEqualTo(rp.out() + "?state=s");
        assertThat(world.browser().getJson(END_SESSION + asks(nowhere, "state", "s")).json()).isEqualTo(Json.parse(
                "{\"stages\":[{\"type\":\"session_end\",\"redirect_uri\":\"%s?state=s\"}]}".formatted(rp.out())));
    }

    @Test
    void nobodySignedInAndNoHintOffersTheWayBackAsALink() {
        var rp = world.back();
        var answer = world.browser().get(END_SESSION + query("client_id", rp.id(), "post_logout_redirect_uri",
                rp.out(), "state", "s"));
        assertPage(answer, 200);
        assertThat(answer.body()).contains("href=\"" + rp.out() + "?state=s\"");
        assertPage(world.browser().get(END_SESSION), 200);
    }

    @Test
    void aPostFromAnotherSiteIsParkedAndTheHintNeverGetsIntoTheUrl() {
        var rp = world.back(ENDS_SESSION);
        var session = world.session();
        var form = form(world.join(session, rp), "state", "s");
        var browser = world.browser(session);
        var parked = browser.postFromElsewhere(END_SESSION, form);
        assertThat(parked.status()).isEqualTo(303);
        assertThat(parked.location().toString()).startsWith(world.cloud().url() + END_SESSION + "?resume=");
        assertThat(parked.location().toString()).doesNotContain(form.get("id_token_hint").split("\\.", 2)[0]);
        assertLives(world, session);
        var away = walk(browser, parked);
        assertThat(away.location().toString()).isEqualTo(rp.out() + "?state=s");
        assertEnded(world, session);
        assertPage(browser.get(END_SESSION + "?resume=unknown"), 410);
    }

    @Test
    void aParkedRequestWithoutAHintIsAskedAbout() {
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        var browser = world.browser(session);
        var parked = browser.postFromElsewhere(END_SESSION, Form.of("client_id", rp.id(),
                "post_logout_redirect_uri", rp.out()));
        var asked = browser.get(parked.location().toString());
        assertThat(walk(browser, say("yes", browser, asked)).location().toString()).isEqualTo(rp.out());
        assertEnded(world, session);
    }

    @Test
    void aProgramGetsThePlanWithAHintAndMustConfirmWithoutOne() {
        var still = shared(Kind.STILL);
        var rp = still.both();
        var session = still.session();
        var there = still.join(session, rp);
        var browser = still.browser(session);
        var wish = query("client_id", rp.id(), "post_logout_redirect_uri", rp.out());
        assertProblem(browser.getJson(END_SESSION + wish), 409, "confirmation_required");
        // The first hint makes the identity provider's keys known.
        browser.getJson(END_SESSION + asks(still, there, "dry_run", "true"));
        var before = still.rows();
        var preview = browser.getJson(END_SESSION + asks(still, there, "state", "s", "dry_run", "true"));
        assertThat(still.rows().changedSince(before)).isEmpty();
        var plan = browser.getJson(END_SESSION + asks(still, there, "state", "s")).json();
        var next = plan.path("next").asText();
        var ref = plan.path("ref").asText();
        assertThat(plan).isEqualTo(Json.parse("""
                {"ref":"%s", "flow":"default-provider-invalidation-flow", "initiator":"rp",
                 "stages":[
                   {"type":"iframe_logout","frames":[{"client_id":"%s","name":"%s","protocol":"oidc","url":"%s"}]},
                   {"type":"session_end","redirect_uri":"%s?state=s"}],
                 "deliveries":[{"client_id":"%s","name":"%s","protocol":"oidc","state":"queued"}],
                 "unreachable":[], "next":"%s"}""".formatted(ref, rp.id(), rp.name(), Frames.url(still, there),
                rp.out(), rp.id(), rp.name(), next)));
        assertThat(preview.json().path("stages")).isEqualTo(plan.path("stages"));
        assertThat(preview.json().path("deliveries")).isEqualTo(plan.path("deliveries"));
        assertThat(preview.json().has("ref") || preview.json().has("next")).isFalse();
    }

    @Test
    void aProgramThatConfirmsEndsTheSessionAndIsToldTheWayBack() {
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        var wish = Form.of("client_id", rp.id(), "post_logout_redirect_uri", rp.out(), "state", "s", "confirm", "yes");
        var plan = world.browser(session).postJson(END_SESSION, wish).json();
        assertThat(plan.path("ref").asText()).isEqualTo(assertEnded(world, session));
        assertThat(plan.path("flow").asText()).isEqualTo("default-invalidation-flow");
        assertThat(plan.path("stages")).isEqualTo(Json.parse("""
                [{"type":"user_logout"},{"type":"session_end","redirect_uri":"%s?state=s"}]""".formatted(rp.out())));
    }

    @Test
    void aSecondLogoutOfASessionThatHasJustEndedHasItsOwnWayBack() {
        var wiki = world.back(ENDS_SESSION);
        var mail = world.back(ENDS_SESSION);
        var session = world.session();
        var atWiki = world.join(session, wiki);
        var atMail = world.join(session, mail);
        var first = world.browser(session);
        var second = world.browser(session);
        assertThat(walk(first, first.get(END_SESSION + asks(atWiki, "state", "1"))).location().toString())
                .isEqualTo(wiki.out() + "?state=1");
        var ref = assertEnded(world, session);
        world.settled(ref, "done");
        assertThat(walk(second, second.get(END_SESSION + asks(atMail, "state", "2"))).location().toString())
                .isEqualTo(mail.out() + "?state=2");
        var third = world.browser(session).getJson(END_SESSION + asks(atMail, "state", "3")).json();
        assertThat(third.path("ref").asText()).isEqualTo(ref);
        assertThat(third.path("stages").path(1).path("redirect_uri").asText()).isEqualTo(mail.out() + "?state=3");
        assertThat(assertEnded(world, session)).isEqualTo(ref);
        assertThat(told(wiki)).containsExactly(atWiki.sid());
        assertThat(told(mail)).containsExactly(atMail.sid());
    }

    @Test
    void aSecondLogoutOfAnApplicationThatHasLeftIsTheSameLogout() {
        var rp = world.back();
        var session = world.session();
        var there = world.join(session, rp);
        var first = world.browser(session).getJson(END_SESSION + asks(there, "state", "1")).json();
        var second = world.browser(session).getJson(END_SESSION + asks(there, "state", "2")).json();
        assertThat(second.path("ref").asText()).isNotEmpty().isEqualTo(first.path("ref").asText());
        assertThat(second.path("stages").path(0).path("redirect_uri").asText()).isEqualTo(rp.out() + "?state=2");
        world.settled(first.path("ref").asText(), "done");
        assertThat(rp.notices()).hasSize(1);
        assertLives(world, session);
    }

    @Test
    void anErrorNeverLeadsAnywhere() {
        var rp = world.back();
        var session = world.session();
        var there = world.join(session, rp);
        var browser = world.browser(session);
        var repeated = END_SESSION + asks(there) + "&state=1&state=2";
        for (Answer answer : List.of(browser.get(repeated),
                browser.get(END_SESSION + query("id_token_hint", world.idp().idToken(there),
                        "post_logout_redirect_uri", rp.out() + "/")),
                browser.get(END_SESSION + query("id_token_hint", world.idp().idToken(there), "client_id", "another")),
                browser.get(END_SESSION + query("client_id", "unknown", "post_logout_redirect_uri", rp.out())))) {
            assertPage(answer, 400);
            assertThat(answer.header("location")).isEmpty();
        }
        assertLives(world, session);
        assertThat(rp.notices()).isEmpty();
    }

    @Test
    void otherMethodsAndMediaTypesAreRefused() {
        var session = world.session();
        for (var method : List.of("PUT", "DELETE", "PATCH", "OPTIONS")) {
            assertWrongMethod(send(method, world.browser(session), END_SESSION), "GET, POST");
        }
        assertProblem(world.browser(session).send("POST", END_SESSION, Map.of("Content-Type", "text/plain", "Accept",
                "application/json"), "client_id=x"), 415, "unsupported_media_type");
    }

    private String asks(Participation there, String... more) {
        return asks(world, there, more);
    }

    private static String asks(World world, Participation there, String... more) {
        return "?" + Form.encode(form(world, there, more));
    }

    private Map<String, String> form(Participation there, String... more) {
        return form(world, there, more);
    }

    private static Map<String, String> form(World world, Participation there, String... more) {
        var form = new LinkedHashMap<>(Form.of("id_token_hint", world.idp().idToken(there),
                "post_logout_redirect_uri", there.rp().out()));
        form.putAll(Form.of(more));
        return form;
    }
}
