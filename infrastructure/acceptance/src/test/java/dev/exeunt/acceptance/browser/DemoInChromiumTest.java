package dev.exeunt.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.local.Options;
import dev.exeunt.local.demo.Demo;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.WebElement;

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
            chromium.until("signed in to ten applications", () -> chromium.all(".cards > .in").size() == 10);
            chromium.the("a[href='/logout']").click();
            chromium.the("button[value=yes]").click();
            chromium.until("the last page", () -> !chromium.all(".hero").isEmpty());
            Await.until("those that can be told are signed out",
                    () -> count(chromium, "done") >= 7 && count(chromium, "sent") == 1);
            assertThat(chromium.all(".applications li[data-state=done]")).extracting(WebElement::getText)
                    .anyMatch(text -> text.contains("Rota")).anyMatch(text -> text.contains("Tickets"))
                    .anyMatch(text -> text.contains("Props")).anyMatch(text -> text.contains("Payroll"));
            assertThat(chromium.the(".applications").getText()).contains("Wiki", "Mail", "Chat", "Calendar",
                    "Invoices", "Reports");
            assertThat(chromium.shows("#unsure")).isTrue();
            assertThat(chromium.cookies()).doesNotContain("session");
            chromium.the("a.button").click();
            chromium.until("the demo says so too", () -> chromium.all("h2.state.out").size() == 1);
            assertThat(chromium.the(".look-rota").getText()).contains("LogoutRequest received by post and verified");
            assertThat(chromium.the(".look-tickets").getText()).contains("by redirect and verified");
            assertThat(chromium.the(".look-props").getText()).contains("by post and verified");
            assertThat(chromium.the(".look-payroll").getText()).contains("by SOAP and verified");
            fromAServiceProvider(chromium, cloud.addresses().publicUrl().getPort());
            chromium.open("about:blank");
        }
    }

    private static void fromAServiceProvider(Chromium chromium, int port) {
        chromium.the(".people button").click();
        for (var name : List.of("wiki", "tickets")) {
            chromium.open("http://%s.localhost:%d/login".formatted(name, port));
            chromium.until("signed in at " + name, () -> !chromium.all("h2.state.in").isEmpty());
        }
        chromium.the("button.leave").click();
        chromium.until("its request is answered", () -> chromium.all(".why").stream()
                .anyMatch(why -> why.getText().contains("was answered: everybody was told")));
    }

    private static int count(Chromium chromium, String state) {
        return chromium.all(".applications li[data-state=" + state + "]").size();
    }
}
