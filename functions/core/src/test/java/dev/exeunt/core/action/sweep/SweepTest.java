package dev.exeunt.core.action.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clock;
import dev.exeunt.core.action.Clock.Due;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Jobs.Job;
import dev.exeunt.core.action.Jobs.Progress;
import dev.exeunt.core.action.Jobs.Work.EndSessions;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.memory.ForwardingLogouts;
import dev.exeunt.core.action.memory.InMemoryClock;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.action.sweep.Sweep.Result;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

class SweepTest {

    private final World world = new World();
    private final InMemoryClock clock = new InMemoryClock();

    @Test
    void aSessionPastItsTimeEndsAsExpired() {
        expiresNow();

        assertThat(sweep()).isEqualTo(new Result(1, 0, false));
        assertThat(world.sessions.read("sess").orElseThrow().session().life())
                .isInstanceOfSatisfying(Session.Life.Ended.class,
                        ended -> assertThat(ended.reason()).isEqualTo(EndReason.EXPIRED));
        assertThat(world.sent).hasSize(2);
    }

    @Test
    void aSessionThatWasExtendedLives() {
        clock.add(new Due.Expiry("sess", World.START));

        assertThat(sweep()).isEqualTo(new Result(1, 0, false));
        assertThat(world.isOpen("sess")).isTrue();
        assertThat(world.logouts.count()).isZero();
    }

    @Test
    void aSessionThatHasEndedOrIsForgottenNeedsNothing() {
        world.logOut(Visit.Way.PAGE);
        world.sent.clear();
        clock.add(new Due.Expiry("sess", World.START));
        clock.add(new Due.Expiry("never", World.START));

        assertThat(sweep().failed()).isZero();
        assertThat(world.sent).isEmpty();
        assertThat(world.logouts.count()).isEqualTo(1);
    }

    @Test
    void twoSweepersDoNoHarm() {
        expiresNow();
        var due = clock.listed().getFirst();
        sweep();
        assertThat(clock.putOff(due, World.START)).isFalse();
        sweep();

        assertThat(world.logouts.count()).isEqualTo(1);
        assertThat(world.sent).hasSize(2);
    }

    @Test
    void aListingThatIsStaleIsNotWorked() {
        var stale = new Due.Expiry("sess", World.START);
        world.time.pass(Duration.ofHours(9));
        var result = sweep(new StaleClock(stale));

        assertThat(result).isEqualTo(new Result(0, 0, false));
        assertThat(world.logouts.count()).isZero();
    }

    @Test
    void whatLagsBehindInTheListDoesNotHideWhatIsDue() {
        for (int n = 0; n < 250; n++) {
            clock.add(new Due.Expiry("stale-" + n, World.START.minusSeconds(1000 - n)));
        }
        expiresNow();
        var lagging = claimed((due, next) -> isOf("sess", due) && clock.putOff(due, next));

        assertThat(sweep(lagging)).isEqualTo(new Result(1, 0, false));
        assertThat(world.logouts.count()).isEqualTo(1);
    }

    @Test
    void anItemThatFailsBlocksNobodyAndComesAgain() {
        var refused = new Due.Sending("f".repeat(32), World.START.minusSeconds(5));
        clock.add(refused);
        expiresNow();
        var broken = new ForwardingLogouts(world.logouts) {
            @Override
            public java.util.Optional<dev.exeunt.core.plan.Logout> read(String ref) {
                throw new IllegalStateException("broken row");
            }
        };

        var result = new Sweep(new Sweep.Stores(clock, world.sessions, broken, world.receipts, world.jobs),
                world.startLogout(),
                pointers -> world.queue.apply(pointers), settings()).run(0, deadline());

        assertThat(result).isEqualTo(new Result(2, 1, false));
        assertThat(world.logouts.count()).isEqualTo(1);
        assertThat(clock.listed())
                .anyMatch(due -> due instanceof Due.Sending && due.at().isAfter(world.time.instant()));
    }

    @Test
    void anItemThatCannotEvenBeClaimedBlocksNobody() {
        expiresNow();
        clock.add(new Due.Expiry("poison", World.START.minusSeconds(5)));
        var poisoned = claimed((due, next) -> {
            if (isOf("poison", due)) {
                throw new IllegalStateException("broken row");
            }
            return clock.putOff(due, next);
        });

        assertThat(sweep(poisoned)).isEqualTo(new Result(1, 1, false));
        assertThat(world.logouts.count()).isEqualTo(1);
    }

    @Test
    void whatTheQueueRefusedIsSentAgain() {
        world.queue = pointers -> pointers;
        var ref = world.logOut(Visit.Way.PAGE).logout().ref();
        world.queue = pointers -> {
            world.sent.addAll(pointers);
            return List.of();
        };
        clock.add(new Due.Sending(ref, World.START));
        sweep();

        assertThat(world.sent).containsExactly(new Pointer(ref, 0, 1, "both"), new Pointer(ref, 1, 1, "wiki"));
        assertThat(world.logouts.dueAt(ref)).isEqualTo(World.START.plus(Limits.LOST_MESSAGE));
    }

    @Test
    void aMessageThatIsLostBeforeItsFirstAttemptIsSentAgainFiveTimesInThreeDays() {
        var ref = world.logOut(Visit.Way.PAGE).logout().ref();
        write(ref, 0, State.DONE, null);
        var looks = new ArrayList<Duration>();
        for (var due = world.logouts.dueAt(ref); due != null; due = world.logouts.dueAt(ref)) {
            world.sent.clear();
            looks.add(Duration.between(World.START, due));
            world.time.pass(Duration.between(world.time.instant(), due));
            var listed = new InMemoryClock();
            listed.add(new Due.Sending(ref, due));
            sweep(listed);
            if (world.logouts.dueAt(ref) != null) {
                assertThat(world.sent).containsExactly(new Pointer(ref, 1, 1, "wiki"));
            }
        }
        assertThat(looks).containsExactly(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(4),
                Duration.ofHours(16), Duration.ofHours(64), World.LIFE);
        assertThat(world.receipts.read(ref, 1).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(world.events).filteredOn(event -> event.startsWith("logout_sent_again")).hasSize(5);
    }

    @Test
    void whatIsSettledOrHasADueTimeOfItsOwnIsNotSentAgain() {
        var ref = world.logOut(Visit.Way.PAGE).logout().ref();
        world.sent.clear();
        write(ref, 0, State.DONE, null);
        write(ref, 1, State.RETRYING, World.START.plusSeconds(900));
        clock.add(new Due.Sending(ref, World.START));
        sweep();

        assertThat(world.sent).isEmpty();
        assertThat(world.events).noneMatch(event -> event.startsWith("logout_sent_again"));
        assertThat(world.logouts.dueAt(ref)).isEqualTo(World.START.plus(World.LIFE));
    }

    @Test
    void aDeliveryThatIsDueIsPutIntoTheQueueWithItsRun() {
        var ref = world.logOut(Visit.Way.PAGE).logout().ref();
        world.sent.clear();
        write(ref, 1, State.RETRYING, World.START);
        clock.add(new Due.Retry(ref, 1, World.START));
        sweep();

        assertThat(world.sent).containsExactly(new Pointer(ref, 1, 1, "wiki"));
        assertThat(clock.listed().getFirst().at()).isAfter(World.START.plus(Duration.ofMinutes(15)));
    }

    @Test
    void aDeliveryThatTheQueueRefusesIsDueAgainSoon() {
        var ref = world.logOut(Visit.Way.PAGE).logout().ref();
        world.queue = pointers -> pointers;
        write(ref, 1, State.RETRYING, World.START);
        clock.add(new Due.Retry(ref, 1, World.START));
        sweep();

        assertThat(clock.listed().getFirst().at()).isBeforeOrEqualTo(World.START.plusSeconds(60));
    }

    @Test
    void whenItsLifeIsOverWhatIsOpenHasFailedAndTheSessionMayBeForgotten() {
        var ref = world.logOut(Visit.Way.PAGE).logout().ref();
        write(ref, 0, State.DONE, null);
        world.time.pass(World.LIFE);
        clock.add(new Due.Sending(ref, world.time.instant()));
        sweep();

        assertThat(world.receipts.read(ref)).extracting(Receipt::state).containsExactly(State.DONE, State.FAILED);
        assertThat(world.receipts.read(ref, 1).orElseThrow().why()).isEqualTo("its time ran out");
        assertThat(world.events).filteredOn(event -> event.startsWith("delivery_ran_out")).singleElement().asString()
                .contains("delivery=1", "client=wiki");
        assertThat(world.sessions.retired()).containsExactly("sess");
        assertThat(world.logouts.dueAt(ref)).isNull();
    }

    @Test
    void aRedrivenRunOutlivesTheFirstLifeAndEndsWithItsOwn() {
        var ref = world.logOut(Visit.Way.PAGE).logout().ref();
        write(ref, 0, State.DONE, null);
        write(ref, 1, State.FAILED, null);
        world.time.pass(Duration.ofDays(2));
        var failed = world.receipts.read(ref, 1).orElseThrow();
        var redriven = failed.redriven(world.time.instant(), world.time.instant().plusSeconds(60));
        world.receipts.write(ref, "wiki", failed, redriven);
        world.time.pass(Duration.ofDays(1));
        clock.add(new Due.Sending(ref, world.time.instant()));
        sweep();
        assertThat(world.receipts.read(ref, 1)).contains(redriven);
        assertThat(world.logouts.dueAt(ref)).isNull();

        world.sent.clear();
        clock.add(new Due.Retry(ref, 1, world.time.instant()));
        sweep();
        assertThat(world.sent).containsExactly(new Pointer(ref, 1, 2, "wiki"));

        world.time.pass(Duration.ofDays(2));
        clock.add(new Due.Retry(ref, 1, world.time.instant()));
        sweep();
        assertThat(world.receipts.read(ref, 1).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(world.receipts.read(ref, 1).orElseThrow().why()).isEqualTo("its time ran out");
    }

    @Test
    void behindASlowQueueAWaitingNoticeGetsFewerAndFewerMessages() {
        var ref = world.logOut(Visit.Way.PAGE).logout().ref();
        write(ref, 0, State.DONE, null);
        world.time.pass(Duration.ofHours(1));
        var untried = Receipt.untried(1);
        world.receipts.write(ref, "wiki", untried,
                untried.waiting(State.RETRYING, world.time.instant(), world.time.instant()));
        clock.add(new Due.Retry(ref, 1, world.time.instant()));
        var sentAfter = new ArrayList<Long>();
        var waits = world.time.instant();
        world.queue = pointers -> {
            sentAfter.add(Duration.between(waits, world.time.instant()).toMinutes());
            return List.of();
        };
        for (int minute = 0; minute < 71 * 60; minute++) {
            sweep();
            world.time.pass(Duration.ofMinutes(1));
        }
        assertThat(sentAfter).containsExactly(0L, 16L, 65L, 261L, 1045L, 4181L);
        assertThat(world.receipts.read(ref, 1).orElseThrow().state()).isEqualTo(State.RETRYING);
        sweep();
        assertThat(world.receipts.read(ref, 1).orElseThrow().why()).isEqualTo("its time ran out");
    }

    @Test
    void whatIsJustBeingAttemptedIsNotFailedUnderItsHands() {
        var ref = world.logOut(Visit.Way.PAGE).logout().ref();
        write(ref, 0, State.DONE, null);
        world.time.pass(World.LIFE);
        world.receipts.claim(new Receipts.Beginning(ref, 1, "wiki", 1, world.time.instant(),
                world.time.instant().plusSeconds(15), "jti"));
        clock.add(new Due.Sending(ref, world.time.instant()));
        sweep();
        assertThat(world.receipts.read(ref, 1).orElseThrow().state()).isEqualTo(State.QUEUED);
        assertThat(world.logouts.dueAt(ref)).isNotNull();

        world.time.pass(Duration.ofMinutes(2));
        sweep();
        assertThat(world.receipts.read(ref, 1).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(world.logouts.dueAt(ref)).isNull();
    }

    @Test
    void moreThanOnePageIsWorkedInOneSweepAndTheDeadlineIsKept() {
        for (int n = 0; n < 250; n++) {
            clock.add(new Due.Expiry("never-" + n, World.START));
        }
        assertThat(sweep()).isEqualTo(new Result(250, 0, false));

        clock.add(new Due.Expiry("late", world.time.instant()));
        assertThat(new Sweep(stores(clock), world.startLogout(), pointers -> List.of(), settings()).run(0,
                world.time.instant())).isEqualTo(new Result(0, 0, true));
    }

    /// Ending a session takes 50 ms here, so two thousand take longer than the sweep.
    @Test
    void aJobOfThousandsKeepsWhatBecomesDueMeanwhileWaitingForOneTurnAtTheMost() {
        var ref = world.logOut(Visit.Way.PAGE).logout().ref();
        world.sent.clear();
        var many = jobFor("many", 2000);
        var few = jobFor("few", 30);
        var sentAfter = new ArrayList<Duration>();
        for (int second = 5; second <= 45; second += 10) {
            write(ref, 1, State.RETRYING, World.START);
            clock.add(new Due.Retry(ref, 1, World.START.plusSeconds(second)));
        }
        world.queue = pointers -> {
            sentAfter.add(Duration.between(World.START, world.time.instant()));
            return List.of();
        };

        var result = new Sweep(stores(clock), world.startLogout(slowly()),
                pointers -> world.queue.apply(pointers), settings()).run(0, World.START.plusSeconds(50));

        assertThat(result).isEqualTo(new Result(7, 0, true));
        assertThat(sentAfter).hasSize(5);
        for (int n = 0; n < sentAfter.size(); n++) {
            var due = Duration.ofSeconds(5 + 10L * n);
            assertThat(sentAfter.get(n)).isBetween(due, due.plusMillis(2100));
        }
        assertThat(progress(few)).isEqualTo(new Progress("few-0029", 30, 0, 1, true));
        assertThat(progress(many).worked()).isBetween(950, 970);
        assertThat(progress(many).done()).isFalse();
    }

    @Test
    void aJobThatGoesWrongComesAgainAndIsInNobodysWay() {
        var broken = jobFor("broken", 1);
        var good = jobFor("good", 60);
        var with = new ForwardingLogouts(world.logouts) {
            @Override
            public Committed commit(Ending ending) {
                if (ending.session().user().equals("broken")) {
                    throw new IllegalStateException("broken row");
                }
                return super.commit(ending);
            }
        };
        var result = new Sweep(stores(clock), world.startLogout(with), pointers -> List.of(), settings())
                .run(0, deadline());

        assertThat(result).isEqualTo(new Result(2, 1, false));
        assertThat(progress(good).worked()).isEqualTo(60);
        assertThat(progress(broken)).isEqualTo(Progress.NONE);
        assertThat(clock.listed()).anyMatch(due -> due.equals(new Due.Bulk(broken, World.START.plusSeconds(60))));
    }

    private Progress progress(String job) {
        return world.jobs.read(job).orElseThrow().progress();
    }

    private ForwardingLogouts slowly() {
        return new ForwardingLogouts(world.logouts) {
            @Override
            public Committed commit(Ending ending) {
                world.time.pass(Duration.ofMillis(50));
                return super.commit(ending);
            }
        };
    }

    private String jobFor(String user, int sessions) {
        for (int n = 0; n < sessions; n++) {
            var session = new Session("%s-%04d".formatted(user, n), user, World.START, World.START.plusSeconds(3600),
                    List.of(), Session.Gate.NEW, new Session.Life.Living());
            world.sessions.write(new Sessions.Change(null, session, null, List.of(), List.of()));
        }
        var job = new Job("job-of-" + user, new EndSessions(user, EndReason.ADMIN, World.START), Progress.NONE);
        world.jobs.add(job, World.START);
        clock.add(new Due.Bulk(job.id(), World.START));
        return job.id();
    }

    private void expiresNow() {
        world.time.pass(Duration.ofHours(8));
        clock.add(new Due.Expiry("sess", world.time.instant()));
    }

    private void write(String ref, int delivery, State state, Instant due) {
        world.receipts.write(ref, "c", Receipt.untried(delivery),
                new Receipt(delivery, 1, state, null, due, null, List.of()));
    }

    private Result sweep() {
        return sweep(clock);
    }

    private Result sweep(Clock with) {
        return new Sweep(stores(with), world.startLogout(), pointers -> world.queue.apply(pointers), settings())
                .run(0, deadline());
    }

    private Sweep.Stores stores(Clock with) {
        return new Sweep.Stores(with, world.sessions, world.logouts, world.receipts, world.jobs);
    }

    private Sweep.Settings settings() {
        return new Sweep.Settings(World.LIFE, world.time, world.events());
    }

    private Instant deadline() {
        return world.time.instant().plusSeconds(50);
    }

    /// Lists something that is not so any more.
    private static boolean isOf(String session, Due due) {
        return due instanceof Due.Expiry expiry && expiry.session().equals(session);
    }

    /// The clock, where claims are made so.
    private Clock claimed(BiPredicate<Due, Instant> putOff) {
        return new StaleClock(new Due.Expiry("none", World.START)) {
            @Override
            public List<Due> due(int shard, Instant from, Instant until, int limit) {
                return clock.due(shard, from, until, limit);
            }

            @Override
            public boolean putOff(Due due, Instant next) {
                return putOff.test(due, next);
            }
        };
    }

    private static class StaleClock implements Clock {

        private final Due stale;

        StaleClock(Due stale) {
            this.stale = stale;
        }

        @Override
        public List<Due> due(int shard, Instant from, Instant until, int limit) {
            return List.of(stale);
        }

        @Override
        public boolean putOff(Due due, Instant next) {
            return false;
        }

        @Override
        public void done(Due due) {
            // Nothing to take off.
        }
    }
}
