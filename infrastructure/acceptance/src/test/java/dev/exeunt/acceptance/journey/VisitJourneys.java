package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.world.Answer;
import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Browser;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.Participation;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.Rp;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.acceptance.world.World.Kind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// `/logout/{visit}` with its `status` and its `stages/{index}`: what a browser goes through after a logout.
abstract class VisitJourneys extends Journeys {

    VisitJourneys(Ground ground) {
        super(ground);
    }

    @Test
    void theFramesPageLoadsEveryFrameAndLeadsBackWithTheState() {
        var asking = world.both();
        world.register(asking, with(asking.metadata(true, true), ENDS_SESSION));
        var framed = world.front();
        var session = world.session();
        var there = world.join(session, asking);
        var elsewhere = world.join(session, framed);
        var browser = world.browser(session);
        var answer = browser.get(browser.get(endSession(world, there, "state", "s")).location().toString());
        assertPage(answer, 200);
        var page = answer.visit();
        assertThat(page.frames()).containsExactlyInAnyOrder(Frames.url(world, there), Frames.url(world, elsewhere));
        assertThat(answer.header("content-security-policy").orElse("")).contains("frame-src ",
                " " + asking.url(), " " + framed.url());
        assertThat(answer.body()).contains("sandbox=\"allow-scripts allow-same-origin\"", "<noscript>");
        page.frames().forEach(frame -> assertThat(browser.get(frame).status()).isEqualTo(200));
        asking.notices(1);
        var away = browser.post(page.stageUrl(), Form.of("frame.0", "loaded", "frame.1", "timeout"));
        away = away.location().toString().startsWith(browser.origin()) ? walk(browser, away) : away;
        assertThat(away.status()).isEqualTo(303);
        assertThat(away.location().toString()).isEqualTo(asking.out() + "?state=s");
        assertThat(framed.received()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.query()).isEqualTo(Map.of("iss", List.of(world.idp().issuer()), "sid",
                    List.of(elsewhere.sid())));
        });
    }

    @Test
    void whatFramesReportedIsToldAsSentAndNeverAsDone() {
        var first = world.front();
        var second = world.front();
        var third = world.front();
        var session = world.session();
        List.of(first, second, third).forEach(rp -> world.join(session, rp));
        var browser = world.browser(session);
        var next = browser.postJson(LOGOUT, Form.of("confirm", "yes")).json().path("next").asText();
        var page = browser.get(next).visit();
        assertThat(page.applications()).containsValues("queued", "queued", "queued");
        var frames = page.frames();
        var form = Form.of("frame." + indexOf(frames, first), "loaded", "frame." + indexOf(frames, second), "timeout",
                "frame.99", "loaded", "hop", "next");
        var last = walk(browser, browser.post(page.stageUrl(), form));
        assertPage(last, 200);
        assertThat(last.visit().applications()).isEqualTo(Map.of(first.name(), "sent", second.name(), "timeout",
                third.name(), "skipped"));
    }

    @Test
    void readingChangesNothingHoweverOften() {
        var still = shared(Kind.STILL);
        var session = still.session();
        still.join(session, still.both());
        var browser = still.browser(session);
        var next = browser.postJson(LOGOUT, Form.of("confirm", "yes")).json().path("next").asText();
        var before = still.rows();
        var first = browser.get(next);
        for (int times = 0; times < 3; times++) {
            assertThat(browser.get(next).body()).isEqualTo(first.body());
            assertThat(send("HEAD", browser, next).status()).isEqualTo(200);
            browser.getJson(next + "/status");
            assertThat(send("HEAD", browser, next + "/status").body()).isEmpty();
            browser.get(next + "/stages/1");
            still.browser().get("/.well-known/openid-configuration");
            still.browser().get("/oauth2/jwks");
        }
        assertThat(still.rows().changedSince(before)).isEmpty();
    }

    @Test
    void theStatusSaysHowEverybodyIsDoingAndNothingElse() {
        var still = shared(Kind.STILL);
        var back = still.back();
        var front = still.front();
        var session = still.session();
        still.join(session, back);
        still.time().forward(Duration.ofMillis(5));
        still.join(session, front);
        var browser = still.browser(session);
        var next = browser.postJson(LOGOUT, Form.of("confirm", "yes")).json().path("next").asText();
        var page = browser.get(next).visit();
        assertThat(URI.create(next).resolve(page.statusUrl()).toString()).isEqualTo(next + "/status");
        var status = browser.getJson(page.statusUrl());
        assertThat(status.header("cache-control")).contains("no-store");
        assertThat(status.json()).isEqualTo(status(1, false, next, back, "queued", front, "queued"));
        assertThat(browser.send("GET", next + "/status", Map.of("Sec-Fetch-Site", "cross-site"), "").status())
                .isEqualTo(403);
        browser.post(page.stageUrl(), Form.of("frame.0", "loaded"));
        assertThat(browser.getJson(next + "/status").json()).isEqualTo(
                status(2, false, next, back, "queued", front, "sent"));
        assertThat(still.cloud().poll("BackchannelFunction")).isPositive();
        Await.until("the notice", () -> browser.getJson(next + "/status").json().path("settled").asBoolean()
                || still.cloud().poll("BackchannelFunction") < 0);
        assertThat(browser.getJson(next + "/status").json()).isEqualTo(
                status(2, true, next, back, "done", front, "sent"));
    }

    @Test
    void aStageIsFinishedOnceAndARepetitionAnswersWhatIsNext() {
        var still = shared(Kind.STILL);
        var session = still.session();
        still.join(session, still.front());
        var browser = still.browser(session);
        var next = browser.postJson(LOGOUT, Form.of("confirm", "yes")).json().path("next").asText();
        var stages = next + "/stages/";
        assertThat(browser.post(stages + "2", Map.of()).status()).isEqualTo(404);
        var first = browser.send("POST", stages + "1", Map.of("Accept", "application/json", "Content-Type",
                "application/x-www-form-urlencoded"), "frame.0=loaded");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json()).isEqualTo(Json.parse("{\"next\":\"" + next + "\"}"));
        var before = still.rows();
        for (var past : List.of("1", "0")) {
            assertThat(browser.postJson(stages + past, Form.of("frame.0", "timeout")).json()).isEqualTo(first.json());
            assertThat(browser.post(stages + past, Form.of("frame.0", "timeout")).location()).isEqualTo(
                    URI.create(next));
        }
        for (var unknown : List.of("9", "-1", "x", "00", "99999999999")) {
            assertThat(browser.post(stages + unknown, Map.of()).status()).as(unknown).isEqualTo(404);
            assertProblem(browser.postJson(stages + unknown, Map.of()), 404, "unknown_stage");
        }
        assertThat(still.rows().changedSince(before)).isEmpty();
    }

    @Test
    void aStageIsFinishedOnOurOwnPageOnly() {
        var still = shared(Kind.STILL);
        var session = still.session();
        still.join(session, still.front());
        var browser = still.browser(session);
        var next = browser.postJson(LOGOUT, Form.of("confirm", "yes")).json().path("next").asText();
        var before = still.rows();
        assertPage(browser.postFromElsewhere(next + "/stages/1", Form.of("frame.0", "loaded")), 403);
        assertThat(browser.send("POST", next + "/stages/1", Map.of("Content-Type", "application/json"), "{}").status())
                .isEqualTo(415);
        assertThat(still.rows().changedSince(before)).isEmpty();
    }

    @Test
    void anUnknownVisitIsNotFoundAndAnOldOneIsGone() {
        var still = shared(Kind.STILL);
        var session = still.session();
        var browser = still.browser(session);
        var next = browser.postJson(LOGOUT, Form.of("confirm", "yes")).json().path("next").asText();
        for (var wrong : List.of("x", "0".repeat(32), next.substring(next.lastIndexOf('/') + 1) + "A")) {
            assertPage(browser.get("/logout/" + wrong), 404);
            assertProblem(browser.getJson("/logout/" + wrong + "/status"), 404, "unknown_visit");
            assertPage(browser.post("/logout/" + wrong + "/stages/1", Map.of()), 404);
        }
        still.time().forward(Duration.ofMinutes(29));
        assertPage(browser.get(next), 200);
        still.time().forward(Duration.ofMinutes(1));
        assertPage(browser.get(next), 410);
        assertProblem(browser.getJson(next + "/status"), 410, "visit_expired");
        assertPage(browser.post(next + "/stages/1", Map.of()), 410);
    }

    @Test
    void theWayBackWaitsForTheNoticeOfWhoAsked() {
        var answers = new CountDownLatch(1);
        var rp = world.back().answers(Reply.held(answers, Reply.status(200)));
        var session = world.session();
        var there = world.join(session, rp);
        var browser = world.browser(session);
        var next = browser.get(endSession(world, there, "state", "s")).location().toString();
        rp.notices(1);
        var waiting = browser.get(next);
        if (waiting.status() == 200) {
            assertThat(waiting.visit().applications()).isEqualTo(Map.of(rp.name(), "queued"));
            assertThat(waiting.visit().frames()).isEmpty();
        }
        answers.countDown();
        assertThat(left(browser, next).location().toString()).isEqualTo(rp.out() + "?state=s");
    }

    @Test
    void theWayBackWaitsNoLongerThanTheBound() {
        var still = shared(Kind.STILL);
        var rp = still.back();
        var session = still.session();
        var there = still.join(session, rp);
        var browser = still.browser(session);
        var next = browser.get(endSession(still, there)).location().toString();
        var page = browser.get(next);
        assertPage(page, 200);
        assertThat(browser.getJson(page.visit().statusUrl()).json().path("next").asText()).isEqualTo(next);
        still.time().forward(Duration.ofSeconds(2));
        assertThat(browser.get(next).location().toString()).isEqualTo(rp.out());
        assertThat(browser.getJson(next + "/status").json().path("next").asText()).isEqualTo(rp.out());
        assertThat(rp.notices()).isEmpty();
    }

    @Test
    void whoDoesNotWaitGoesOnAtOnce() {
        var still = shared(Kind.STILL);
        var rp = still.back();
        var session = still.session();
        var there = still.join(session, rp);
        var browser = still.browser(session);
        var page = browser.get(browser.get(endSession(still, there)).location().toString());
        assertThat(browser.post(page.visit().stageUrl(), Map.of()).location().toString()).isEqualTo(rp.out());
    }

    @Test
    void nobodyWaitsForTheNoticeOfAnother() {
        var never = new CountDownLatch(1);
        var rp = world.back(ENDS_SESSION);
        var silent = world.back(Map.of("profile", Map.of("timeout_seconds", 15)))
                .answers(Reply.held(never, Reply.status(200)));
        var session = world.session();
        var there = world.join(session, rp);
        world.join(session, silent);
        var browser = world.browser(session);
        var began = Instant.now();
        var next = browser.get(endSession(world, there)).location().toString();
        assertThat(left(browser, next).location().toString()).isEqualTo(rp.out());
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(12));
        never.countDown();
    }

    @Test
    void otherMethodsAreRefused() {
        var browser = world.browser(world.session());
        var next = browser.postJson(LOGOUT, Form.of("confirm", "yes")).json().path("next").asText();
        for (var method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            assertWrongMethod(send(method, browser, next), "GET, HEAD");
            assertWrongMethod(send(method, browser, next + "/status"), "GET, HEAD");
        }
        for (var method : List.of("GET", "HEAD", "PUT", "DELETE")) {
            assertWrongMethod(send(method, browser, next + "/stages/1"), "POST");
        }
    }

    private static Answer left(Browser browser, String next) {
        return Await.until("the browser leaves", () -> Optional.of(browser.get(next)).filter(
                answer -> answer.status() == 303));
    }

    private static String endSession(World world, Participation there, String... more) {
        return END_SESSION + query("id_token_hint", world.idp().idToken(there), "post_logout_redirect_uri",
                there.rp().out()) + (more.length == 0 ? "" : "&" + Form.encode(Form.of(more)));
    }

    private static int indexOf(List<String> frames, Rp rp) {
        return frames.indexOf(frames.stream().filter(frame -> frame.startsWith(rp.url().toString())).findFirst()
                .orElseThrow());
    }

    private static Map<String, Object> with(Map<String, Object> metadata, Map<String, ?> more) {
        metadata.putAll(more);
        return metadata;
    }

    private static JsonNode status(int stage, boolean settled, String next, Rp first,
            String one, Rp second, String two) {
        return Json.parse("""
                {"stage":%d,"settled":%s,"next":"%s","applications":[
                  {"n":0,"name":"%s","state":"%s"},{"n":1,"name":"%s","state":"%s"}]}""".formatted(stage, settled, next,
                first.name(), one, second.name(), two));
    }

}
