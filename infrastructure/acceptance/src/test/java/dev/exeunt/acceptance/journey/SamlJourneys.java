package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Browser;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Outside;
import dev.exeunt.acceptance.world.ServiceProvider.Asked;
import dev.exeunt.acceptance.world.ServiceProvider.Mood;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Service providers that are told, with browsers and without.
abstract class SamlJourneys extends Journeys {

    private static final String USER = "urn:oasis:names:tc:SAML:2.0:logout:user";
    private static final String ADMIN = "urn:oasis:names:tc:SAML:2.0:logout:admin";

    SamlJourneys(Ground ground) {
        super(ground);
    }

    @Test
    void everybodyIsToldInFramesNativelyAndByBackChannelWhenAPersonLogsOut() {
        var sps = List.of(world.provider("iframe", "redirect"), world.provider("iframe", "post"),
                world.provider("native", "redirect"), world.provider("native", "post"),
                world.provider("backchannel", "soap"));
        var back = world.back();
        var front = world.front();
        var session = world.session();
        sps.forEach(sp -> world.join(session, sp));
        world.join(session, back);
        world.join(session, front);

        var browser = world.browser(session);
        var last = through(browser, say("yes", browser, browser.get(LOGOUT)));
        var ref = assertEnded(world, session);
        world.settled(ref, "done");

        for (var sp : sps) {
            assertThat(sp.asked()).as(sp.id()).singleElement().satisfies(asked -> {
                assertThat(asked.nameId()).isEqualTo(sp.nameId(session));
                assertThat(asked.sessionIndex()).isEqualTo("index-" + session.id());
                assertThat(asked.reason()).isEqualTo(USER);
            });
        }
        assertThat(sps).extracting(sp -> sp.asked().getFirst().binding())
                .containsExactly("redirect", "post", "redirect", "post", "soap");
        back.notices(1);
        assertThat(front.received()).hasSize(1);
        var page = browser.get(last.location().toString()).visit();
        sps.forEach(sp -> assertThat(page.applications()).as(page.text()).containsEntry(sp.name(), "done"));
        assertThat(page.applications()).containsEntry(back.name(), "done").containsEntry(front.name(), "sent");
    }

    @Test
    void theWayBackToAnRpComesAfterTheHops() {
        var sp = world.provider("native", "post");
        var rp = world.back(ENDS_SESSION);
        var session = world.session();
        world.join(session, sp);
        var there = world.join(session, rp);
        var browser = world.browser(session);
        var last = through(browser, browser.get(END_SESSION + query("id_token_hint", world.idp().idToken(there),
                "post_logout_redirect_uri", rp.out(), "state", "s")));

        assertThat(last.location().toString()).isEqualTo(rp.out() + "?state=s");
        assertThat(sp.asked()).hasSize(1);
    }

    @Test
    void aServiceProviderThatNeverSendsTheBrowserBackIsTriedAgainOrSkipped() {
        var lost = world.provider("native", "redirect").is(Mood.KEEPS_THE_BROWSER);
        var other = world.provider("native", "post");
        var session = world.session();
        world.join(session, lost);
        world.join(session, other);
        var browser = world.browser(session);
        var visit = say("yes", browser, browser.get(LOGOUT)).location().toString();
        var first = browser.get(visit);
        Outside.go(browser.post(first.visit().stageUrl(), Form.of("hop", "next")));
        assertThat(lost.asked()).hasSize(1);

        assertThat(browser.post(first.visit().stageUrl(), Form.of("hop", "next")).location().toString())
                .isEqualTo(visit);
        var again = browser.get(visit);
        assertThat(again.body()).contains("value=\"retry\"").contains("value=\"skip\"");
        assertThat(browser.get(visit).body()).isEqualTo(again.body());
        assertThat(lost.asked()).hasSize(1);
        Outside.go(browser.post(again.visit().stageUrl(), Form.of("hop", "retry")));
        assertThat(lost.asked()).extracting(Asked::id).doesNotHaveDuplicates().hasSize(2);

        var skipped = browser.post(browser.get(visit).visit().stageUrl(), Form.of("hop", "skip"));
        var last = through(browser, skipped);
        assertThat(browser.get(last.location().toString()).visit().applications())
                .containsEntry(lost.name(), "skipped").containsEntry(other.name(), "done");
    }

    @Test
    void aServiceProviderThatIsDownIsToldOnceItIsBack() {
        var sp = world.provider("backchannel", "soap").is(Mood.IS_DOWN);
        var session = world.session();
        world.join(session, sp);
        var browser = world.browser(session);
        say("yes", browser, browser.get(LOGOUT));
        var ref = assertEnded(world, session);
        world.settled(ref, "retrying");
        sp.is(Mood.ANSWERS);

        assertThat(world.settled(ref, "done")).containsEntry(sp.id(), "done");
        assertThat(sp.asked()).hasSize(1);
        var attempts = world.registry().get("/logouts/" + ref).json().path("deliveries").path(0).path("attempts");
        assertThat(attempts.size()).isGreaterThan(1);
        assertThat(attempts.path(attempts.size() - 1).path("status").asInt()).isEqualTo(200);
        assertThat(attempts.toString()).doesNotContain(sp.nameId(session));
    }

    @Test
    void aServiceProviderThatHasOnlyPostIsToldByAPostOfOurs() {
        var sp = world.provider("backchannel", "post");
        var session = world.session();
        world.join(session, sp);
        world.registry().delete("/sessions/" + session.id() + "?reason=admin");
        var ref = assertEnded(world, session);

        assertThat(world.settled(ref, "done")).containsEntry(sp.id(), "done");
        assertThat(sp.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.binding()).isEqualTo("post");
            assertThat(asked.reason()).isEqualTo(ADMIN);
        });
    }

    @Test
    void whereNoBrowserIsOnlyTheBackChannelTells() {
        var sp = world.provider("native", "post");
        var session = world.session();
        world.join(session, sp);
        world.registry().delete("/sessions/" + session.id() + "?reason=admin");
        var logout = world.registry().get("/logouts/" + assertEnded(world, session)).json();

        assertThat(logout.path("unreachable").path(0).path("client_id").asText()).isEqualTo(sp.id());
        assertThat(sp.received()).isEmpty();
    }

    /// Goes on as a browser with scripts does, iframes and service providers included.
    ///
    /// @return the last redirect: to our last page, or away from us
    static Answer through(Browser browser, Answer first) {
        var answer = first;
        for (int step = 0; step < 40; step++) {
            if (answer.status() == 303) {
                var next = answer.location().toString();
                if (!next.startsWith(browser.origin())) {
                    return answer;
                }
                var page = browser.get(next);
                var isLast = page.visit().stage().isEmpty() || page.body().contains("name=\"SAMLResponse\"");
                if (page.status() == 200 && isLast) {
                    return answer;
                }
                answer = page;
            } else {
                answer = onward(browser, answer);
            }
        }
        throw new AssertionError("the logout never ends: " + answer);
    }

    /// One page: its frames, its form, and the way by a service provider and back.
    static Answer onward(Browser browser, Answer page) {
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        for (var frame : page.visit().frames()) {
            Outside.through(browser, frame.startsWith(browser.origin()) ? browser.get(frame) : Outside.get(frame));
        }
        var isHop = page.body().contains("name=\"hop\" value=\"next\"") && page.body().contains("value=\"skip\"");
        var form = isHop ? Form.of("hop", "next") : loaded(page.visit());
        return Outside.through(browser, browser.post(page.visit().stageUrl(), form));
    }
}
