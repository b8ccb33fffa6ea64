package dev.exeunt.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.local.Options;
import dev.exeunt.local.demo.Demo;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// The demo as its visitor sees it.
@EnabledIf(value = "dev.exeunt.acceptance.browser.Chromium#isHere", disabledReason = "no chromium and chromedriver")
class DemoInChromiumTest {

    @Test
    void oneSignsInEverywhereLogsOutOnceAndSeesWhatBecameOfEachApplication() {
        var chromium = Chromium.shared(false);
        var demo = new AtomicReference<Demo>();
        var options = new Options().site(addresses -> {
            demo.set(new Demo(addresses));
            return demo.get();
        });
        try (var cloud = World.printing(OutputStream.nullOutputStream(), options)) {
            demo.get().setUp();
            chromium.open(cloud.url().toString());
            chromium.the(".people button").click();
            chromium.the("a[href='/idp/tour']").click();
            Await.until("signed in to six applications", () -> chromium.all(".cards > .in").size() == 6);
            chromium.the("a[href='/logout']").click();
            chromium.the("button[value=yes]").click();
            Await.until("the last page", () -> !chromium.all(".hero").isEmpty());
            Await.until("four are signed out", () -> count(chromium, "done") >= 3 && count(chromium, "sent") == 1);
            assertThat(chromium.the(".applications").getText()).contains("Wiki", "Mail", "Chat", "Calendar",
                    "Invoices", "Reports");
            assertThat(chromium.shows("#unsure")).isTrue();
            assertThat(chromium.cookies()).doesNotContain("session");
            chromium.the("a.button").click();
            Await.until("the demo says so too", () -> chromium.all("h2.state.out").size() == 1);
            chromium.open("about:blank");
        }
    }

    private static int count(Chromium chromium, String state) {
        return chromium.all(".applications li[data-state=" + state + "]").size();
    }
}
