package dev.exeunt.core.action.visit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.action.StartLogout.Started;
import dev.exeunt.core.action.memory.Call;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.WebAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitsTest {

    private static final Visit.Way BACK = Visit.Way.to(World.OUT + "?state=s", "wiki", true, null);

    private final World world = new World();
    private final Visits visits = world.visits();
    private String ref = "";
    private String token = "";

    @Test
    void everyGetIsHarmless() {
        begin(BACK);
        var before = world.stored() + world.logouts.visit(ref, hash());
        for (int n = 0; n < 3; n++) {
            assertThat(visits.page(call("GET", null).request()).status()).isEqualTo(200);
            assertThat(visits.page(call("HEAD", null).request()).status()).isEqualTo(200);
            assertThat(visits.status(call("GET", null).request()).status()).isEqualTo(200);
            assertThat(visits.finish(call("GET", "1").request()).status()).isEqualTo(405);
        }
        assertThat(world.stored() + world.logouts.visit(ref, hash())).isEqualTo(before);
    }

    @Test
    void c4ThePageLoadsEveryFrameAtOnce() {
        begin(BACK);
        var page = Call.text(visits.page(call("GET", null).request()));

        assertThat(page).contains("https://mail.example/fc?iss").contains("https://both.example/fc?iss");
    }

    @Test
    void a18TheWayBackComesAfterTheFramesAndTheInitiatorsOwnNotice() {
        begin(BACK);
        assertThat(finish("1", "frame.0", "loaded", "frame.1", "timeout")).isEqualTo(url());

        assertThat(visits.page(call("GET", null).request()).status()).isEqualTo(200);
        settle("wiki");
        assertThat(Call.location(visits.page(call("GET", null).request()))).isEqualTo(World.OUT + "?state=s");
    }

    @Test
    void theWaitForTheInitiatorIsBounded() {
        begin(BACK);
        finish("1");
        world.time.pass(Duration.ofMillis(1999));
        assertThat(visits.page(call("GET", null).request()).status()).isEqualTo(200);
        world.time.pass(Duration.ofMillis(1));
        assertThat(Call.location(visits.page(call("GET", null).request()))).isEqualTo(BACK.back());
    }

    @Test
    void nobodyWaitsForAnybodyElse() {
        begin(BACK);
        finish("1");
        settle("wiki");

        assertThat(world.receipts.read(ref)).hasSize(1);
        assertThat(Call.location(visits.page(call("GET", null).request()))).isEqualTo(BACK.back());
    }

    @Test
    void whoPressesOnNeedNotWait() {
        begin(BACK);
        finish("1");

        assertThat(finish("2", "hop", "next")).isEqualTo(BACK.back());
    }

    @Test
    void aRepeatedOrPastStageAnswersWhatComesNext() {
        begin(BACK);
        finish("1", "frame.0", "loaded");
        var moved = world.logouts.visit(ref, hash());

        assertThat(finish("1", "frame.0", "timeout", "frame.1", "loaded")).isEqualTo(url());
        assertThat(finish("0")).isEqualTo(url());
        assertThat(world.logouts.visit(ref, hash())).isEqualTo(moved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "3", "999", "-1", "01", "1e0", "١", "99999999999", "x"})
    void aStageThatIsNotThereYetOrEverIsUnknown(String index) {
        begin(BACK);
        var before = world.logouts.visit(ref, hash());

        assertThat(visits.finish(call("POST", index).request()).status()).isEqualTo(404);
        assertThat(world.logouts.visit(ref, hash())).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "00000000000000000000000000000000AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void aVisitThatIsNotThereIsUnknownEverywhere(String visit) {
        var call = Call.get("/logout/x").captured("visit", visit);
        var post = Call.post("/logout/x").captured("visit", visit).captured("index", "1");

        assertThat(visits.page(call.request()).status()).isEqualTo(404);
        assertThat(visits.status(call.request()).status()).isEqualTo(404);
        assertThat(visits.finish(post.request()).status()).isEqualTo(404);
    }

    @Test
    void theRefAloneOpensNothing() {
        begin(BACK);
        var guess = ref + "A".repeat(43);

        assertThat(visits.page(Call.get("/logout/x").captured("visit", guess).request()).status()).isEqualTo(404);
    }

    @Test
    void aVisitThatHasExpiredIsGoneEverywhere() {
        begin(BACK);
        world.time.pass(Duration.ofMinutes(30));

        assertThat(visits.page(call("GET", null).request()).status()).isEqualTo(410);
        assertThat(visits.status(call("GET", null).request()).status()).isEqualTo(410);
        assertThat(visits.finish(call("POST", "1").request()).status()).isEqualTo(410);
    }

    @Test
    void anotherSiteFinishesNothingAndReadsNothing() {
        begin(BACK);
        var before = world.logouts.visit(ref, hash());

        assertThat(visits.finish(call("POST", "1").crossSite().request()).status()).isEqualTo(403);
        assertThat(visits.status(call("GET", null).crossSite().request()).status()).isEqualTo(403);
        assertThat(visits.finish(call("POST", "1").header("content-type", "text/plain").raw("x").request()).status())
                .isEqualTo(415);
        assertThat(world.logouts.visit(ref, hash())).isEqualTo(before);
    }

    @Test
    void c10AReportedFrameIsSentAndNeverDone() {
        begin(BACK);
        finish("1", "frame.0", "done", "frame.1", "loaded", "frame.7", "loaded", "frame.-1", "loaded");
        var status = json(visits.status(call("GET", null).request()));

        assertThat(status.get("applications").toString()).contains("state=sent").doesNotContain("done");
        assertThat(world.logouts.visit(ref, hash()).orElseThrow().progress().frames()).containsOnlyKeys(1);
    }

    @Test
    void theStatusHasTheShapeOfTheContractAndNoClientIds() {
        begin(BACK);
        var status = json(visits.status(call("GET", null).request()));

        assertThat(status).containsOnlyKeys("stage", "settled", "next", "applications");
        assertThat(status).containsEntry("stage", 1L).containsEntry("settled", false).containsEntry("next", url());
        assertThat(((List<?>) status.get("applications")).getFirst())
                .isEqualTo(Map.of("n", 0L, "name", "App both", "state", "queued"));
        assertThat(status.toString()).doesNotContain("client_id");
    }

    @Test
    void whereOthersMayNotBeNamedTheyAreNotOnAnyPage() {
        begin(Visit.Way.to(World.OUT, "wiki", false, null));
        var status = Call.text(visits.status(call("GET", null).request()));

        assertThat(status).contains("App wiki").doesNotContain("App mail").doesNotContain("App both");
        assertThat(Call.text(visits.page(call("GET", null).request()))).doesNotContain("App mail");
    }

    @Test
    void withoutAWayBackItEndsOnOurPage() {
        begin(Visit.Way.PAGE);
        finish("1");
        world.logouts.visit(ref, hash());

        assertThat(visits.page(call("GET", null).request()).status()).isEqualTo(200);
        assertThat(finish("2")).isEqualTo(url());
        assertThat(finish("2")).isEqualTo(url());
    }

    @Test
    void oneApplicationThatEndedAloneSaysHowManyAreStillThere() {
        var started = (Started.Ended) world.startLogout().run(new Order("sess", Flow.PROVIDER_INVALIDATION, "wiki",
                Initiator.RP, EndReason.USER, Visit.Way.to(null, "wiki", true, null)));
        ref = started.logout().ref();
        token = started.visit().text();

        assertThat(Call.text(visits.page(call("GET", null).request()))).contains("App wiki").contains("2");
    }

    @Test
    void g15g16TheLastPageSaysFarewellOnlyWhereItIsWantedOnlyAtTheEndAndOnlyOnce() {
        begin(Visit.Way.PAGE);
        world.farewell = new Farewell(true, true);
        assertThat(farewell()).isEmpty();
        finish("1");
        assertThat(farewell()).containsEntry("clear-site-data", "\"cookies\", \"storage\"")
                .containsEntry("set-login", "logged-out").hasSize(2);
        world.farewell = new Farewell(false, true);
        assertThat(farewell()).containsOnlyKeys("set-login");
        world.farewell = Farewell.NONE;
        assertThat(farewell()).isEmpty();
        world.farewell = new Farewell(true, true);
        world.time.pass(Duration.ofMinutes(2));
        assertThat(farewell()).isEmpty();
    }

    @Test
    void g15WhereASessionLivesOnNothingIsForgotten() {
        world.farewell = new Farewell(true, true);
        var started = (Started.Ended) world.startLogout().run(new Order("sess", Flow.PROVIDER_INVALIDATION, "wiki",
                Initiator.RP, EndReason.USER, Visit.Way.to(null, "wiki", true, null)));
        ref = started.logout().ref();
        token = started.visit().text();

        assertThat(farewell()).isEmpty();
    }

    /// The demo's own rule too: who has both channels is told by both at once, so a frame that fails loses nothing.
    @Test
    void whoseFrameDidNotLoadIsToldByTheBackChannelAndNeverNotReachable() {
        begin(Visit.Way.PAGE);
        finish("1", "frame.0", "timeout", "frame.1", "timeout");
        assertThat(states()).containsEntry("App both", "queued").containsEntry("App mail", "timeout");
        for (var state : List.of(Receipt.State.RETRYING, Receipt.State.FAILED, Receipt.State.DONE)) {
            settle("both", state);
            assertThat(states()).containsEntry("App both", state.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void aFailedBackChannelDoesNotHideThatTheFrameLoaded() {
        begin(Visit.Way.PAGE);
        finish("1", "frame.0", "loaded", "frame.1", "loaded");
        settle("both", Receipt.State.FAILED);

        assertThat(states()).containsEntry("App both", "sent");
    }

    @Test
    void aProgramGetsTheNextAddressAsJson() {
        begin(BACK);
        var answer = visits.finish(call("POST", "1").json().request());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer)).isEqualTo(Map.of("next", url()));
    }

    private void begin(Visit.Way way) {
        var ended = world.logOut(way);
        ref = ended.logout().ref();
        token = ended.visit().text();
    }

    private String hash() {
        return dev.exeunt.core.plan.VisitToken.parse(token).orElseThrow().hash();
    }

    private String url() {
        return World.BASE + "/logout/" + token;
    }

    private String finish(String index, String... form) {
        var answer = visits.finish(call("POST", index).with(form).request());
        assertThat(answer.status()).isEqualTo(303);
        return Call.location(answer);
    }

    private Call call(String method, String index) {
        var call = method.equals("POST") ? Call.post("/logout/x") : Call.of(method, "/logout/x");
        call.captured("visit", token);
        return index == null ? call : call.captured("index", index);
    }

    private void settle(String client) {
        settle(client, Receipt.State.DONE);
    }

    private void settle(String client, Receipt.State state) {
        var deliveries = world.logouts.read(ref).orElseThrow().plan();
        for (int n = 0; n < deliveries.deliveries().size(); n++) {
            if (deliveries.applications().get(deliveries.deliveries().get(n).application()).client().equals(client)) {
                var before = world.receipts.read(ref, n).orElse(Receipt.untried(n));
                assertThat(world.receipts.write(ref, client, before,
                        new Receipt(n, 1, state, null, null, null, List.of()))).isTrue();
            }
        }
    }

    private Map<String, String> farewell() {
        var headers = new java.util.HashMap<>(visits().page(call("GET", null).request()).headers());
        headers.keySet().retainAll(List.of("clear-site-data", "set-login"));
        return headers;
    }

    private Visits visits() {
        return world.visits();
    }

    private Map<String, String> states() {
        var states = new java.util.HashMap<String, String>();
        ((List<?>) json(visits.status(call("GET", null).request())).get("applications")).forEach(each -> {
            var application = (Map<?, ?>) each;
            states.put(String.valueOf(application.get("name")), String.valueOf(application.get("state")));
        });
        return states;
    }

    private static Map<String, Object> json(WebAnswer answer) {
        return Json.read(Call.text(answer)).orElseThrow();
    }
}
