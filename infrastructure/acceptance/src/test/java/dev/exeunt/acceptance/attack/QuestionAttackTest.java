package dev.exeunt.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Browser;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Question;
import dev.exeunt.acceptance.world.World;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers to the question that were not given by the person, on our page, in the browser that was asked (protocols A11,
/// A23, G9, G17, G18).
class QuestionAttackTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Scene scene = Scene.shared();
    private final World world = scene.world();
    private final Victim victim = scene.unharmed();
    private final Question question = world.browser(victim.session()).get("/logout").question();

    @Test
    void g17AGetEndsNothingWhateverItSays() {
        var before = world.rows();
        var query = "?" + Form.encode(question.answered("yes"));
        for (var path : List.of("/logout", "/oauth2/end-session")) {
            assertThat(Question.isOne(world.browser(victim.session()).get(path + query))).isTrue();
            assertThat(world.browser(victim.session()).getJson(path + query).status()).isEqualTo(409);
        }
        assertThat(world.endedBy(victim.session())).isNull();
        scene.assertUnchanged(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "CROSS-SITE", "", "x"})
    void g17AnAnswerFromAnotherSiteIsRefused(String site) {
        assertThat(scene.harmless(victim, () -> answer(world.browser(victim.session()), Map.of("Sec-Fetch-Site", site)))
                .status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://localhost", "http://localhost.evil.example:1", "",
        "https://x, null"})
    void g17AnAnswerFromAnotherOriginIsRefused(String origin) {
        assertThat(scene.harmless(victim, () -> answer(world.browser(victim.session()), Map.of("Origin", origin)))
                .status())
                .isEqualTo(403);
    }

    @Test
    void g17AnotherBrowserCannotAnswer() {
        var attacker = world.browser(scene.victim().session());
        assertThat(scene.harmless(victim, () -> answer(attacker, Map.of())).status()).isEqualTo(403);
        assertThat(scene.harmless(victim, () -> answer(world.browser(), Map.of())).status()).isEqualTo(403);
        var asked = world.browser();
        asked.get("/oauth2/end-session?" + Form.encode(Map.of("id_token_hint", victim.hint(world))));
        assertThat(scene.harmless(victim, () -> answer(asked, Map.of())).status()).isEqualTo(403);
    }

    @Test
    void g17TheAttackersQuestionIsNotAnsweredByTheVictimsBrowser() {
        var attacker = scene.victim();
        var theirs = world.browser(attacker.session()).get("/logout").question();
        assertThat(scene.harmless(victim, () -> world.browser(victim.session()).post("/logout", theirs.answered("yes")))
                .status()).isEqualTo(403);
        assertThat(world.endedBy(attacker.session())).isNull();
    }

    @Test
    void aQuestionOfOnePathIsNotAnsweredAtAnother() {
        assertThat(scene.harmless(victim, () -> world.browser(victim.session()).post("/oauth2/end-session", question
                .answered("yes"))).status()).isEqualTo(403);
    }

    @Test
    void aSealedRequestOfAnotherPurposeIsNoQuestion() {
        var parked = world.browser().postFromElsewhere("/oauth2/end-session", Form.of("state", "s"));
        var handle = URI.create(parked.header("location").orElseThrow()).getQuery().substring("resume=".length());
        var sealed = world.rows().byKey().get("R#" + World.sha256(handle) + " | R");
        assertThat(sealed).isNotNull();
        var text = String.valueOf(sealed.get("sealed")).replaceAll("^.*S=|\\)$", "");
        for (var path : List.of("/logout", "/oauth2/end-session")) {
            assertThat(scene.harmless(victim, () -> world.browser(victim.session()).post(path, Form.of("request", text,
                    "confirm", "yes"))).status()).isEqualTo(403);
        }
    }

    @Test
    void aSealedRequestThatWasTouchedDoesNotOpen() {
        var sealed = question.request();
        var before = world.rows();
        var parts = sealed.split("\\.", -1);
        var touched = new java.util.ArrayList<String>();
        for (int at = 0; at < sealed.length(); at += 7) {
            touched.add(sealed.substring(0, at) + (sealed.charAt(at) == 'B' ? 'C' : 'B') + sealed.substring(at + 1));
        }
        touched.addAll(List.of("x", ".", "....", "bnVsbA....", "e30....", "bnVsbA..AA.AA.AA", parts[0] + "....",
                parts[0] + ".." + parts[2] + "..", parts[0] + "..AA.AA.AA", String.join(".", parts[0], "AA", parts[2],
                        parts[3], parts[4]),
                sealed + ".x", sealed.substring(1), "\u20ac.\u20ac.\u20ac.\u20ac.\u20ac"));
        for (var text : touched) {
            var answer = world.browser(victim.session()).post("/logout", Form.of("request", text, "confirm", "yes"));
            assertThat(scene.clear(text, answer).status()).isEqualTo(403);
        }
        assertThat(world.endedBy(victim.session())).isNull();
        scene.assertUnchanged(before);
    }

    @Test
    void anAnswerThatIsNeitherYesNorNoEndsNothing() {
        for (var confirm : List.of("YES", "yes ", "true", "no", "1")) {
            var before = world.rows();
            var answer = world.browser(victim.session()).post("/logout", question.answered(confirm));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(world.endedBy(victim.session())).isNull();
            scene.assertUnchanged(before);
        }
        var before = world.rows();
        for (var form : List.of(Form.of("request", question.request()), question.answered(""))) {
            assertThat(Question.isOne(world.browser(victim.session()).post("/logout", form))).isTrue();
        }
        assertThat(world.endedBy(victim.session())).isNull();
        scene.assertUnchanged(before);
    }

    @Test
    void aProgramConfirmsOnlyInAWayThatNoOtherSiteCanMakeABrowserTake() {
        var good = new LinkedHashMap<>(
                Map.of("Accept", "application/json", "Content-Type", FORM, "Exeunt-Request", "1"));
        var without = new LinkedHashMap<>(good);
        without.remove("Exeunt-Request");
        var foreign = new LinkedHashMap<>(good);
        foreign.put("Origin", "https://evil.example");
        var sibling = new LinkedHashMap<>(good);
        sibling.put("Sec-Fetch-Site", "same-site");
        var two = new LinkedHashMap<>(good);
        two.put("Exeunt-Request", "true");
        for (var headers : List.of(without, foreign, sibling, two)) {
            assertThat(scene.harmless(victim, () -> world.browser(victim.session()).send("POST", "/logout", headers,
                    "confirm=yes")).status()).isEqualTo(409);
        }
        assertThat(scene.harmless(victim, () -> world.browser(victim.session()).send("POST", "/logout", good,
                "confirm=no")).status()).isEqualTo(409);
        assertThat(scene.harmless(victim, () -> world.browser(victim.session()).send("GET", "/logout?confirm=yes", good,
                "")).status()).isEqualTo(409);
    }

    @Test
    void aPreflightIsNotAnswered() {
        assertThat(scene.harmless(victim, () -> Wire.send(world.cloud().url(), new Wire.Request("OPTIONS", "/logout",
                List.of("Origin: https://evil.example", "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: exeunt-request"),
                new byte[0])).toAnswer()).headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void aSecondQuestionCookieFromASiblingHostAnswersNothing() {
        var attacker = scene.victim();
        var mine = world.browser();
        var asked = mine.get("/oauth2/end-session?" + Form.encode(Map.of("id_token_hint", attacker.hint(world))))
                .question();
        var cookie = mine.cookie("exeunt-question").orElseThrow();
        var answer = scene.harmless(attacker, () -> Wire.send(world.cloud().url(), new Wire.Request("POST",
                "/oauth2/end-session", List.of("Cookie: exeunt-question=x; exeunt-question=" + cookie,
                        "Content-Type: " + FORM),
                Form.encode(asked.answered("yes")).getBytes(java.nio.charset.StandardCharsets.UTF_8))).toAnswer());
        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void aTicketThatIsNoneEndsNothing() {
        for (var ticket : List.of("x", "t".repeat(43), "%00", "a".repeat(5000))) {
            assertThat(scene.harmless(victim, () -> world.browser(victim.session()).get("/logout?ticket=" + ticket))
                    .status()).isEqualTo(410);
        }
    }

    @Test
    void aPrefetchedTicketEndsNothingAndIsStillGood() {
        var target = URI.create(world.ticket(victim.session())).getRawQuery();
        var before = world.rows();
        for (int i = 0; i < 3; i++) {
            assertThat(Question.isOne(world.browser().get("/logout?" + target))).isTrue();
        }
        scene.assertUnchanged(before);
    }

    @Test
    void aUsedTicketOpensNoSecondQuestion() {
        var other = scene.victim();
        var target = "/logout?" + URI.create(world.ticket(other.session())).getRawQuery();
        var browser = world.browser();
        var asked = browser.get(target).question();
        assertThat(browser.post("/logout", asked.answered("yes")).status()).isEqualTo(303);
        world.settled(String.valueOf(world.endedBy(other.session())), "done");
        assertThat(scene.harmless(victim, () -> world.browser().get(target)).status()).isEqualTo(410);
    }

    @Test
    void anUnknownOrForgedResumeIsGone() {
        for (var resume : List.of("x", "a".repeat(5000), "%00", victim.session().id())) {
            assertThat(scene.harmless(victim, () -> world.browser(victim.session()).get("/oauth2/end-session?resume="
                    + resume)).status()).isEqualTo(410);
        }
    }

    @Test
    void g17TheRealBrowsersAnswerWithANullOriginIsTaken() {
        var other = scene.victim();
        var browser = world.browser(other.session());
        var asked = browser.get("/logout").question();
        var answer = browser.send("POST", asked.action(), Map.of("Content-Type", FORM, "Origin", "null",
                "Sec-Fetch-Site", "same-origin"), Form.encode(asked.answered("yes")));
        assertThat(answer.status()).isEqualTo(303);
        world.settled(String.valueOf(world.endedBy(other.session())), "done");
    }

    private Answer answer(Browser browser, Map<String, String> more) {
        var headers = new LinkedHashMap<>(Map.of("Content-Type", FORM));
        headers.putAll(more);
        return browser.send("POST", question.action(), headers, Form.encode(question.answered("yes")));
    }
}
