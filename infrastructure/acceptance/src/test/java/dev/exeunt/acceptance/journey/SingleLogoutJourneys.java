package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Browser;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.Sp;
import dev.exeunt.core.saml.Status;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/// Logouts that SAML service providers begin, over HTTP (SAML Core 2.0, 3.7; Bindings 2.0, 3.2, 3.4 and 3.5).
abstract class SingleLogoutJourneys extends Journeys {

    private static final String RELAY = "?a=b&c=d+e /%2F%";

    SingleLogoutJourneys(Ground ground) {
        super(ground);
    }

    @Test
    void e14ByRedirectEverybodyIsToldFirstAndTheAnswerSaysThatAllOfThemAnswered() {
        var session = world.session();
        var asks = world.join(session, world.sp("native", "redirect", ENDS_SESSION));
        var hop = world.join(session, world.sp("native", "redirect"));
        var frame = world.join(session, world.sp("iframe", "redirect"));
        var server = world.join(session, world.sp("backchannel", "soap"));
        var rp = world.back();
        world.join(session, rp);
        var browser = world.browser(session);
        var request = asks.request(session, Sp.SLO);

        var begun = browser.get(asks.redirect(request, RELAY));
        world.settled(assertEnded(world, session), "done");
        var end = walk(browser, begun, List.of(hop, frame));

        assertThat(end.location().toString()).startsWith(asks.slo() + "?SAMLResponse=");
        assertThat(asks.read(end.location()))
                .isEqualTo(new Sp.Answered(Status.success(), request.head().id(), RELAY));
        assertThat(server.told()).isEqualTo(1);
        assertThat(rp.notices()).hasSize(1);
        assertThat(asks.told()).isZero();
        var plan = world.registry().get("/logouts/" + assertEnded(world, session)).json();
        assertThat(plan.path("initiator").asText()).isEqualTo("sp");
    }

    @Test
    void e17WhoeverCannotProveThatItIsDoneMakesItPartial() {
        var session = world.session();
        var asks = world.join(session, world.sp("native", "redirect", ENDS_SESSION));
        world.join(session, world.front());
        var browser = world.browser(session);

        var end = walk(browser, browser.get(asks.redirect(asks.request(session, Sp.SLO), null)), List.of());

        assertThat(asks.read(end.location()).status()).isEqualTo(Status.partialLogout());
        assertThat(asks.read(end.location()).relayState()).isNull();
    }

    @Test
    void e35ByPostTheAnswerGoesByPostWithTheRelayStateByteForByte() {
        var session = world.session();
        var asks = world.join(session, world.sp("native", "post", ENDS_SESSION));
        var browser = world.browser(session);
        var request = asks.request(session, Sp.SLO);

        var parked = browser.postFromElsewhere(Sp.SLO, asks.form(request, RELAY));
        assertLives(world, session);
        var end = walk(browser, parked, List.of());

        var form = Jsoup.parse(end.body()).selectFirst("form[method=post]");
        assertThat(form).isNotNull();
        assertThat(form.attr("action")).isEqualTo(asks.slo());
        var fields = new LinkedHashMap<String, String>();
        form.select("input[type=hidden]").forEach(field -> fields.put(field.attr("name"), field.attr("value")));
        assertThat(asks.read(fields)).isEqualTo(new Sp.Answered(Status.success(), request.head().id(), RELAY));
        assertEnded(world, session);
        assertThat(browser.cookie("session")).isEmpty();
    }

    @Test
    void e32TheQueryIsVerifiedInTheSpellingItCameIn() {
        var session = world.session();
        var asks = world.join(session, world.sp("native", "redirect", ENDS_SESSION));
        var url = asks.redirect(asks.request(session, Sp.SLO), RELAY);
        var lower = Pattern.compile("%[0-9A-F]{2}").matcher(url).replaceAll(found -> found.group().toLowerCase());

        assertThat(world.browser(session).get(lower).status()).as("the octets that were signed are others")
                .isEqualTo(400);
        assertLives(world, session);
        assertThat(world.browser(session).get(signedLower(asks, session)).status()).isEqualTo(303);
        assertEnded(world, session);
    }

    @Test
    void e18WithoutAFlowOfItsOwnOnlyItsPartEndsAndTheAnswerSaysSo() {
        var session = world.session();
        var asks = world.join(session, world.sp("native", "redirect"));
        var rp = world.back();
        world.join(session, rp);
        var browser = world.browser(session);

        var end = walk(browser, browser.get(asks.redirect(asks.request(session, Sp.SLO), RELAY)), List.of());

        assertThat(asks.read(end.location()).status()).isEqualTo(Status.partialLogout());
        assertLives(world, session);
        assertThat(rp.notices()).isEmpty();
        assertThat(world.registry().get("/sessions/" + session.id()).body()).doesNotContain(asks.id())
                .contains(rp.id());
    }

    @Test
    void e48ARepeatIsAnsweredAndTellsNobodyAgain() {
        var session = world.session();
        var asks = world.join(session, world.sp("native", "redirect", ENDS_SESSION));
        var rp = world.back();
        world.join(session, rp);
        var url = asks.redirect(asks.request(session, Sp.SLO), RELAY);
        world.browser(session).get(url);
        rp.notices(1);
        world.settled(assertEnded(world, session), "done");

        var again = world.browser().get(url);

        assertThat(asks.read(again.location()).status()).isEqualTo(Status.success());
        assertThat(asks.read(again.location()).relayState()).isEqualTo(RELAY);
        assertThat(rp.notices()).hasSize(1);
    }

    @Test
    void e19AnUnknownSessionIsAnsweredWithSuccess() {
        var asks = world.sp("native", "redirect", ENDS_SESSION);
        var nobody = new Session("nobody", "nobody", "none");

        var answer = world.browser().get(asks.redirect(asks.request(nobody, Sp.SLO), RELAY));

        assertThat(asks.read(answer.location()).status()).isEqualTo(Status.success());
    }

    @Test
    void e21ANoIsADenialAndTheSessionGoesOn() {
        var session = world.session();
        var flow = world.name("asking");
        assertThat(world.registry().put("/flows/" + flow, Map.of("stages", List.of("confirm", "user_logout"))).status())
                .isEqualTo(201);
        var asks = world.join(session, world.sp("native", "redirect", Map.of("invalidation_flow", flow)));
        var browser = world.browser(session);
        var url = asks.redirect(asks.request(session, Sp.SLO), RELAY);

        var no = say("no", browser, browser.get(url));

        assertThat(asks.read(no.location()).status()).isEqualTo(Status.requestDenied());
        assertThat(asks.read(no.location()).relayState()).isEqualTo(RELAY);
        assertLives(world, session);
        var yes = walk(browser, say("yes", browser, browser.get(url)), List.of());
        assertThat(asks.read(yes.location()).status()).isEqualTo(Status.success());
        assertEnded(world, session);
    }

    @Test
    void e16BySoapTheAnswerSaysWhetherAllAnsweredInTime() {
        var session = world.session();
        var asks = world.join(session, world.sp("backchannel", "soap", ENDS_SESSION));
        var rp = world.back();
        world.join(session, rp);
        var request = asks.request(session, "/saml/slo/soap");

        var answer = soap(asks.envelope(request));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(asks.read(answer.body())).isEqualTo(new Sp.Answered(Status.success(), request.head().id(), null));
        assertThat(rp.notices()).hasSize(1);
        assertEnded(world, session);
    }

    @Test
    void e17BySoapWhoCanOnlyBeToldThroughABrowserMakesItPartial() {
        var session = world.session();
        var asks = world.join(session, world.sp("backchannel", "soap", ENDS_SESSION));
        world.join(session, world.sp("native", "redirect"));

        var answer = soap(asks.envelope(asks.request(session, "/saml/slo/soap")));

        assertThat(asks.read(answer.body()).status()).isEqualTo(Status.partialLogout());
        assertEnded(world, session);
    }

    @Test
    void wrongMethodsMediaTypesAndEmptyRequestsAreRefusedClearly() {
        var browser = world.browser();
        assertWrongMethod(send("PUT", browser, Sp.SLO), "GET, POST");
        assertWrongMethod(send("GET", browser, "/saml/slo/soap"), "POST");
        assertThat(browser.send("POST", Sp.SLO, Map.of("Content-Type", "text/xml"), "<a/>").status()).isEqualTo(415);
        assertThat(browser.send("POST", "/saml/slo/soap", Map.of("Content-Type", "text/plain"), "x").status())
                .isEqualTo(415);
        var empty = browser.get(Sp.SLO);
        assertPage(empty, 400);
        assertThat(empty.body()).contains("/saml/metadata");
    }

    private Answer soap(String envelope) {
        return world.browser().send("POST", "/saml/slo/soap",
                Map.of("Content-Type", "text/xml; charset=utf-8", "SOAPAction", "\"\""), envelope);
    }

    /// Lower-case percent-encoding that was there before it was signed, as some products send it.
    private static String signedLower(Sp asks, Session session) {
        var url = asks.redirect(asks.request(session, Sp.SLO), RELAY);
        var query = url.substring(url.indexOf('?') + 1).replaceAll("&Signature=.*", "");
        var lower = Pattern.compile("%[0-9A-F]{2}").matcher(query).replaceAll(found -> found.group().toLowerCase());
        var signature = Sp.key().function().apply(lower.getBytes(StandardCharsets.US_ASCII));
        return url.substring(0, url.indexOf('?') + 1) + lower + "&Signature="
                + Form.encode(Base64.getEncoder().encodeToString(signature));
    }

    /// Goes on as a browser with a script does, by way of the service providers, until it leaves us for good.
    private static Answer walk(Browser browser, Answer first, List<Sp> told) {
        var answer = first;
        for (int step = 0; step < 40; step++) {
            if (answer.status() == 303) {
                var to = answer.location();
                if (to.toString().startsWith(browser.origin())) {
                    answer = browser.get(to.toString());
                } else if (String.valueOf(to.getRawQuery()).startsWith("SAMLRequest=")) {
                    answer = browser.get(at(told, to).answerTo(to));
                } else {
                    return answer;
                }
            } else if (answer.status() == 200
                    && answer.visit().stage().filter(SingleLogoutJourneys::isOurs).isPresent()) {
                answer = goOn(browser, answer, told);
            } else {
                return answer;
            }
        }
        throw new AssertionError("the logout never ends: " + answer);
    }

    private static Answer goOn(Browser browser, Answer page, List<Sp> told) {
        for (var frame : page.visit().frames()) {
            if (isOurs(frame)) {
                var to = browser.get(frame).location();
                assertThat(browser.get(at(told, to).answerTo(to)).status()).isEqualTo(200);
            }
        }
        var form = loaded(page.visit());
        form.put("hop", "next");
        return browser.post(page.visit().stageUrl(), form);
    }

    private static boolean isOurs(String url) {
        return url.contains("/logout/");
    }

    private static Sp at(List<Sp> told, URI to) {
        return told.stream().filter(sp -> to.toString().startsWith(sp.slo())).findFirst().orElseThrow();
    }
}
