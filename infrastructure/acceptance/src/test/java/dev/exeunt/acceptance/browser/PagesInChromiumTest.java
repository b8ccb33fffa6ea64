package dev.exeunt.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Await;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.page.Page.Application;
import dev.exeunt.core.page.Page.Frame;
import dev.exeunt.core.page.Page.Link;
import dev.exeunt.core.page.Page.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.Keys;

/// How the pages look and behave by themselves, in a real browser.
@EnabledIf(value = "dev.exeunt.acceptance.browser.Chromium#isHere", disabledReason = "no chromium and chromedriver")
class PagesInChromiumTest {

    /// axe-core with all its rules: WCAG 2.2 A and AA, and the best practices besides. It does not look into frames, which are
    /// the applications', and does not fetch the stylesheet a second time.
    private static final String AXE = Chromium.resource("/axe.min.js");

    private static final String AUDIT = """
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'], preload: false, iframes: false }).then(
                r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))),
                e => done(['axe failed: ' + e]));""";

    /// Puts a page's body and title where those of the same page in another language stand.
    private static final String IN_ANOTHER_LANGUAGE = """
            const { title, body, documentElement: { lang, dir } } =
                new DOMParser().parseFromString(arguments[0], 'text/html');
            Object.assign(document.documentElement, { lang, dir });
            document.title = title;
            document.body.replaceWith(body);""";

    /// Time flies for the page, and what it waits and asks for is counted.
    private static final String WATCH = """
            const later = setTimeout, ask = fetch;
            window.watched = { waits: [], over: 0, asked: 0 };
            window.setTimeout = (call, wait, ...rest) => {
              watched.waits.push(wait);
              return later(() => { call(...rest); watched.over++; }, wait / 1000);
            };
            window.fetch = (...what) => { watched.asked++; return ask(...what); };""";

    private static final List<String> HOSTILE = List.of(
            "<script>pwned=1</script>\"><img src=x onerror=pwned=1>' onmouseover='pwned=1",
            "\" autofocus onfocus=pwned=1 x=\"</title></textarea><svg onload=pwned=1>",
            "\u202egnp.exe\u2066\u2069\u200f<b>{{constructor.constructor('pwned=1')()}}",
            "<iframe srcdoc='<script>top.pwned=1</script>'>&#60;script&#62;pwned=1", "javascript:pwned=1<!--");

    private static final List<String> HOSTILE_URLS = List.of("javascript:pwned=1", "JaVaScRiPt:pwned=1",
            "data:text/html,<script>pwned=1</script>", "https://x.invalid\"onload=pwned=1", " javascript:pwned=1");

    private final Chromium chromium = Chromium.shared(false);
    private final Gallery gallery = new Gallery();

    @AfterEach
    void close() {
        gallery.close();
    }

    /// WCAG 2.2 AA as far as a program can tell, at 320 pixels, which is what 400 % zoom leaves of 1280 (1.4.10). Every page in
    /// every language; light and dark by turns, and both in the first. Each page is loaded once, with its files, and then says
    /// the same in the other languages: loading is what takes time.
    @Test
    void g20NoPageInAnyLanguageLightOrDarkViolatesWhatAxeKnows() {
        chromium.width(320);
        var found = new LinkedHashMap<String, Object>();
        for (var page : gallery.pages().entrySet()) {
            chromium.open(gallery.hang(page.getValue(), "en"));
            chromium.run(AXE);
            for (var language : Gallery.LANGUAGES) {
                chromium.run(IN_ANOTHER_LANGUAGE, gallery.html(page.getValue(), language));
                var name = language + " " + page.getKey();
                for (var scheme : schemes(language)) {
                    found.put(name + " " + scheme, audit(scheme));
                }
                found.put(name + " narrow", wider());
            }
        }
        found.values().removeIf(List.of()::equals);
        assertThat(found).isEmpty();
    }

    /// What sticks out of a page of 320 pixels.
    private List<String> wider() {
        return chromium.run("""
                return [...document.querySelectorAll('body *')]
                    .filter(e => !e.closest('.frames, svg') && e.getBoundingClientRect().right > innerWidth + 1)
                    .map(e => e.outerHTML.slice(0, 80));""");
    }

    private static List<String> schemes(String language) {
        var turn = Gallery.LANGUAGES.indexOf(language);
        return turn == 0 ? List.of("light", "dark") : List.of(turn % 2 == 0 ? "light" : "dark");
    }

    private List<String> audit(String scheme) {
        chromium.prefers("prefers-color-scheme", scheme);
        return chromium.runToEnd(AUDIT);
    }

    /// Every page with all those texts at once, and the addresses by turns; every page with each of them is HostileTextTest's,
    /// without a browser.
    @Test
    void textsAndAddressesFromOutsideRunNowhere() {
        var names = List.copyOf(gallery.pages().keySet());
        for (int n = 0; n < names.size(); n++) {
            var url = HOSTILE_URLS.get(n % HOSTILE_URLS.size());
            var page = gallery.pages(String.join(" ", HOSTILE), url).get(names.get(n));
            chromium.open(gallery.hang(page, "en"));
            List<Object> state = chromium
                    .run("""
                            return [typeof window.pwned, document.querySelectorAll('main').length,
                                document.querySelectorAll('img, b, iframe[srcdoc]:not([hidden]), [onload], [onerror], [onfocus], a[href^=j]')
                                    .length, getComputedStyle(document.querySelector('h1')).direction]""");
            assertThat(state).as(url + " on " + names.get(n)).containsExactly("undefined", 1L, 0L, "ltr");
        }
    }

    @Test
    void aWordOfANameIsNotCutWhereItsStateFitsBeneath() {
        chromium.width(360);
        var name = "Personalverwaltung und Reisekostenabrechnung der Nordwind AG";
        chromium.open(
                gallery.hang(new Page.SignedOut(List.of(new Application(0, name, State.DONE)), null, 0, null, null,
                        null), "de"));
        List<Object> lines = chromium.run("""
                const text = document.querySelector('.name bdi').firstChild;
                return [...text.data.matchAll(/\\S+/g)].map(word => {
                  const range = document.createRange();
                  range.setStart(text, word.index);
                  range.setEnd(text, word.index + word[0].length);
                  return range.getClientRects().length;
                });""");
        assertThat(lines).hasSize(6).containsOnly(1L);
    }

    @Test
    void g3AnInlineScriptAndAForeignPictureThatGotInDoNotRunOrLoad() {
        try (var elsewhere = new Gallery()) {
            chromium.open(gallery.hang(gallery.pages().get("logging out"), "en"));
            List<String> blocked = chromium.runToEnd("""
                    const done = arguments[1], blocked = [];
                    addEventListener('securitypolicyviolation', e => {
                      blocked.push(e.effectiveDirective);
                      if (blocked.length === 5) done(blocked.sort());
                    });
                    const add = (name, of) => document.body.append(Object.assign(document.createElement(name), of));
                    add('script', { textContent: 'window.pwned = 1' });
                    add('img', { src: arguments[0] + '/picture.png' });
                    add('iframe', { src: arguments[0] + '/frame' });
                    add('style', { textContent: 'body { display: none }' });
                    fetch(arguments[0] + '/fetch').catch(() => {});""", elsewhere.nothing(""));
            assertThat(blocked).containsExactly("connect-src", "frame-src", "img-src", "script-src-elem",
                    "style-src-elem");
            assertThat(chromium.<Object>run("return window.pwned")).isNull();
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @Test
    void aPageOfTwentyApplicationsLoadsTwoFilesAndLessThanThirtyKilobytes() {
        var frames = new ArrayList<Frame>();
        var applications = new ArrayList<Application>();
        IntStream.range(0, 20).forEach(n -> {
            frames.add(new Frame(n, gallery.held("application-" + n + ".localhost"), n));
            applications.add(new Application(n, "Application " + n, State.WAITING, true));
        });
        chromium.open(gallery.hang(Gallery.loggingOut(frames, applications, new Link("https://wiki.example/", "Wiki")),
                "ar"));
        Await.until("the script has asked for news", () -> gallery.received().stream()
                .anyMatch(request -> request.target().getPath().endsWith("/status")));
        assertThat(gallery.received().stream().map(request -> request.target().getPath())
                .filter(path -> !path.endsWith("/status") && !path.endsWith("/favicon.ico")
                        && !path.endsWith("/cookies.js") && !path.equals("/held")))
                .hasSize(3).doesNotHaveDuplicates();
        Number bytes = chromium.run("""
                return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                    .filter(e => e.name.startsWith(location.origin)).reduce((sum, e) => sum + e.decodedBodySize, 0)""");
        assertThat(bytes.longValue()).isBetween(10_000L, 30_000L);
    }

    @Test
    void theLastPageAsksLessAndLessOftenAndGivesUpAfterTenMinutes() {
        gallery.news("{\"settled\": false, \"applications\": []}");
        var waits = new ArrayList<>(List.of(200.0));
        for (double left = 600_000, wait = 300; left >= 0; left -= wait, wait = Math.min(wait * 1.5, 30_000)) {
            waits.add(wait);
        }
        var watch = chromium.cdp("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
        try {
            chromium.open(
                    gallery.hang(new Page.SignedOut(List.of(new Application(0, "Wiki", State.RETRYING, false)), null, 0,
                            null, "/logout/v/status", null), "en"));
            Await.until("no wait is left", () -> Boolean.TRUE.equals(chromium.<Object>run(
                    "return watched.over === arguments[0] && watched.over === watched.waits.length", waits.size())));
        } finally {
            chromium.cdp("Page.removeScriptToEvaluateOnNewDocument", watch);
        }

        List<Number> seen = chromium.run("return watched.waits");
        assertThat(seen).extracting(Number::doubleValue).isEqualTo(waits);
        Number asked = chromium.run("return watched.asked");
        assertThat(asked.intValue()).as("it asks after every wait but the last").isEqualTo(waits.size() - 1)
                .isLessThan(40);
    }

    /// The script is kept back until the page has been painted, which it says by asking for a picture.
    @Test
    void whatIsSeenDoesNotWaitForTheScript() {
        gallery.keepScriptUntilPainted();
        var watch = chromium.cdp("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                if (self === top) new PerformanceObserver(list => {
                  const seen = list.getEntriesByName('first-contentful-paint').length > 0;
                  if (seen && document.querySelector('h1')) new Image().src = '/painted';
                }).observe({ type: 'paint', buffered: true });"""));
        chromium.open(gallery.hang(gallery.pages().get("logging out"), "en"));
        chromium.cdp("Page.removeScriptToEvaluateOnNewDocument", watch);
        assertThat(chromium.the("#stage button").isDisplayed()).isTrue();
        assertThat(gallery.received()).anyMatch(request -> request.target().getPath().equals("/painted"));
    }

    @Test
    void whoWantsLessMotionGetsNone() {
        var url = gallery.hang(gallery.pages().get("signed out"), "en");
        chromium.prefers("prefers-reduced-motion", "no-preference");
        chromium.open(url);
        assertThat(chromium.<Long>run("return document.getAnimations().length")).isPositive();
        chromium.prefers("prefers-reduced-motion", "reduce");
        chromium.open(url);
        assertThat(chromium.<Long>run("return document.getAnimations().length")).isZero();
    }

    /// The focus is seen and goes through the page in its order; what is hidden is not on the way (WCAG 2.4.3, 2.4.7). Every
    /// target is big enough for a finger (2.5.8).
    @Test
    void g20TheKeyboardReachesEverythingInItsOrder() {
        chromium.open(gallery.hang(gallery.pages().get("ask"), "en"));
        assertThat(tabs(4)).containsExactly("brand", "Sign out", "Stay signed in", "");
        chromium.open(gallery.hang(gallery.pages().get("logging out"), "en"));
        assertThat(tabs(2)).containsExactly("brand", "Continue");
        List<Object> small = chromium.run("""
                return [...document.querySelectorAll('main a, button')].map(e => e.getBoundingClientRect())
                    .filter(r => r.height < 24 || r.width < 24)""");
        assertThat(small).isEmpty();
    }

    private List<String> tabs(int times) {
        var reached = new ArrayList<String>();
        for (int n = 0; n < times; n++) {
            chromium.the("body").sendKeys(Keys.TAB);
            reached.add(chromium.run("""
                    const e = document.activeElement;
                    return e === document.body ? '' : e.className === 'brand' ? 'brand'
                        : getComputedStyle(e).outlineStyle === 'none' ? 'unseen' : e.textContent"""));
        }
        return reached;
    }

    /// In forced colours nothing is told by colour: marks and words stay.
    @Test
    void statesAreTheirWordsAndShapesWhateverTheColours() {
        chromium.prefers("forced-colors", "active");
        chromium.open(gallery.hang(gallery.pages().get("signed out"), "en"));
        List<String> shapes = chromium.run(
                "return [...document.querySelectorAll('.applications use')].map(u => u.getAttribute('href'))");
        List<String> words = chromium.run(
                "return [...document.querySelectorAll('.applications .state')].map(u => u.textContent)");
        assertThat(shapes).hasSize(State.values().length).doesNotHaveDuplicates();
        assertThat(words).hasSize(State.values().length).doesNotHaveDuplicates();
        assertThat(chromium.<String>run("return getComputedStyle(document.querySelector('.mark')).color"))
                .isEqualTo(chromium.run("return getComputedStyle(document.body).color"));
    }
}
