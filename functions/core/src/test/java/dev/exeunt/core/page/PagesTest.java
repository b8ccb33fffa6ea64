package dev.exeunt.core.page;

import static dev.exeunt.core.page.Examples.ORIGIN;
import static dev.exeunt.core.page.Examples.WIKI;
import static dev.exeunt.core.page.Examples.applications;
import static dev.exeunt.core.page.Examples.document;
import static dev.exeunt.core.page.Examples.everyPage;
import static dev.exeunt.core.page.Examples.html;
import static dev.exeunt.core.page.Examples.loggingOut;
import static dev.exeunt.core.page.Examples.policy;
import static dev.exeunt.core.page.Examples.withFrame;
import static dev.exeunt.core.page.Examples.withFrames;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.page.Page.Application;
import dev.exeunt.core.page.Page.Ask;
import dev.exeunt.core.page.Page.Failure;
import dev.exeunt.core.page.Page.Frame;
import dev.exeunt.core.page.Page.Handover;
import dev.exeunt.core.page.Page.Hop;
import dev.exeunt.core.page.Page.Link;
import dev.exeunt.core.page.Page.SignedOut;
import dev.exeunt.core.page.Page.State;
import dev.exeunt.core.page.Page.StillSignedIn;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

    @Test
    void everyPageSaysItsLanguageHasOneHeadingOneMainAndATitle() {
        for (var page : everyPage("Wiki", "https://wiki.example/")) {
            var document = document(page);
            assertThat(document.selectFirst("html").attr("lang")).isEqualTo("en");
            assertThat(document.selectFirst("html").attr("dir")).isEqualTo("ltr");
            assertThat(document.select("h1")).hasSize(1);
            assertThat(document.select("main")).hasSize(1);
            assertThat(document.select("header")).hasSize(1);
            assertThat(document.title()).isNotBlank();
        }
    }

    @Test
    void noPageHoldsAnInlineScriptOrStyle() {
        for (var page : everyPage("Wiki", "https://wiki.example/")) {
            var document = document(page);
            assertThat(document.select("script:not([src]), style, [style]")).isEmpty();
            assertThat(document.getAllElements()).allSatisfy(element -> assertThat(element.attributes().asList())
                    .noneMatch(attribute -> attribute.getKey().startsWith("on")));
        }
    }

    @Test
    void g1EveryPageIsAnsweredWithTheSameHeadersAndAPolicyOfItsOwn() {
        for (var page : everyPage("Wiki", "https://wiki.example/")) {
            if (page instanceof Handover handover && handover.framed()) {
                continue;
            }
            assertThat(html(page).headers()).containsEntry("content-type", "text/html; charset=utf-8")
                    .containsEntry("cache-control", "no-store").containsEntry("referrer-policy", "no-referrer")
                    .containsEntry("x-content-type-options", "nosniff").containsEntry("x-frame-options", "DENY")
                    .containsEntry("strict-transport-security", "max-age=31536000")
                    .containsEntry("cross-origin-opener-policy", "same-origin")
                    .hasEntrySatisfying("content-security-policy", policy -> assertThat(policy)
                            .startsWith(
                                    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'self'"))
                    .hasSize(8);
        }
    }

    /// A frame that may not send cookies along, or is not loaded at all, tells nobody.
    @Test
    void g7G14NoPageAsksItsFramesToOptIn() {
        for (var page : everyPage("Wiki", "https://wiki.example/")) {
            assertThat(html(page).headers()).doesNotContainKey("cross-origin-embedder-policy");
            assertThat(html(page).body()).doesNotContain("credentialless", "allow=\"local-network-access\"");
        }
    }

    @Test
    void g18NobodyMayFrameAPage() {
        for (var page : everyPage("Wiki", "https://wiki.example/")) {
            var ours = page instanceof Handover handover && handover.framed();
            assertThat(policy(page)).contains("frame-ancestors " + (ours ? "'self';" : "'none';"));
            assertThat(html(page).headers().get("x-frame-options")).isEqualTo(ours ? "SAMEORIGIN" : "DENY");
        }
    }

    @Test
    void theQuestionIsAFormWithTwoAnswersAndTheSealedRequest() {
        var document = document(new Ask("/oauth2/end-session", "s3al", "Wiki", true, WIKI));
        var form = document.selectFirst("form");
        assertThat(form.attr("method")).isEqualTo("post");
        assertThat(form.attr("action")).isEqualTo("/oauth2/end-session");
        assertThat(form.select("input[type=hidden][name=request]").eachAttr("value")).containsExactly("s3al");
        assertThat(form.select("button[name=confirm]").eachAttr("value")).containsExactly("yes", "no");
        assertThat(document.select("script")).isEmpty();
        assertThat(document.text()).contains("Wiki asks to sign you out", "every application", "go back to Wiki");
    }

    @Test
    void theQuestionSaysWhenOnlyOneApplicationEnds() {
        assertThat(document(new Ask("/oauth2/end-session", "s", "Wiki", false, null)).text())
                .contains("this application only", "stay signed in at Acme").doesNotContain("every application");
    }

    @Test
    void c8g6FramesAreSandboxedTellNothingOfThePageAndLoadAtOnce() {
        var frame = document(withFrame("https://wiki.example/out?iss=i&sid=s")).selectFirst("iframe");
        assertThat(frame.attr("src")).isEqualTo("https://wiki.example/out?iss=i&sid=s");
        assertThat(frame.attr("sandbox")).isEqualTo("allow-scripts allow-same-origin");
        assertThat(frame.attr("referrerpolicy")).isEqualTo("no-referrer");
        assertThat(frame.hasAttr("allow")).isTrue();
        assertThat(frame.attr("allow")).isEmpty();
        assertThat(frame.hasAttr("loading")).isFalse();
        assertThat(frame.attr("title")).contains("Application 0");
        assertThat(frame.closest("[inert]")).isNotNull();
    }

    /// The script must hear the first load, and nothing that can be seen may wait for it.
    @Test
    void theScriptStandsBehindWhatIsSeenAndBeforeTheFrames() {
        var body = html(withFrames(2)).body();
        assertThat(body.indexOf("</main>")).isLessThan(body.indexOf("<script"));
        assertThat(body.indexOf("</script>")).isLessThan(body.indexOf("<iframe"));
    }

    @Test
    void c11TheStageIsOneFormWithAFieldForEachFrameAndAButtonThatIsAlwaysThere() {
        var form = document(withFrames(2)).selectFirst("form");
        assertThat(form.attr("method")).isEqualTo("post");
        assertThat(form.attr("action")).isEqualTo("/logout/v/stages/1");
        assertThat(form.select("input[name=hop]").eachAttr("value")).containsExactly("next");
        assertThat(form.select("input[disabled]").eachAttr("name")).containsExactly("frame.0", "frame.1");
        assertThat(form.select("button")).hasSize(1);
    }

    @Test
    void c11TheScriptIsToldWhereToAskAndHowLongToWait() {
        var script = document(withFrames(1)).selectFirst("script");
        assertThat(script.attr("data-status")).isEqualTo("/logout/v/status");
        assertThat(script.attr("data-frame-wait")).isEqualTo("5000");
        assertThat(script.attr("data-deadline")).isEqualTo("6000");
    }

    /// The iframe page waits for the button: a refresh would load every frame again.
    @Test
    void c11g20OnlyTheWaitingPageRefreshesItselfWithoutScript() {
        assertThat(html(loggingOut(List.of(), applications(State.WAITING), null)).body())
                .contains("<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>");
        assertThat(html(withFrames(1)).body()).doesNotContain("http-equiv");
        assertThat(document(withFrames(1)).select("noscript").text()).contains("Scripts are off");
    }

    @Test
    void g6AFrameOfOursIsLetInOnlyIfItLeadsElsewhere() {
        var frame = new Frame(0, ORIGIN + "/logout/v/frames/0", 0, "https://sp.example/slo");
        var page = loggingOut(List.of(frame), applications(State.WAITING), null);
        assertThat(document(page).selectFirst("iframe").attr("sandbox"))
                .isEqualTo("allow-scripts allow-same-origin allow-forms");
        assertThat(document(page).selectFirst("iframe").hasAttr("data-answers")).isTrue();
        assertThat(policy(page)).contains("; frame-src 'self' https://sp.example;");
        assertThat(document(withFrames(1)).selectFirst("iframe").attr("sandbox"))
                .isEqualTo("allow-scripts allow-same-origin");
        assertThat(document(withFrames(1)).selectFirst("iframe").hasAttr("data-answers")).isFalse();
        for (var target : List.of(ORIGIN + "/x", "javascript:x", "")) {
            assertThat(document(
                    loggingOut(List.of(new Frame(0, frame.url(), 0, target)), applications(State.WAITING),
                            null))
                    .select("iframe")).isEmpty();
        }
        assertThat(document(loggingOut(List.of(new Frame(0, "https://x.example/", 0, "https://sp.example/slo")),
                applications(State.WAITING), null)).select("iframe")).isEmpty();
    }

    @Test
    void g20AHopIsAFormWithItsTurnAndAWayPast() {
        var page = new Hop("/logout/v/stages/2", "Wiki", false, applications(State.DONE, State.WAITING),
                "http://wiki.localhost:8080/slo");
        assertThat(document(page).selectFirst("form").attr("action")).isEqualTo("/logout/v/stages/2");
        assertThat(document(page).select("button[name=hop]").eachAttr("value")).containsExactly("next", "skip");
        assertThat(document(page).select("h1").text()).isEqualTo("Next: Wiki");
        assertThat(document(page).select("script").attr("data-go")).isEqualTo("hop");
        assertThat(document(page).select("li")).hasSize(2);
        assertThat(policy(page)).endsWith("form-action 'self' https: http://wiki.localhost:8080");
    }

    /// The browser came back, or never left: going again by itself could go on for ever.
    @Test
    void aHopThatWasStartedAsksWhetherToTryAgain() {
        var page = new Hop("/logout/v/stages/2", null, true, List.of(), "https://sp.example/slo");
        assertThat(document(page).select("button[name=hop]").eachAttr("value")).containsExactly("retry", "skip");
        assertThat(document(page).select("h1").text()).isEqualTo("Another application did not send you back");
        assertThat(document(page).select("script").attr("data-go")).as("only brings the page up to date")
                .isEqualTo("stay");
    }

    @Test
    void g20AMessageIsHandedOverByAFormThatAButtonPostsToo() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("SAMLRequest", "PHg+\"/>");
        fields.put("RelayState", "v");
        var page = new Handover("https://sp.example/slo?a=b&c=d", fields, "Wiki", false);
        var form = document(page).selectFirst("form");
        assertThat(form.attr("method")).isEqualTo("post");
        assertThat(form.attr("action")).isEqualTo("https://sp.example/slo?a=b&c=d");
        assertThat(form.select("input").eachAttr("name")).containsExactly("SAMLRequest", "RelayState");
        assertThat(form.select("input").eachAttr("value")).containsExactly("PHg+\"/>", "v");
        assertThat(form.select("button")).hasSize(1);
        assertThat(document(page).select("script").attr("data-go")).isEqualTo("form");
        assertThat(page.toString()).doesNotContain("PHg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "data:text/html,x", "com.example.app:/x", "//sp.example", ""})
    void aMessageIsHandedOverToAnAddressOnTheWebOnly(String action) {
        var page = new Handover(action, Map.of("SAMLRequest", "x"), "Wiki", true);
        assertThat(document(page).select("form, script, input")).isEmpty();
        assertThat(document(page).select("main").text()).contains("Something went wrong on our side")
                .doesNotContain("Continu");
        assertThat(policy(page)).endsWith("form-action 'none'");
    }

    @Test
    void c9WhoIsToldByFramesAloneIsNamedInTheWarning() {
        var only = List.of(new Application(0, "Mail", State.WAITING, true), new Application(1, "Wiki", State.WAITING),
                new Application(2, "Chat", State.WAITING, true), new Application(3, "Old", State.UNREACHABLE, true));
        var document = document(loggingOut(List.of(new Frame(0, "https://mail.example/", 0)), only, null));
        assertThat(document.selectFirst("#blocked").hasAttr("hidden")).isTrue();
        assertThat(document.select("#blocked bdi").eachText()).containsExactly("Mail", "Chat");
        assertThat(document.selectFirst("#blocked").text()).contains("Mail, Chat. Close the browser");
        assertThat(document.select("script").attr("data-cookies")).isEqualTo("/assets/cookies.js");
        assertThat(document(withFrames(2)).select("#blocked")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "data:text/html,x", "ftp://wiki.example/", "//wiki.example/",
        "/here",
        "https:wiki.example", "https://user@wiki.example/", "https://wiki.example\\@evil.example/", "about:blank",
        "https://login.example/evil", "HTTPS://LOGIN.EXAMPLE:443/", "https://wiki.example:99999/", ""})
    void c12g6AFrameThatMustNotBeIsLeftOutAndItsApplicationIsNotReachable(String url) {
        var page = withFrame(url);
        assertThat(document(page).select("iframe")).isEmpty();
        assertThat(document(page).select("li").eachAttr("data-state")).containsExactly("unreachable");
        assertThat(policy(page)).doesNotContain("frame-src");
    }

    @Test
    void anApplicationWithAnotherWayIsNotCalledUnreachable() {
        var page = loggingOut(List.of(new Frame(0, "javascript:x", 0), new Frame(1, "https://wiki.example/", 0)),
                applications(State.WAITING), null);
        assertThat(document(page).select("li").eachAttr("data-state")).containsExactly("queued");
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void everyStateHasAShapeAndAWord(State state) {
        var document = document(loggingOut(List.of(), applications(state), null));
        var row = document.selectFirst("li");
        var shape = document.getElementById(row.selectFirst("use").attr("href").substring(1));
        assertThat(shape).isNotNull();
        assertThat(shape.selectFirst("title").text()).isNotBlank().isEqualTo(row.selectFirst(".state").text());
        assertThat(document.select("symbol")).hasSize(State.values().length);
    }

    @Test
    void namesAreKeptApartFromTheWritingAroundThem() {
        var document = document(new SignedOut(List.of(new Application(0, "\u202eיומן", State.DONE)), "\u202eיומן", 0,
                null, null, null));
        assertThat(document.select("li bdi").text()).isEqualTo("\u202eיומן");
        assertThat(document.select("h1 bdi").text()).isEqualTo("\u202eיומן");
        assertThat(document.title()).isEqualTo("Signed out of \u2068יומן\u2069");
    }

    @Test
    void anApplicationThatMayNotBeNamedIsNot() {
        assertThat(document(new SignedOut(List.of(new Application(0, null, State.DONE)), null, 0, null, null, null))
                .select("li .name").text()).isEqualTo("Another application");
    }

    @Test
    void theEndSaysWhatMayStillBeOpen() {
        var sure = document(new SignedOut(applications(State.DONE, State.SUPERSEDED), null, 0, null, null, null));
        assertThat(sure.text()).contains("You are signed out").doesNotContain("Close the browser");
        var unsure = document(new SignedOut(applications(State.DONE, State.SENT), null, 0, null, null, null));
        assertThat(unsure.text()).contains("may still be open. Close the browser to be safe");
    }

    @Test
    void theEndRunsTheScriptOnlyWhileSomethingMayChange() {
        var settled = new SignedOut(applications(State.DONE), null, 0, null, null, null);
        assertThat(document(settled).select("script")).isEmpty();
        assertThat(policy(settled)).doesNotContain("script-src").endsWith("form-action 'none'");
        var live = new SignedOut(applications(State.RETRYING), null, 0, null, "/logout/v/status", null);
        assertThat(document(live).select("script").eachAttr("data-status")).containsExactly("/logout/v/status");
        assertThat(policy(live)).contains("script-src 'self'; connect-src 'self'");
    }

    @Test
    void signedOutOfOneApplicationSaysHowManyAreLeftAndOffersTheRest() {
        var document = document(new SignedOut(applications(State.DONE), "Wiki", 3, "/logout", null, WIKI));
        assertThat(document.select("h1").text()).isEqualTo("You are signed out of Wiki");
        assertThat(document.text()).contains("You are still signed in to 3 other applications.");
        assertThat(document.select("a.button").eachAttr("href")).containsExactly(WIKI.url(), "/logout");
    }

    @Test
    void anApplicationThatHasNotConfirmedIsNotCalledSignedOut() {
        assertThat(
                document(new SignedOut(applications(State.RETRYING), "Wiki", 0, null, null, null)).select("h1").text())
                .isEqualTo("Signing out of Wiki");
    }

    @Test
    void aNoChangesNothingAndOffersTheWayBack() {
        var document = document(new StillSignedIn(WIKI));
        assertThat(document.select("h1").text()).isEqualTo("You are still signed in");
        assertThat(document.select("a.button").text()).isEqualTo("Back to Wiki");
    }

    @Test
    void aWayBackMayLeadIntoAnApp() {
        var page = new StillSignedIn(new Link("com.example.app:/out", "App"));
        assertThat(document(page).select("a.button").attr("href")).isEqualTo("com.example.app:/out");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 410, 413, 415, 429, 500, 502, 503})
    void everyFailureIsExplained(int status) {
        var document = document(new Failure(status, "client_id is given twice", "/logout"));
        assertThat(document.select("h1").text()).isNotBlank();
        assertThat(document.select(".detail").text()).isEqualTo(status + " · client_id is given twice");
        assertThat(document.select("a.button").attr("href")).isEqualTo("/logout");
    }

    @Test
    void anExpiredLinkSaysSo() {
        assertThat(document(new Failure(410, null, null)).select("h1").text()).isEqualTo("This page has expired");
    }

    @Test
    void theBrandLendsItsNameLogoAndWayHome() {
        var brand = new Brand("Acme \"&\" Co", "https://cdn.example/logo.svg", "#a00000", "https://acme.example/");
        var html = new Pages(brand).render(new StillSignedIn(null), Examples.ENGLISH);
        var document = Jsoup.parse(html.body());
        assertThat(document.select("header img").attr("alt")).isEqualTo("Acme \"&\" Co");
        assertThat(document.select("header a").attr("href")).isEqualTo("https://acme.example/");
        assertThat(document.select("main a.button").attr("href")).isEqualTo("https://acme.example/");
        assertThat(html.headers().get("content-security-policy")).contains("img-src 'self' https://cdn.example;");
    }

    @Test
    void assetsAreFoundBelowThePublicUrl() {
        var brand = Examples.BRAND;
        var body = new Pages(brand, ORIGIN + "/sso").render(new StillSignedIn(null), Examples.ENGLISH).body();
        assertThat(body).contains("href=\"https://login.example/sso/assets/" + new Assets(brand).stylesheet().name());
    }

    /// Everything the logging-out page loads from us, uncompressed.
    @Test
    void aPageOfTwentyApplicationsWeighsLessThanThirtyKilobytes() {
        var assets = new Assets(Examples.BRAND);
        var bytes = bytes(html(withFrames(20)).body()) + bytes(assets.stylesheet().text())
                + bytes(assets.script().text());
        assertThat(bytes).isLessThan(30_000);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
