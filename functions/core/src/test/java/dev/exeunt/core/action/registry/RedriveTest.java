package dev.exeunt.core.action.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.web.Json;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.WebAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Failed deliveries: listed, and sent again.
class RedriveTest {

    /// `both` comes before `wiki` in the plan.
    private static final int BOTH = 0;
    private static final int WIKI = 1;

    private final World world = new World();

    @Test
    void whatHasFailedIsQueuedAsAnotherRunAndKeepsItsHistory() {
        var ref = failed("sess");
        var job = redrive("{}");

        assertThat(world.sent).containsExactly(new Pointer(ref, BOTH, 2, "both"), new Pointer(ref, WIKI, 2, "wiki"));
        assertThat(receipt(ref, WIKI)).satisfies(receipt -> {
            assertThat(receipt.state()).isEqualTo(State.QUEUED);
            assertThat(receipt.run()).isEqualTo(2);
            assertThat(receipt.began()).isEqualTo(world.time.instant());
            assertThat(receipt.why()).isNull();
            assertThat(receipt.attempts()).extracting(Receipt.Attempt::status).containsExactly(403);
        });
        assertThat(job).containsEntry("kind", "redrive_deliveries").containsEntry("state", "done")
                .containsEntry("redriven", 2L);
    }

    @Test
    void aRedrivenDeliveryIsTriedAndDone() {
        var ref = failed("sess");
        redrive("{\"client_id\":\"wiki\"}");
        world.application = _ -> new Outcome.Answered(200, null, null, 0);
        world.deliver().attempt(world.sent.getFirst(), world.time.instant().plusSeconds(20));

        assertThat(receipt(ref, WIKI).state()).isEqualTo(State.DONE);
        assertThat(receipt(ref, WIKI).attempts()).extracting(Receipt.Attempt::run).containsExactly(1, 2);
        assertThat(receipt(ref, WIKI).attempts()).extracting(Receipt.Attempt::jti).doesNotHaveDuplicates();
        assertThat(receipt(ref, BOTH).state()).isEqualTo(State.FAILED);
    }

    @Test
    void redrivingTwiceAtOnceMakesOneNewRun() {
        var ref = failed("sess");
        redrive("{}");
        var second = redrive("{}");

        assertThat(world.sent).hasSize(2);
        assertThat(receipt(ref, WIKI).run()).isEqualTo(2);
        assertThat(second).containsEntry("redriven", 0L);
    }

    @Test
    void onlyWhatIsSelectedIsRedriven() {
        var early = failed("sess");
        world.time.pass(Duration.ofHours(1));
        var late = world.time.instant();
        world.open("sess-2", "other", "wiki");
        var second = failed("sess-2");
        world.time.pass(Duration.ofHours(1));

        redrive("{\"user\":\"somebody-else\"}");
        redrive("{\"client_id\":\"wiki\",\"since\":\"" + world.time.instant() + "\"}");
        redrive("{\"ref\":\"" + second + "\",\"client_id\":\"both\"}");
        assertThat(world.sent).isEmpty();

        redrive("{\"user\":\"u-1\",\"since\":\"" + late + "\"}");
        assertThat(world.sent).containsExactly(new Pointer(second, 0, 2, "wiki"));

        redrive("{\"ref\":\"" + early + "\",\"client_id\":\"both\"}");
        assertThat(world.sent).last().isEqualTo(new Pointer(early, BOTH, 2, "both"));
        assertThat(receipt(early, WIKI).state()).isEqualTo(State.FAILED);
    }

    @Test
    void whatIsDoneOrWaitsOrIsSupersededIsLeftAlone() {
        var ref = world.logOut(Visit.Way.PAGE).logout().ref();
        world.sent.clear();
        settle(ref, BOTH, State.DONE);
        settle(ref, WIKI, State.SUPERSEDED);
        redrive("{\"ref\":\"" + ref + "\"}");
        redrive("{}");

        assertThat(world.sent).isEmpty();
        assertThat(world.receipts.read(ref)).extracting(Receipt::run).containsOnly(1);
    }

    @Test
    void aMessageThatIsNotSentIsMissedByNobodyBecauseTheDeliveryIsDue() {
        var ref = failed("sess");
        world.queue = pointers -> pointers;
        redrive("{}");
        assertThat(receipt(ref, WIKI).dueAt()).isEqualTo(world.time.instant().plus(Limits.SEND_AGAIN));
    }

    @Test
    void aJobThatIsCutOffBeforeItSendsIsGoneOnWithAndLosesNothing() {
        var ref = failed("sess");
        world.queue = _ -> {
            throw new IllegalStateException("the process is gone");
        };
        assertThatThrownBy(() -> redrive("{}")).isInstanceOf(IllegalStateException.class);
        assertThat(receipt(ref, WIKI).dueAt()).isEqualTo(world.time.instant().plus(Limits.SEND_AGAIN));

        world.queue = _ -> List.of();
        var job = world.jobs.all().getFirst();
        assertThat(job.progress().done()).isFalse();
        job().work(job, (dev.exeunt.core.action.Jobs.Work.Redrive) job.work(), world.time.instant().plusSeconds(9));
        assertThat(world.jobs.read(job.id()).orElseThrow().progress().done()).isTrue();
        assertThat(receipt(ref, WIKI).run()).isEqualTo(2);
    }

    @Test
    void whatFailsAgainWhileTheJobRunsIsNotMetAgain() {
        var ref = failed("sess");
        world.queue = pointers -> {
            pointers.forEach(pointer -> world.deliver().attempt(pointer, world.time.instant().plusSeconds(20)));
            return List.of();
        };
        var job = redrive("{\"client_id\":\"wiki\"}");

        assertThat(job).containsEntry("state", "done").containsEntry("redriven", 1L);
        assertThat(receipt(ref, WIKI).state()).isEqualTo(State.FAILED);
        assertThat(receipt(ref, WIKI).run()).isEqualTo(2);
    }

    @Test
    void manyAreRedrivenPageByPageAndAJobThatRunsOutOfTimeIsGoneOnWith() {
        for (int n = 0; n < 70; n++) {
            world.open("many-" + n, "cookie-" + n, "wiki");
            failed("many-" + n);
        }
        world.queue = pointers -> {
            world.sent.addAll(pointers);
            world.time.pass(Duration.ofSeconds(5));
            return List.of();
        };
        var begun = redrive("{\"client_id\":\"wiki\"}");
        assertThat(begun).containsEntry("state", "running").containsEntry("redriven", 50L);
        world.jobs.all().forEach(job -> job().work(job, (dev.exeunt.core.action.Jobs.Work.Redrive) job.work(),
                world.time.instant().plusSeconds(60)));

        assertThat(world.jobs.all().getFirst().progress().done()).isTrue();
        assertThat(world.sent).hasSize(70).doesNotHaveDuplicates();
    }

    @Test
    void theLogoutIsRememberedForAsLongAsTheNewRunMayLast() {
        var ref = failed("sess");
        redrive("{}");
        assertThat(world.logouts.keptUntil(ref)).isAfter(world.time.instant().plus(World.LIFE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"clientid|known|{\"clientid\":\"wiki\"}", "since|rfc3339|{\"since\":\"now\"}",
        "since|rfc3339|{\"since\":\"+10000-01-01T00:00:00Z\"}", "since|string|{\"since\":7}", "ref|ref|{\"ref\":\"x\"}",
        "client_id|not_empty|{\"client_id\":\"\"}",
        "since|without_ref|{\"ref\":\"0123456789abcdef0123456789abcdef\",\"since\":\"2026-11-22T20:00:00Z\"}"})
    void aSelectionThatIsNotUnderstoodSelectsNothing(String field, String rule, String body) {
        failed("sess");
        var answer = verb().begin(Json.read(body).orElseThrow());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer)).containsEntry("field", field).containsEntry("rule", rule);
        assertThat(world.sent).isEmpty();
    }

    @Test
    void failuresAreListedInTheOrderOfTimeOfOneClientOrOfAll() {
        var first = failed("sess");
        world.time.pass(Duration.ofMinutes(1));
        var later = world.time.instant();
        world.open("sess-2", "other", "wiki");
        var second = failed("sess-2");

        assertThat(listed("state=failed")).extracting(item -> item.get("ref") + " " + item.get("client_id"))
                .containsExactly(first + " both", first + " wiki", second + " wiki");
        assertThat(listed("client_id=wiki")).extracting(item -> item.get("ref")).containsExactly(first, second);
        assertThat(listed("client_id=wiki&since=" + later)).singleElement().satisfies(item -> assertThat(item)
                .containsEntry("ref", second).containsEntry("delivery", 0L).containsEntry("state", "failed")
                .containsEntry("why", "status 403").containsEntry("user", "u-1").containsEntry("run", 1L)
                .containsEntry("failed_at", later.toString()));
        redrive("{\"client_id\":\"wiki\"}");
        assertThat(listed("client_id=wiki")).isEmpty();
    }

    @Test
    void aListIsReadPageByPage() {
        for (int n = 0; n < 45; n++) {
            world.open("many-" + n, "cookie-" + n, "wiki");
            failed("many-" + n);
        }
        var page = list("client_id=wiki");
        var seen = new java.util.ArrayList<Object>(refs(page));
        while (page.get("next") instanceof String next) {
            page = list("client_id=wiki&cursor=" + next);
            seen.addAll(refs(page));
        }
        assertThat(seen).hasSize(45).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"state=done,state,one_of", "state=failed&state=failed,state,once", "since=yesterday,since,rfc3339",
        "cursor=x,cursor,cursor", "cursor=YWJj,cursor,cursor"})
    void aQueryThatIsNotUnderstoodIsRefused(String query, String field, String rule) {
        var answer = lister().list(Parameters.parse(query));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer)).containsEntry("field", field).containsEntry("rule", rule);
    }

    /// Logs a session out of applications that all refuse.
    private String failed(String session) {
        world.application = _ -> new Outcome.Answered(403, null, null, 0);
        var ended = (StartLogout.Started.Ended) world.startLogout().run(new StartLogout.Order(session,
                Flow.INVALIDATION, null, Initiator.USER, EndReason.USER, null));
        List.copyOf(world.sent)
                .forEach(pointer -> world.deliver().attempt(pointer, world.time.instant().plusSeconds(20)));
        world.sent.clear();
        return ended.logout().ref();
    }

    private void settle(String ref, int delivery, State state) {
        var before = Receipt.untried(delivery);
        world.receipts.write(ref, "c", before, before.settled(state, null));
    }

    private Receipt receipt(String ref, int delivery) {
        return world.receipts.read(ref, delivery).orElseThrow();
    }

    private Map<String, Object> redrive(String body) {
        var answer = verb().begin(Json.read(body).orElseThrow());
        assertThat(answer.status()).isEqualTo(202);
        return json(new ReadJob(world.jobs).get((String) json(answer).get("job")));
    }

    private List<Map<String, Object>> listed(String query) {
        return items(list(query));
    }

    private Map<String, Object> list(String query) {
        var answer = lister().list(Parameters.parse(query));
        assertThat(answer.status()).isEqualTo(200);
        return json(answer);
    }

    private static List<Object> refs(Map<String, Object> page) {
        return items(page).stream().map(item -> item.get("ref")).toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Map<String, Object> page) {
        return (List<Map<String, Object>>) page.get("items");
    }

    private ListFailures lister() {
        return new ListFailures(world.clients, world.logouts, world.receipts);
    }

    private RedriveDeliveries verb() {
        return new RedriveDeliveries(world.clients, world.jobs, job(), world.time);
    }

    private RedriveJob job() {
        return new RedriveJob(new RedriveJob.Stores(world.logouts, world.receipts, world.jobs),
                pointers -> world.queue.apply(pointers),
                new RedriveJob.Settings(World.LIFE, world.time, world.events()));
    }

    private static Map<String, Object> json(WebAnswer answer) {
        return Json.read(new String(answer.body(), StandardCharsets.UTF_8)).orElseThrow();
    }
}
