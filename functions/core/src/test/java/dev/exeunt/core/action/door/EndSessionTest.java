package dev.exeunt.core.action.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.DeliveryQueue;
import dev.exeunt.core.action.memory.Call;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Flow.FlowStage;
import dev.exeunt.core.plan.VisitToken;
import dev.exeunt.core.web.WebAnswer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndSessionTest {

    private static final String PATH = "/oauth2/end-session";

    private final World world = new World();

    @Test
    void a12AHintOfTheCookiesSessionEndsThatApplicationAndAsksNobody() {
        var answer = answer(Call.get(PATH).cookie("secret").with("id_token_hint", world.hint("wiki"),
                "post_logout_redirect_uri", World.OUT, "state", "a b&c"));

        assertThat(answer.status()).isEqualTo(303);
        assertThat(way(answer)).isEqualTo(World.OUT + "?state=a%20b%26c");
        assertThat(world.isOpen("sess")).isTrue();
        assertThat(world.sent).extracting(DeliveryQueue.Pointer::client).containsExactly("wiki");
        assertThat(answer.cookies()).isEmpty();
    }

    @Test
    void theLastStopAtTheIdpIsForASessionThatEndedAndForNoOtherAddressAskedFor() {
        world.signedOutUrl = "https://idp.example/signed-out";
        var left = answer(Call.get(PATH).cookie("secret").with("id_token_hint", world.hint("wiki")));
        assertThat(world.isOpen("sess")).isTrue();
        assertThat(way(left)).isNull();

        var back = answer(Call.get(PATH).cookie("secret").with("id_token_hint", world.hint("mail"),
                "post_logout_redirect_uri", "https://mail.example/out"));
        assertThat(way(back)).isEqualTo("https://mail.example/out");

        var ended = answer(Call.post(PATH).cookie("secret").with("confirm", "yes", "request",
                Call.sealed(answer(Call.get(PATH).cookie("secret")))));
        assertThat(world.isOpen("sess")).isFalse();
        assertThat(way(ended)).isEqualTo(world.signedOutUrl);

        var nobody = answer(Call.get(PATH));
        assertThat(nobody.status()).isEqualTo(303);
        assertThat(Call.location(nobody)).isEqualTo(world.signedOutUrl);
    }

    @Test
    void a1PostAndGetAreTheSame() {
        var answer = answer(Call.post(PATH).cookie("secret").with("id_token_hint", world.hint("wiki"),
                "post_logout_redirect_uri", World.OUT));

        assertThat(way(answer)).isEqualTo(World.OUT);
    }

    @Test
    void aFlowWithUserLogoutMakesItFullSingleLogout() {
        world.flows.put(new Flow("full", List.of(new FlowStage.UserLogout())));
        var wiki = World.client("wiki", true, false);
        world.clients.put(new dev.exeunt.core.client.OidcClient(wiki.key(), wiki.clientId(), wiki.name(),
                wiki.redirectUris(), wiki.postLogoutRedirectUris(), wiki.backChannel(), null, "RS256", null, "full",
                wiki.profile()));
        var answer = answer(Call.get(PATH).cookie("secret").with("id_token_hint", world.hint("wiki")));

        assertThat(world.isOpen("sess")).isFalse();
        assertThat(answer.cookies()).hasSize(1);
    }

    @Test
    void a11AndA22WithoutAHintThePersonIsAskedAndAYesLogsOutOfEverything() {
        var before = world.stored();
        var page = answer(Call.get(PATH).cookie("secret").with("client_id", "wiki", "post_logout_redirect_uri",
                World.OUT, "state", "s"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(Call.text(page)).contains("App wiki");
        assertThat(world.stored()).isEqualTo(before);

        var yes = answer(Call.post(PATH).cookie("secret").with("request", Call.sealed(page), "confirm", "yes"));
        assertThat(world.isOpen("sess")).isFalse();
        assertThat(way(yes)).isEqualTo(World.OUT + "?state=s");
    }

    @Test
    void a14ANoKeepsTheSessionAndOffersTheWayHomeWithoutTakingIt() {
        var page = answer(Call.get(PATH).cookie("secret").with("client_id", "wiki", "post_logout_redirect_uri",
                World.OUT));
        var no = answer(Call.post(PATH).cookie("secret").with("request", Call.sealed(page), "confirm", "no"));

        assertThat(no.status()).isEqualTo(200);
        assertThat(Call.text(no)).contains("https://wiki.example/").doesNotContain(World.OUT);
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void a17EveryErrorIsAPageAndNoRedirectAndEndsNothing() {
        var before = world.stored();
        for (Call call : List.of(Call.get(PATH).with("id_token_hint", "x"),
                Call.get(PATH).with("id_token_hint", "bnVsbA.bnVsbA.bnVsbA"),
                Call.get(PATH).with("client_id", "nobody"),
                Call.get(PATH).with("id_token_hint", world.hint("wiki"), "client_id", "mail"),
                Call.get(PATH).with("id_token_hint", world.hint("wiki"), "post_logout_redirect_uri", World.OUT + "/"),
                Call.get(PATH).with("client_id", "wiki", "post_logout_redirect_uri", "https://evil.example/"),
                Call.get(PATH).raw("state=a&state=b&client_id=wiki"), Call.get(PATH).raw("state=%zz"))) {
            var answer = answer(call.cookie("secret"));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.headers()).doesNotContainKey("Location");
            assertThat(Call.text(answer)).doesNotContain("evil.example");
        }
        assertThat(world.stored()).isEqualTo(before);
    }

    @Test
    void a13NobodySignedInIsFinishedByTheHintAlone() {
        world.hintAlone = true;
        var gone = answer(Call.get(PATH).with("id_token_hint", world.hint("wiki", "sid-of-nobody"),
                "post_logout_redirect_uri", World.OUT, "state", "s"));

        assertThat(gone.status()).isEqualTo(303);
        assertThat(Call.location(gone)).isEqualTo(World.OUT + "?state=s");
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void a16NobodySignedInWithoutAHintIsOfferedTheWay() {
        var page = answer(Call.get(PATH).with("client_id", "wiki", "post_logout_redirect_uri", World.OUT));

        assertThat(page.status()).isEqualTo(200);
        assertThat(Call.text(page)).contains(World.OUT);
    }

    @Test
    void aHintWithoutTheCookieAsksOrIsAcceptedAsTheDeploymentSays() {
        var call = new String[]{"id_token_hint", world.hint("wiki")};
        var page = answer(Call.get(PATH).with(call));
        assertThat(page.status()).isEqualTo(200);
        assertThat(world.logouts.count()).isZero();
        assertThat(page.cookies()).hasSize(1);

        world.hintAlone = true;
        assertThat(answer(Call.get(PATH).with(call)).status()).isEqualTo(303);
        assertThat(world.logouts.count()).isEqualTo(1);
    }

    @Test
    void aHintAloneDoesNotNameOthersToPrograms() {
        world.hintAlone = true;
        world.flows.put(new Flow("full", List.of(new FlowStage.UserLogout())));
        var plan = answer(Call.get(PATH).json().with("id_token_hint", world.hint("wiki")));

        assertThat(plan.status()).isEqualTo(200);
        assertThat(Call.text(plan)).doesNotContain("App mail").doesNotContain("App both").contains("\"others\"");
    }

    @Test
    void keysThatCannotBeHadAskInsteadOfFailing() {
        world.idpKeysKnown = false;
        var page = answer(Call.get(PATH).cookie("secret").with("id_token_hint", world.hint("wiki")));

        assertThat(Call.sealed(page)).isNotEmpty();
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void a23AForeignPostIsParkedAndTheHintIsInNoUrl() {
        var hint = world.hint("wiki");
        var parked = answer(Call.post(PATH).crossSite().with("id_token_hint", hint, "post_logout_redirect_uri",
                World.OUT, "state", "s+t"));
        assertThat(parked.status()).isEqualTo(303);
        assertThat(Call.location(parked)).startsWith(World.BASE + PATH + "?resume=").doesNotContain(hint)
                .doesNotContain("state").hasSizeLessThan(200);
        assertThat(world.isOpen("sess")).isTrue();
        assertThat(world.logouts.count()).isZero();

        var resume = Call.location(parked).substring((World.BASE + PATH + "?").length());
        var answer = answer(Call.get(PATH).raw(resume).cookie("secret"));
        assertThat(way(answer)).isEqualTo(World.OUT + "?state=s%2Bt");
        assertThat(world.logouts.count()).isEqualTo(1);

        assertThat(way(answer(Call.get(PATH).raw(resume).cookie("secret")))).isEqualTo(World.OUT + "?state=s%2Bt");
        assertThat(world.logouts.count()).isEqualTo(1);
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void a23AParkedRequestExpiresAndCannotBeGuessed() {
        var resume = Call.location(answer(Call.post(PATH).with("client_id", "wiki"))).split("resume=")[1];
        world.time.pass(Duration.ofMinutes(10));

        assertThat(answer(Call.get(PATH).with("resume", resume).cookie("secret")).status()).isEqualTo(410);
        assertThat(answer(Call.get(PATH).with("resume", "x").cookie("secret")).status()).isEqualTo(410);
    }

    @Test
    void a23AParkedRequestWithoutAHintStillAsks() {
        var resume = Call.location(answer(Call.post(PATH).crossSite().with("state", "s"))).split("resume=")[1];
        var page = answer(Call.get(PATH).with("resume", resume).cookie("secret"));

        assertThat(Call.sealed(page)).isNotEmpty();
        assertThat(world.isOpen("sess")).isTrue();
    }

    @Test
    void aProgramIsToldToConfirmWhereAPersonWouldBeAsked() {
        assertThat(answer(Call.get(PATH).json().cookie("secret")).status()).isEqualTo(409);
        assertThat(answer(Call.post(PATH).json().cookie("secret").header("exeunt-request", "1")
                .with("confirm", "yes")).status()).isEqualTo(200);
        assertThat(world.isOpen("sess")).isFalse();
    }

    @Test
    void aDryRunEndsNothing() {
        var before = world.stored();
        var plan = answer(Call.get(PATH).json().cookie("secret").with("dry_run", "true", "id_token_hint",
                world.hint("wiki")));

        assertThat(Call.text(plan)).contains("App wiki").doesNotContain("\"ref\"");
        assertThat(world.stored()).isEqualTo(before);
    }

    @Test
    void g19TheHostHeaderIsInNoAddress() {
        var answer = answer(Call.get(PATH).cookie("secret").header("host", "evil.example")
                .header("x-forwarded-host", "evil.example").with("id_token_hint", world.hint("wiki")));

        assertThat(Call.location(answer)).startsWith(World.BASE + "/logout/");
    }

    @Test
    void a24NoAnswerAndNoEventHoldsTheHint() {
        var hint = world.hint("wiki");
        var asked = answer(Call.get(PATH).with("id_token_hint", hint, "state", "st-secret"));

        assertThat(Call.text(asked)).doesNotContain(hint);
        assertThat(world.events.toString()).doesNotContain(hint).doesNotContain("st-secret");
    }

    private String way(WebAnswer answer) {
        var token = VisitToken.parse(Call.location(answer).substring((World.BASE + "/logout/").length()))
                .orElseThrow();
        return world.logouts.visit(token.ref(), token.hash()).orElseThrow().way().back();
    }

    private WebAnswer answer(Call call) {
        return new EndSession(world.parts()).answer(call.request());
    }
}
