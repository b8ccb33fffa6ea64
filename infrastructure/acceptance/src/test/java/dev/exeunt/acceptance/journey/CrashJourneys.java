package dev.exeunt.acceptance.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.world.Await;
import dev.exeunt.acceptance.world.Detour;
import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Ground;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.World;
import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.table.Table;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.session.EndReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What is cut short, and what time does: the sweeper's work.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CrashJourneys {

    private static final String SWEEPER = "SweeperFunction";
    private static final Duration A_MINUTE = Duration.ofSeconds(62);

    private final Detour queue = Detour.open();
    private final World world;

    CrashJourneys(Ground ground) {
        world = World.start(ground, options -> options.parameter("RetrySeconds", "3600")
                .environment("AWS_ENDPOINT_URL_SQS", queue.url().toString()));
        queue.leadTo(world.cloud().endpoints().sqs());
    }

    @AfterAll
    void end() {
        world.close();
        queue.close();
    }

    @Test
    void whatTheQueueDidNotTakeTheSweeperSendsAMinuteLater() {
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        queue.cut();
        var answer = world.browser(session).postJson(Journeys.LOGOUT, Form.of("confirm", "yes"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var ref = Journeys.assertEnded(world, session);
        queue.leadTo(world.cloud().endpoints().sqs());
        sweep();
        assertThat(rp.notices()).isEmpty();
        assertThat(world.states(ref)).isEqualTo(Map.of(rp.id(), "queued"));
        world.time().forward(A_MINUTE);
        queue.cut();
        sweep();
        queue.leadTo(world.cloud().endpoints().sqs());
        assertThat(rp.notices()).isEmpty();
        world.time().forward(A_MINUTE);
        sweep();
        world.settled(ref, "done");
        assertThat(rp.notices()).hasSize(1);
    }

    @Test
    void aFunctionThatIsKilledAfterTheCommitForgetsNobody() {
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        assertThat(killed(session.id())).isTrue();
        var ref = Journeys.assertEnded(world, session);
        sweep();
        assertThat(world.states(ref)).isEqualTo(Map.of(rp.id(), "queued"));
        world.time().forward(A_MINUTE);
        sweep();
        assertThat(world.settled(ref, "done")).isEqualTo(Map.of(rp.id(), "done"));
        world.time().forward(A_MINUTE);
        sweep();
        assertThat(rp.notices()).hasSize(1);
    }

    @Test
    void twoSweepersDoNoHarm() {
        var rp = world.back();
        var session = world.session();
        world.join(session, rp);
        assertThat(killed(session.id())).isTrue();
        world.time().forward(A_MINUTE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < 4; n++) {
                threads.submit(this::sweep);
            }
        }
        world.settled(Journeys.assertEnded(world, session), "done");
        assertThat(rp.notices()).hasSize(1);
    }

    @Test
    void aSessionPastItsTimeEndsAsAnyOtherDoes() {
        var back = world.back();
        var front = world.front();
        var session = world.session(world.name("user"), Duration.ofMinutes(5));
        world.join(session, back);
        world.join(session, front);
        sweep();
        Journeys.assertLives(world, session);
        world.time().forward(Duration.ofMinutes(5));
        var gone = world.registry().get("/sessions/" + session.id());
        Journeys.assertProblem(gone, 410, "session_ended");
        assertThat(gone.json().has("ref")).isFalse();
        Await.until("the sweeper ends it", () -> {
            sweep();
            world.time().forward(Duration.ofSeconds(2));
            return world.registry().get("/sessions/" + session.id()).json().has("ref");
        });
        var ref = Journeys.assertEnded(world, session);
        assertThat(world.settled(ref, "done")).containsOnlyKeys(back.id());
        var logout = world.registry().get("/logouts/" + ref).json();
        assertThat(logout.path("initiator").asText()).isEqualTo("expiry");
        assertThat(logout.path("reason").asText()).isEqualTo("expired");
        assertThat(logout.path("unreachable").path(0).path("client_id").asText()).isEqualTo(front.id());
    }

    @Test
    void aSessionThatWasExtendedIsNotEndedByItsOldTime() {
        var session = world.session(world.name("user"), Duration.ofMinutes(5));
        world.registry().put("/sessions/" + session.id(), Map.of("user", session.user(), "expires_at",
                world.time().instant().plus(Duration.ofHours(2)).toString(), "cookie_sha256",
                List.of(World.sha256(session.cookie()))));
        world.time().forward(Duration.ofMinutes(10));
        sweep();
        Journeys.assertLives(world, session);
    }

    @Test
    void aRetryThatIsFarAwayWaitsInTheTableAndTheSweeperSendsIt() {
        var rp = world.back().answers(Reply.status(503));
        var session = world.session();
        world.join(session, rp);
        var ref = world.registry().delete("/sessions/" + session.id()).json().path("ref").asText();
        Await.until("it is retrying", () -> "retrying".equals(world.states(ref).get(rp.id())));
        sweep();
        assertThat(rp.notices()).hasSize(1);
        world.time().forward(Duration.ofMinutes(80));
        sweep();
        assertThat(world.settled(ref, "done")).isEqualTo(Map.of(rp.id(), "done"));
        assertThat(rp.notices()).hasSize(2);
    }

    @Test
    void whatWasNeverAnsweredHasFailedWhenItsLifeIsOver() {
        var rp = world.back().alwaysAnswers(Reply.status(503));
        var session = world.session();
        world.join(session, rp);
        var ref = world.registry().delete("/sessions/" + session.id()).json().path("ref").asText();
        Await.until("it is retrying", () -> "retrying".equals(world.states(ref).get(rp.id())));
        world.time().forward(Duration.ofDays(3).plus(A_MINUTE));
        Await.until("it has failed", () -> {
            sweep();
            world.time().forward(A_MINUTE);
            return "failed".equals(world.states(ref).get(rp.id()));
        });
        assertThat(world.endedBy(session)).isEqualTo(ref);
    }

    private void sweep() {
        assertThat(world.cloud().fire(SWEEPER)).hasSize(4);
    }

    /// Ends a session by a function that is no more once the commit stands.
    private boolean killed(String session) {
        var variables = new HashMap<>(world.cloud().endpoints().variables());
        variables.put("TABLE_NAME", world.cloud().tableName());
        var environment = new Environment(variables, world.time());
        var table = Table.of(environment, new AwsClients(environment));
        var startLogout = new StartLogout(
                new StartLogout.Stores(table.sessions(), table.clients(), table.logouts()), _ -> {
                    throw new Killed();
                }, new StartLogout.Settings(Duration.ofDays(3), world.time(), _ -> {}, (_, _) -> {}));
        try {
            startLogout.run(new Order(session, Flow.INVALIDATION, null, Initiator.USER, EndReason.USER, null));
            return false;
        } catch (Killed _) {
            return true;
        }
    }

    private static final class Killed extends Error {

        Killed() {
            super("the process is gone");
        }
    }
}
