package dev.exeunt.core.action.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.Tickets;
import dev.exeunt.core.action.memory.Call;
import dev.exeunt.core.action.memory.ForwardingLogouts;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.web.WebAnswer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogOutTest {

    private final World world = new World();
    private final LogOut logOut = new LogOut(world.parts());

    @Test
    void g17AGetAsksAndWritesNothing() {
        var before = world.stored();
        var page = answer(Call.get("/logout").cookie("secret"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(Call.sealed(page)).isNotEmpty();
        assertThat(world.stored()).isEqualTo(before);
        assertThat(page.headers()).containsEntry("cache-control", "no-store").containsEntry("x-frame-options", "DENY");
    }

    @Test
    void aYesEndsTheSessionAndTakesTheCookieAway() {
        var ended = yes(sealed(), "secret");

        assertThat(ended.status()).isEqualTo(303);
        assertThat(Call.location(ended)).startsWith(World.BASE + "/logout/");
        assertThat(ended.cookies()).containsExactly(
                "__Host-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
        assertThat(world.isOpen("sess")).isFalse();
    }

    @Test
    void aNoEndsNothing() {
        var before = world.stored();
        var page = answer(Call.post("/logout").cookie("secret").with("request", sealed(), "confirm", "no"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(world.stored()).isEqualTo(before);
    }

    @Test
    void g17WithoutATokenAPostAsksAgain() {
        var page = answer(Call.post("/logout").cookie("secret").with("confirm", "yes"));

        assertThat(Call.sealed(page)).isNotEmpty();
        assertThat(world.isOpen("sess")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "bnVsbA.bnVsbA.bnVsbA.bnVsbA.bnVsbA", "a.b.c.d.e", "...."})
    void g17AForgedTokenIsRefused(String forged) {
        assertThat(yes(forged, "secret").status()).isEqualTo(403);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void g17ATokenOfAnotherBrowserIsRefused() {
        world.open("sess-2", "other");
        var theirs = Call.sealed(answer(Call.get("/logout").cookie("other")));

        assertThat(yes(theirs, "secret").status()).isEqualTo(403);
        assertThat(answer(Call.post("/logout").with("request", sealed(), "confirm", "yes")).status()).isEqualTo(403);
        assertThat(world.isOpen("sess")).isTrue();
        assertThat(world.isOpen("sess-2")).isTrue();
    }

    @Test
    void g17ATokenOfAnotherDoorIsRefused() {
        var other = Call.sealed(new EndSession(world.parts()).answer(Call.get("/oauth2/end-session").cookie("secret")
                .request()));

        assertThat(yes(other, "secret").status()).isEqualTo(403);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void g17AnExpiredTokenIsRefused() {
        var sealed = sealed();
        world.time.pass(Duration.ofMinutes(10));

        assertThat(yes(sealed, "secret").status()).isEqualTo(403);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void g17AnotherSiteCannotAnswerEvenWithAToken() {
        var call = Call.post("/logout").cookie("secret").with("request", sealed(), "confirm", "yes");

        assertThat(answer(call.crossSite()).status()).isEqualTo(403);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void aBrandFlowThatDoesNotEndTheSessionGivesWayToOneThatDoes() {
        world.brandFlow = "default-provider-invalidation-flow";

        var answer = answer(Call.post("/logout").cookie("secret").with("request", sealed(), "confirm", "yes"));

        assertThat(answer.status()).isEqualTo(303);
        assertThat(world.isOpen("sess")).isFalse();
    }

    @Test
    void aTokenWithoutAnAnswerIsAskedAgain() {
        assertThat(answer(Call.post("/logout").cookie("secret").with("request", sealed())).status()).isEqualTo(200);
        assertThat(answer(Call.post("/logout").cookie("secret").with("request", sealed(), "confirm", "YES")).status())
                .isEqualTo(200);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void g17AReplayedYesTellsNobodyTwice() {
        var sealed = sealed();
        yes(sealed, "secret");
        var sent = java.util.List.copyOf(world.sent);
        var again = yes(sealed, "secret");

        assertThat(again.status()).isEqualTo(303);
        assertThat(world.sent).isEqualTo(sent);
        assertThat(world.logouts.count()).isEqualTo(1);
    }

    @Test
    void a13NobodySignedInIsOurPageAndNoError() {
        assertThat(answer(Call.get("/logout")).status()).isEqualTo(200);
        assertThat(answer(Call.get("/logout").cookie("unknown")).status()).isEqualTo(200);
    }

    @Test
    void aTicketAsksTheBrowserThatBringsItAndIsGoodForOneEnd() {
        world.tickets.issue(CookieHash.of("t"), new Tickets.Ticket("sess", World.START.plusSeconds(60), false));
        var page = answer(Call.get("/logout").with("ticket", "t"));
        var cookie = page.cookies().getFirst();
        assertThat(cookie).startsWith("__Host-exeunt-question=").contains("HttpOnly", "SameSite=Lax", "Secure",
                "Path=/");
        var own = cookie.substring(0, cookie.indexOf(';'));

        assertThat(answer(Call.post("/logout").with("request", Call.sealed(page), "confirm", "yes")).status())
                .isEqualTo(403);
        assertThat(answer(Call.post("/logout").rawCookie(own).with("request", Call.sealed(page), "confirm", "yes"))
                .status()).isEqualTo(303);
        assertThat(world.isOpen("sess")).isFalse();
        assertThat(answer(Call.get("/logout").with("ticket", "t")).status()).isEqualTo(410);
    }

    @Test
    void aPostedFormDoesNotHideWhatTheAddressSays() {
        var before = world.stored();
        assertThat(Call.text(answer(program().cookie("secret").query("dry_run=true")))).contains("deliveries")
                .doesNotContain("\"ref\"");
        assertThat(answer(program().cookie("secret").query("confirm=yes")).status()).as("it came twice").isEqualTo(400);
        assertThat(answer(program().query("ticket=t&ticket=t")).status()).isEqualTo(400);
        assertThat(answer(program().query("ticket=%f")).status()).isEqualTo(400);
        assertThat(world.stored()).isEqualTo(before);

        ticket();
        assertThat(Call.text(answer(program().query("ticket=t")))).contains("\"ref\"");
        assertThat(world.isOpen("sess")).isFalse();
    }

    @Test
    void aTicketPostedFromElsewhereAsksToo() {
        ticket();
        assertThat(Call.sealed(answer(Call.post("/logout").query("ticket=t").crossSite()))).isNotEmpty();
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void aTicketIsGoodAgainIfNothingCouldBeEndedYet() {
        ticket();
        var changing = new ForwardingLogouts(world.logouts) {
            @Override
            public Committed commit(Ending ending) {
                return new Committed.Changed();
            }
        };
        var busy = new LogOut(world.parts(world.startLogout(changing))).answer(program().query("ticket=t").request());
        assertThat(busy.status()).isEqualTo(503);
        assertThat(world.isOpen("sess")).isTrue();

        assertThat(answer(program().query("ticket=t")).status()).isEqualTo(200);
        assertThat(world.isOpen("sess")).isFalse();
        assertThat(answer(program().query("ticket=t")).status()).isEqualTo(410);
    }

    @Test
    void aQuestionsOwnCookieLastsAsLongAsTheLatestQuestion() {
        ticket();
        var first = answer(Call.get("/logout").with("ticket", "t")).cookies().getFirst();
        var again = answer(Call.get("/logout").with("ticket", "t").rawCookie(first.split(";")[0])).cookies();
        assertThat(again).containsExactly(first);
    }

    private void ticket() {
        world.tickets.issue(CookieHash.of("t"), new Tickets.Ticket("sess", World.START.plusSeconds(60), false));
    }

    private static Call program() {
        return Call.post("/logout").json().header("exeunt-request", "1").with("confirm", "yes");
    }

    @Test
    void aTicketThatIsTooOldOrUnknownIsGone() {
        world.tickets.issue(CookieHash.of("t"), new Tickets.Ticket("sess", World.START.plusSeconds(60), false));
        world.time.pass(Duration.ofSeconds(60));

        assertThat(answer(Call.get("/logout").with("ticket", "t")).status()).isEqualTo(410);
        assertThat(answer(Call.get("/logout").with("ticket", "u").cookie("secret")).status()).isEqualTo(410);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void aTicketOfAnotherSessionLeavesTheBrowsersOwnCookieAlone() {
        world.open("sess-2", "other");
        world.tickets.issue(CookieHash.of("t"), new Tickets.Ticket("sess-2", World.START.plusSeconds(60), false));
        var page = answer(Call.get("/logout").with("ticket", "t").cookie("secret"));
        var ended = yes(Call.sealed(page), "secret");

        assertThat(world.isOpen("sess-2")).isFalse();
        assertThat(world.isOpen("sess")).isTrue();
        assertThat(ended.cookies()).isEmpty();
    }

    @Test
    void a1OtherMethodsAndMediaTypesAreRefused() {
        for (String method : new String[]{"PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"}) {
            var refused = answer(Call.of(method, "/logout").cookie("secret"));
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.headers()).containsEntry("Allow", "GET, POST");
        }
        assertThat(answer(Call.post("/logout").cookie("secret").header("content-type", "text/plain").raw("a=b"))
                .status()).isEqualTo(415);
        assertThat(answer(Call.post("/logout").cookie("secret").raw("a=" + "b".repeat(70_000))).status())
                .isEqualTo(413);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void twoSessionCookiesAreRefused() {
        assertThat(answer(Call.get("/logout").cookie("secret").cookie("other")).status()).isEqualTo(400);
    }

    @Test
    void a3WhatIsRepeatedOrBrokenIsRefused() {
        assertThat(answer(Call.get("/logout").cookie("secret").raw("ticket=a&ticket=b")).status()).isEqualTo(400);
        assertThat(answer(Call.get("/logout").cookie("secret").raw("x=%zz")).status()).isEqualTo(400);
        assertThat(answer(Call.post("/logout").cookie("secret").raw("confirm=no&confirm=yes")).status())
                .isEqualTo(400);
    }

    @Test
    void aProgramIsToldToConfirmAndThenGetsThePlan() {
        assertThat(answer(Call.get("/logout").cookie("secret").json()).status()).isEqualTo(409);
        assertThat(answer(confirmed()).status()).isEqualTo(409);
        assertThat(answer(confirmed().header("exeunt-request", "1").crossSite()).status()).isEqualTo(409);
        assertThat(answer(Call.get("/logout").cookie("secret").json().header("exeunt-request", "1")
                .with("confirm", "yes")).status()).isEqualTo(409);
        assertThat(world.isOpen("sess")).isTrue();

        var plan = answer(confirmed().header("exeunt-request", "1"));
        assertThat(plan.status()).isEqualTo(200);
        assertThat(Call.text(plan)).contains("\"ref\"").contains("\"next\"").contains("user_logout");
        assertThat(world.isOpen("sess")).isFalse();
    }

    @Test
    void aDryRunEndsNothing() {
        var before = world.stored();
        var plan = answer(Call.get("/logout").cookie("secret").json().with("dry_run", "true"));

        assertThat(Call.text(plan)).contains("deliveries").doesNotContain("\"ref\"").doesNotContain("\"next\"");
        assertThat(world.stored()).isEqualTo(before);
    }

    @Test
    void aDryRunEndsNothingEitherWhereTimeHasEndedTheSessionOrSomebodyHas() {
        world.time.pass(Duration.ofHours(9));
        var before = world.stored();
        var dry = Call.get("/logout").cookie("secret").json().with("dry_run", "true");
        assertThat(Call.text(answer(dry))).doesNotContain("\"ref\"").doesNotContain("\"next\"");
        assertThat(world.stored()).isEqualTo(before);
        assertThat(world.logouts.count()).isZero();

        world.logOut(Visit.Way.PAGE);
        var ended = world.stored();
        assertThat(Call.text(answer(dry))).doesNotContain("\"ref\"").doesNotContain("\"next\"");
        assertThat(world.stored()).isEqualTo(ended);
    }

    private static Call confirmed() {
        return Call.post("/logout").cookie("secret").json().with("confirm", "yes");
    }

    private String sealed() {
        return Call.sealed(answer(Call.get("/logout").cookie("secret")));
    }

    private WebAnswer yes(String sealed, String cookie) {
        return answer(Call.post("/logout").cookie(cookie).with("request", sealed, "confirm", "yes"));
    }

    private WebAnswer answer(Call call) {
        return logOut.answer(call.request());
    }
}
