package dev.exeunt.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.ServiceProvider;
import dev.exeunt.acceptance.world.ServiceProvider.Asked;
import dev.exeunt.acceptance.world.ServiceProvider.Mood;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.Sp;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.core.saml.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// A real browser carries SAML messages: to service providers in frames and in its window, on other sites than ours, and
/// back.
@EnabledIf(value = "dev.exeunt.acceptance.browser.Chromium#isHere", disabledReason = "no chromium and chromedriver")
class SamlInChromiumTest {

    private static World world;

    private final Chromium chromium = Chromium.shared(false);
    private final Session session = world.session();

    @BeforeAll
    static void start() {
        world = World.start(Ground.EMBEDDED,
                options -> options.parameter("FrameTimeoutSeconds", "20").parameter("FramesDeadlineSeconds", "25"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @AfterEach
    void leave() {
        chromium.open("about:blank");
    }

    @Test
    void e35e36FramesAndHopsByEitherBindingLeadToTheLastPageByThemselves() {
        var all = List.of(joined("iframe", "post"), joined("iframe", "redirect"), joined("native", "redirect"),
                joined("native", "post"), joined("native", "post"));
        var rp = world.back();
        world.join(session, rp);
        open("/logout");
        chromium.the("button[value=yes]").click();
        chromium.until("the last page", () -> !chromium.all(".hero").isEmpty());

        assertThat(all).allSatisfy(sp -> assertThat(sp.asked()).as(sp.id()).hasSize(1));
        assertThat(all).extracting(sp -> sp.asked().getFirst().binding())
                .containsExactly("post", "redirect", "redirect", "post", "post");
        Await.until("the notice", () -> "done".equals(states().get(rp.name())));
        assertThat(states()).hasSize(6).allSatisfy((name, state) -> assertThat(state).as(name).isEqualTo("done"));
        assertThat(chromium.shows("#unsure")).isFalse();
        chromium.driver().navigate().refresh();
        assertThat(states()).hasSize(6);
        assertThat(all).allSatisfy(sp -> assertThat(sp.asked()).hasSize(1));
    }

    @Test
    void e36WithoutScriptButtonsLeadThereAndBack() {
        var framed = joined("iframe", "redirect");
        var unseen = joined("iframe", "post");
        var redirected = joined("native", "redirect");
        var posted = joined("native", "post");
        chromium.script(false);
        open("/logout");
        chromium.the("button[value=yes]").click();
        chromium.until("the frame has answered", () -> "done".equals(world.browser().getJson(chromium.url() + "/status")
                .json().path("applications").path(0).path("state").asText()));
        chromium.the("#stage button").click();
        press("button[value=next]");
        Await.until("the first hop is over", () -> redirected.asked().size() == 1);
        press("button[value=next]");
        press("form[action='" + posted.url() + "/slo'] button");
        chromium.until("their page", () -> chromium.url().equals(posted.url() + "/slo"));
        press("button");
        chromium.until("the last page", () -> !chromium.all(".hero").isEmpty());

        assertThat(states()).as("what is hidden in a frame nobody can press")
                .isEqualTo(Map.of(framed.name(), "done", unseen.name(), "skipped", redirected.name(), "done",
                        posted.name(), "done"));
        assertThat(unseen.asked()).isEmpty();
    }

    @Test
    void e14e36OneThatAsksByPostGetsItsAnswerByPostWithAllOthersToldOnTheWay() {
        var framed = joined("iframe", "post");
        var silent = joined("iframe", "post").is(Mood.KEEPS_THE_BROWSER);
        var lost = joined("native", "post").is(Mood.KEEPS_THE_BROWSER);
        var asks = world.join(session, world.sp("native", "post",
                Map.of("invalidation_flow", "default-invalidation-flow")));
        var request = asks.request(session, Sp.SLO);
        cookie();
        chromium.open(
                "data:text/html," + Form.encode(page(asks.form(request, "?a=b&c=d+e /%2F%"))).replace("+", "%20"));
        Await.until("the page of the one that never sends anybody back",
                () -> lost.asked().size() == 1 && isAt(lost));
        var visit = world.cloud().url() + "/logout/";
        chromium.driver().navigate().back();
        chromium.until("our page again, which says so", () -> chromium.url().startsWith(visit)
                && !chromium.all("button[value=skip]").isEmpty() && !chromium.all("button[value=retry]").isEmpty());
        assertThat(lost.asked()).hasSize(1);
        assertThat(states()).isEqualTo(Map.of(framed.name(), "done", silent.name(), "sent", lost.name(), "sent",
                asks.name(), "done"));
        chromium.the("button[value=retry]").click();
        Await.until("it was asked again", () -> lost.asked().size() == 2 && isAt(lost));
        assertThat(lost.asked()).extracting(Asked::id).doesNotHaveDuplicates();
        chromium.driver().navigate().back();
        press("form[action$='at=0.2'] button[value=skip]");
        Await.until("the answer", () -> !asks.answers().isEmpty());

        assertThat(asks.answers()).singleElement().satisfies(answer -> assertThat(asks.read(answer))
                .isEqualTo(new Sp.Answered(Status.partialLogout(), request.head().id(), "?a=b&c=d+e /%2F%")));
        assertThat(framed.asked()).hasSize(1);
        assertThat(silent.asked()).hasSize(1);
        assertThat(asks.told()).isZero();
        assertThat(world.endedBy(session)).isNotNull();
    }

    private static String page(Map<String, String> fields) {
        var html = new StringBuilder("<form method=post action='" + world.cloud().url() + Sp.SLO + "'>");
        fields.forEach((name, value) -> html.append("<input name=").append(name).append(" value='").append(value)
                .append("'>"));
        return html + "</form><script>document.forms[0].submit()</script>";
    }

    private ServiceProvider joined(String method, String binding) {
        var sp = world.provider(method, binding);
        world.join(session, sp);
        return sp;
    }

    private boolean isAt(ServiceProvider sp) {
        return chromium.url().equals(sp.url() + "/slo") && chromium.the("h1").getText().equals("Bye");
    }

    private void press(String selector) {
        chromium.until(selector, () -> !chromium.all(selector).isEmpty());
        chromium.the(selector).click();
    }

    private void open(String path) {
        cookie();
        chromium.open(world.cloud().url() + path);
    }

    private void cookie() {
        chromium.cookie(world.cloud().url().toString(), World.COOKIE, session.cookie());
    }

    private Map<String, String> states() {
        List<List<String>> rows = chromium.run("""
                return [...document.querySelectorAll('.applications li')]
                    .map(li => [li.querySelector('.name').textContent, li.dataset.state])""");
        var states = new LinkedHashMap<String, String>();
        rows.forEach(row -> states.put(row.get(0), row.get(1)));
        return states;
    }
}
