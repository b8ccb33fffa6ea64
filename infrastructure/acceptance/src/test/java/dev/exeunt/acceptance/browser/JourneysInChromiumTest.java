package dev.exeunt.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.interactions.Actions;

/// Logouts in a real browser, through the whole local cloud. The applications are at `127.0.0.1`, which to the browser is
/// another site than ours at `localhost`.
@EnabledIf(value = "dev.exeunt.acceptance.browser.Chromium#isHere", disabledReason = "no chromium and chromedriver")
class JourneysInChromiumTest {

    private static World world;

    private final Chromium chromium = Chromium.shared(false);
    private final List<App> apps = new ArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private Session session;

    @BeforeAll
    static void start() {
        world = World.start(Ground.EMBEDDED,
                options -> options.parameter("FrameTimeoutSeconds", "8").parameter("FramesDeadlineSeconds", "10"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @AfterEach
    void close() {
        never.countDown();
        chromium.open("about:blank");
        apps.forEach(App::close);
    }

    @Test
    void g8c10NoFrameHoldsThePageUpOrTakesItAwayAndNoneIsCalledSignedOut() {
        var slow = with(App.front(world, Reply.held(never, Reply.status(200))));
        var dead = with(App.front(world, Reply.dropped()));
        var denying = with(App.front(world, html("<p>Bye", Map.of("X-Frame-Options", "DENY"))));
        var escaping = with(App.front(world,
                html("""
                        <script>
                        try { top.location = 'https://evil.invalid/' } catch (e) {}
                        try { open('https://evil.invalid/') } catch (e) {}
                        try { alert(1) } catch (e) {}
                        </script><a href="https://evil.invalid/" target="_top">x</a><script>document.links[0].click()</script>""",
                        Map.of())));
        var both = with(App.both(world, Reply.held(never, Reply.status(200))));
        logOut();
        end();

        Await.until("the back channel's answer is shown", () -> "done".equals(states().get(both.name())));
        assertThat(states()).isEqualTo(Map.of(slow.name(), "timeout", dead.name(), "sent", denying.name(), "sent",
                escaping.name(), "sent", both.name(), "done"));
        assertThat(both.received(App.BACK)).hasSize(1);
        assertThat(apps).allSatisfy(app -> assertThat(app.received(App.FRAME)).hasSize(1));
        assertThat(chromium.url()).startsWith(world.cloud().url() + "/logout/");
        assertThat(chromium.driver().getWindowHandles()).hasSize(1);
        assertThat(chromium.shows("#unsure")).isTrue();
    }

    @Test
    void c9WhereTheBrowserKeepsCookiesFromFramesThePageSaysSo() {
        var app = with(App.front(world, Reply.held(never, Reply.status(200))));
        with(App.both(world, Reply.status(200)));
        cookieOf(app, chromium);
        logOut();
        chromium.until("the warning", () -> chromium.shows("#blocked"));
        assertThat(chromium.<String>run("return document.querySelector('#blocked').textContent"))
                .contains(app.name() + ".");
        assertThat(app.received(App.FRAME).getFirst().header("cookie")).isEmpty();
    }

    @Test
    void c9WhereTheBrowserLetsCookiesThroughThePageSaysNothing() {
        var open = Chromium.shared(true);
        var app = with(App.front(world, Reply.held(never, Reply.status(200))));
        cookieOf(app, open);
        logOut(open);
        Await.until("the frame", () -> !app.received(App.FRAME).isEmpty());
        Await.until("the probe has come and gone",
                () -> Boolean.TRUE.equals(open.run("return performance.getEntriesByType('resource').length > 1"
                        + " && !document.querySelector('iframe[srcdoc]')")));
        assertThat(open.all("#blocked")).hasSize(1);
        assertThat(open.shows("#blocked")).isFalse();
        assertThat(app.received(App.FRAME).getFirst().header("cookie")).contains("theirs=1");
        open.open("about:blank");
    }

    @Test
    void g20WithoutScriptButtonsLeadToTheEnd() {
        var app = with(App.front(world, Reply.status(200)));
        var back = with(App.back(world));
        chromium.script(false);
        logOut();
        Await.until("the frame", () -> !app.received(App.FRAME).isEmpty());
        assertThat(chromium.the("noscript p").getText()).contains("Scripts are off");
        chromium.the("#stage button").click();
        chromium.until("the last page", () -> chromium.the("h1").getText().equals("You are signed out"));
        assertThat(chromium.the(".applications").getText()).contains(app.name(), back.name());
        assertThat(back.received(App.BACK)).hasSize(1);
    }

    @Test
    void g2TheWayBackAfterTheQuestionIsNotBlockedWithOrWithoutScript() {
        for (var script : List.of(true, false)) {
            var app = with(App.back(world));
            chromium.script(script);
            chromium.open(world.cloud().url() + "/oauth2/end-session?ui_locales=ar&client_id=" + app.id()
                    + "&state=s%26&post_logout_redirect_uri=" + app.site().url() + App.OUT);
            assertThat(chromium.the("html").getDomAttribute("dir")).isEqualTo("rtl");
            chromium.the("button[value=yes]").click();
            Await.until("the application", () -> !app.received(App.OUT).isEmpty());
            assertThat(app.received(App.OUT)).singleElement()
                    .satisfies(request -> assertThat(request.query()).isEqualTo(Map.of("state", List.of("s&"))));
            session = null;
        }
    }

    @Test
    void reloadingAndGoingBackTellNobodyTwice() {
        var back = with(App.back(world));
        with(App.front(world, Reply.held(never, Reply.status(200))));
        logOut();
        chromium.driver().navigate().refresh();
        chromium.driver().navigate().refresh();
        chromium.the("#stage button").click();
        end();
        var last = chromium.url();
        chromium.driver().navigate().back();
        chromium.until("a page of ours", () -> !chromium.all("h1").isEmpty());
        chromium.driver().navigate().forward();
        chromium.until("the last page again", () -> chromium.url().equals(last) && !chromium.all(".hero").isEmpty());
        assertThat(world.endedBy(session)).isNotNull();
        assertThat(back.received(App.BACK)).hasSize(1);
    }

    @Test
    void aDoubleClickEndsTheSessionOnce() {
        var back = with(App.back(world));
        var front = with(App.front(world, Reply.status(200)));
        ask(chromium);
        new Actions(chromium.driver()).doubleClick(chromium.the("button[value=yes]")).perform();
        end();
        assertThat(states()).containsEntry(front.name(), "sent");
        Await.until("the notice", () -> !back.received(App.BACK).isEmpty());
        assertThat(back.received(App.BACK)).hasSize(1);
    }

    @Test
    void ofTwoTabsTheOneGoesOnWithTheOther() {
        with(App.front(world, Reply.held(never, Reply.status(200))));
        logOut();
        var one = chromium.driver().getWindowHandle();
        var url = chromium.url();
        chromium.driver().switchTo().newWindow(WindowType.TAB);
        chromium.open(url);
        chromium.the("#stage button").click();
        end();
        chromium.driver().switchTo().window(one);
        end();
    }

    private static void cookieOf(App app, Chromium browser) {
        browser.cdp("Network.setCookie", Map.of("url", app.site().url().toString(), "name", "theirs", "value", "1",
                "sameSite", "None", "secure", true));
    }

    private static Reply html(String body, Map<String, String> more) {
        var headers = new LinkedHashMap<>(Map.of("Content-Type", "text/html; charset=utf-8"));
        headers.putAll(more);
        return new Reply.Status(200, headers, "<!DOCTYPE html><title>x</title>" + body);
    }

    /// The application joins the session of this test.
    private App with(App app) {
        apps.add(app);
        if (session == null) {
            session = world.session();
            chromium.cookie(world.cloud().url().toString(), World.COOKIE, session.cookie());
        }
        return app.joins(world, session);
    }

    private void logOut() {
        logOut(chromium);
    }

    private void logOut(Chromium browser) {
        ask(browser);
        browser.the("button[value=yes]").click();
        Await.until("the session has ended", () -> world.endedBy(session) != null);
        Await.until("a page of the visit", () -> browser.url().matches(".*/logout/[^/]{20,}")
                && !browser.all("h1").isEmpty());
    }

    private void ask(Chromium browser) {
        browser.cookie(world.cloud().url().toString(), World.COOKIE, session.cookie());
        browser.open(world.cloud().url() + "/logout");
    }

    /// The page goes on by itself.
    private void end() {
        chromium.until("the last page", () -> !chromium.all(".hero").isEmpty());
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
