package dev.exeunt.core.action.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.Clock;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Outages;
import dev.exeunt.core.action.Outages.Outage;
import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.action.StartLogout.Started;
import dev.exeunt.core.action.deliver.Deliver.Fate;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.action.sweep.Sweep;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.LogoutUri;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.session.EndReason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// An application that is down, on the deliverer and the sweeper, with a queue and a clock in memory and time set.
class BreakerTest {

    private static final Outcome FINE = new Outcome.Answered(200, null, null, 0);
    private static final Outcome BROKEN = new Outcome.Answered(503, null, null, 0);

    private final World world = new World();
    private final Deliver deliver = world.deliver();
    private final TreeMap<Instant, List<Pointer>> visible = new TreeMap<>();
    private final List<String> refs = new ArrayList<>();

    BreakerTest() {
        world.queue = pointers -> {
            send(pointers, world.time.instant());
            return List.of();
        };
    }

    @Test
    void anApplicationThatIsDownForSixHoursCostsAHandfulOfAttemptsForAThousandNoticesAndNoneIsLost() {
        end(1000);
        world.application = _ -> new Outcome.Unanswered(Outcome.Fault.CONNECT_TIMEOUT);
        pass(Duration.ofHours(6));
        assertThat(world.posted).hasSizeBetween(5, 30);
        assertThat(receipts()).allSatisfy(receipt -> assertThat(receipt.state().isTerminal()).isFalse());
        assertThat(receipts().filter(receipt -> receipt.attempts().isEmpty()).count()).isGreaterThan(960);

        var told = new ArrayList<Instant>();
        world.application = _ -> {
            told.add(world.time.instant());
            return FINE;
        };
        pass(Duration.ofMinutes(45));
        // One that was the probe again and again has a curve of its own to wait for.
        assertThat(receipts().filter(receipt -> receipt.state() != State.DONE)).hasSizeLessThan(30).allSatisfy(
                receipt -> assertThat(receipt.attempts()).hasSizeGreaterThan(3));
        pass(Duration.ofHours(12));
        assertThat(receipts()).hasSize(1000).allSatisfy(
                receipt -> assertThat(receipt.state()).isEqualTo(State.DONE));
        assertThat(told).hasSize(1000);
        var busiest = told.stream().collect(Collectors.groupingBy(
                at -> at.truncatedTo(ChronoUnit.MINUTES), Collectors.counting())).values().stream()
                .mapToLong(Long::longValue).max().orElseThrow();
        assertThat(busiest).as("notices in the busiest minute").isLessThan(300);
        assertThat(world.outages.read("wiki")).isEmpty();
        assertThat(events("client_down")).isEqualTo(1);
        assertThat(events("client_still_down")).isBetween(5L, 25L);
        assertThat(events("client_up")).isEqualTo(1);
    }

    @Test
    void whoIsDownForTheWholeLifeOfANoticeMakesItFailAndNothingIsDueAfterwards() {
        end(20);
        world.application = _ -> BROKEN;
        var end = world.time.instant().plus(World.LIFE);
        while (world.time.instant().isBefore(end)) {
            pass(Duration.ofHours(1));
            assertThat(receipts()).allSatisfy(receipt -> assertThat(dueOrNow(receipt)).isBeforeOrEqualTo(end));
        }
        pass(Duration.ofMinutes(3));
        assertThat(receipts()).hasSize(20).allSatisfy(receipt -> {
            assertThat(receipt.state()).isEqualTo(State.FAILED);
            assertThat(receipt.why()).matches("(its time ran out|no attempts left).*");
        });
        assertThat(world.posted).hasSizeLessThan(200);
        assertThat(world.receipts.failed("wiki", null, 100)).hasSize(20);
    }

    @Test
    void whatWaitsUsesNoneOfItsAttempts() {
        var pointers = end(7);
        world.application = _ -> BROKEN;
        pointers.subList(0, 5).forEach(this::attempt);
        assertThat(world.outages.read("wiki")).contains(new Outage(World.START, World.START.plusSeconds(60), 0));
        world.posted.clear();

        assertThat(attempt(pointers.get(5))).isInstanceOf(Fate.Gone.class);
        assertThat(attempt(pointers.getFirst())).isInstanceOf(Fate.Gone.class);
        assertThat(world.posted).isEmpty();
        assertThat(receipt(pointers.get(5))).satisfies(receipt -> {
            assertThat(receipt.state()).isEqualTo(State.QUEUED);
            assertThat(receipt.attempts()).isEmpty();
            assertThat(receipt.dueAt()).isBetween(World.START.plusSeconds(60), World.START.plusSeconds(90));
        });
        assertThat(receipt(pointers.getFirst()).attempts()).hasSize(1);
    }

    @Test
    void anOutageThatCannotBeWrittenChangesNothingAboutWhatTheAttemptHasComeTo() {
        var pointers = end(5);
        world.application = _ -> new Outcome.Answered(503, null, Duration.ofMinutes(5), 0);
        world.outages = new Outages() {
            @Override
            public Map<String, Outage> read(Collection<String> clients) {
                return Map.of();
            }

            @Override
            public boolean change(String client, @Nullable Outage seen, @Nullable Outage next) {
                throw new IllegalStateException("throttled");
            }
        };
        var unable = world.deliver();

        assertThat(pointers).allSatisfy(pointer -> assertThat(
                unable.attempt(pointer, world.time.instant().plusSeconds(20)))
                .isEqualTo(new Fate.Back(Duration.ofMinutes(5))));
        assertThat(receipts()).hasSize(5).allSatisfy(
                receipt -> assertThat(receipt.state()).isEqualTo(State.RETRYING));
        assertThat(world.events).contains(
                "outage_not_written" + Map.of("client", "wiki", "error", IllegalStateException.class.getName()));
    }

    @Test
    void whileOneProbesTheOthersWait() {
        var pointers = down();
        world.time.pass(Duration.ofMinutes(1));
        var another = world.deliver();
        world.application = _ -> {
            assertThat(another.attempt(pointers.get(6), world.time.instant().plusSeconds(20)))
                    .isInstanceOf(Fate.Gone.class);
            return FINE;
        };
        attempt(pointers.get(5));

        assertThat(world.posted).hasSize(1);
        assertThat(receipt(pointers.get(5)).state()).isEqualTo(State.DONE);
        assertThat(receipt(pointers.get(6)).attempts()).isEmpty();
        assertThat(world.outages.read("wiki")).isEmpty();
    }

    @Test
    void aProbeThatFailsDoublesTheWait() {
        var pointers = down();
        var waits = new ArrayList<Long>();
        for (int probe = 0; probe < 7; probe++) {
            world.time.pass(Duration.between(world.time.instant(), outage().until()));
            deliver.attempt(pointers.get(5 + probe), world.time.instant().plusSeconds(20));
            waits.add(Duration.between(world.time.instant(), outage().until()).toMinutes());
        }
        assertThat(waits).containsExactly(2L, 4L, 8L, 16L, 30L, 30L, 30L);
        assertThat(outage().since()).isEqualTo(World.START);
    }

    @Test
    void aProbeThatIsNeverHeardOfIsMadeAgain() {
        var pointers = down();
        world.time.pass(Duration.ofMinutes(1));
        world.application = _ -> {
            throw new IllegalStateException("the process is gone");
        };
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> attempt(pointers.get(5)))
                .isInstanceOf(IllegalStateException.class);
        world.application = _ -> FINE;
        attempt(pointers.get(6));
        assertThat(world.posted).hasSize(1);
        world.time.pass(Duration.ofSeconds(16));
        attempt(pointers.get(7));
        assertThat(receipt(pointers.get(7)).state()).isEqualTo(State.DONE);
        assertThat(world.outages.read("wiki")).isEmpty();
    }

    @Test
    void aProbeThatMakesNoAttemptLeavesItToTheNext() {
        var pointers = down();
        var done = Receipt.untried(pointers.get(5).delivery());
        world.receipts.write(pointers.get(5).ref(), "wiki", done, done.settled(State.DONE, null));
        world.time.pass(Duration.ofMinutes(1));
        world.application = _ -> FINE;
        attempt(pointers.get(5));
        assertThat(world.posted).isEmpty();
        attempt(pointers.get(6));
        assertThat(receipt(pointers.get(6)).state()).isEqualTo(State.DONE);
    }

    @Test
    void aMessageOfANoticeThatWaitsIsNoProbe() {
        var pointers = down();
        var early = receipt(pointers.getFirst());
        world.time.pass(Duration.ofMinutes(1));
        world.receipts.write(pointers.getFirst().ref(), "wiki", early, early.waiting(State.RETRYING,
                world.time.instant().plusSeconds(600), world.time.instant().plusSeconds(600)));
        var before = outage();
        world.application = _ -> FINE;

        assertThat(deliver.attempt(pointers.getFirst(), world.time.instant().plusSeconds(20)))
                .isEqualTo(new Fate.Back(Duration.ofSeconds(600)));
        assertThat(outage()).isEqualTo(before);
        assertThat(world.posted).isEmpty();
    }

    @Test
    void whoAnswersIsNotDownWhateverTheAnswer() {
        var pointers = end(40);
        var answers = List.of(400, 401, 404, 302, 200);
        for (int n = 0; n < 40; n++) {
            var status = answers.get(n % answers.size());
            world.application = _ -> new Outcome.Answered(status, null, null, 0);
            attempt(pointers.get(n));
        }
        assertThat(world.posted).hasSize(40);
        assertThat(world.outages.read("wiki")).isEmpty();
    }

    @Test
    void aFewFailuresAmongSuccessesOrFarApartAreNoOutage() {
        var pointers = end(60);
        for (int n = 0; n < 40; n++) {
            world.application = n % 2 == 0 ? _ -> BROKEN : _ -> FINE;
            attempt(pointers.get(n));
        }
        world.time.pass(Duration.ofMinutes(2));
        world.application = _ -> BROKEN;
        for (int n = 40; n < 60; n++) {
            attempt(pointers.get(n));
            world.time.pass(Duration.ofSeconds(20));
        }
        assertThat(world.posted).hasSize(60);
        assertThat(world.outages.read("wiki")).isEmpty();
    }

    @Test
    void oneHostThatIsSharedByManyClientsGetsSixCallsAtATime() throws InterruptedException {
        var pointers = new ArrayList<Pointer>();
        for (int n = 0; n < 9; n++) {
            world.clients.put(new OidcClient("tenant-" + n, "tenant-" + n, "Tenant", List.of(), List.of(),
                    new LogoutUri("https://Shared.example/bc?tenant=" + n, false), null, "RS256", null, null,
                    Profile.STANDARD));
            pointers.add(end("t-" + n, "tenant-" + n));
        }
        var inside = new java.util.concurrent.CountDownLatch(6);
        var leave = new java.util.concurrent.CountDownLatch(1);
        world.application = _ -> {
            inside.countDown();
            awaited(leave);
            return FINE;
        };
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < 6; n++) {
                var pointer = pointers.get(n);
                threads.submit(() -> attempt(pointer));
            }
            inside.await();
            var noTime = world.time.instant().plusSeconds(5);
            for (int n = 6; n < 9; n++) {
                assertThat(deliver.attempt(pointers.get(n), noTime)).isInstanceOf(Fate.Back.class);
            }
            assertThat(world.posted).hasSize(6);
            leave.countDown();
        }
        pointers.subList(6, 9).forEach(this::attempt);
        assertThat(world.posted).hasSize(9);
    }

    @Test
    void whoWaitedForATurnIsToldAsItIsRegisteredByThen() throws InterruptedException {
        var pointers = new ArrayList<Pointer>();
        for (int n = 0; n < 7; n++) {
            world.clients.put(tenant(n, "before"));
            pointers.add(end("t-" + n, "tenant-" + n));
        }
        var inside = new java.util.concurrent.CountDownLatch(6);
        var leave = new java.util.concurrent.CountDownLatch(1);
        world.application = _ -> {
            inside.countDown();
            awaited(leave);
            return FINE;
        };
        deliver.prepare(pointers);
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            pointers.subList(0, 6).forEach(pointer -> threads.submit(() -> attempt(pointer)));
            inside.await();
            var last = Thread.ofVirtual().start(() -> attempt(pointers.getLast()));
            while (last.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            world.clients.put(tenant(6, "after"));
            world.time.pass(Recipients.FRESH);
            leave.countDown();
            last.join();
        }
        assertThat(world.posted).hasSize(7);
        assertThat(world.posted.getLast().uri()).isEqualTo("https://shared.example/after?tenant=6");
    }

    private static OidcClient tenant(int n, String path) {
        return new OidcClient("tenant-" + n, "tenant-" + n, "Tenant", List.of(), List.of(),
                new LogoutUri("https://shared.example/" + path + "?tenant=" + n, false), null, "RS256", null, null,
                Profile.STANDARD);
    }

    @Test
    void anOutageThatBeginsAmidABatchIsSeenByTheRestOfIt() {
        var pointers = end(12);
        world.application = _ -> BROKEN;
        deliver.prepare(pointers);
        pointers.forEach(this::attempt);

        assertThat(world.posted).hasSize(5);
        assertThat(outage().until()).isEqualTo(World.START.plusSeconds(60));
    }

    private static void awaited(java.util.concurrent.CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Twelve notices, after the first five of which the application is down; the others were not tried yet.
    private List<Pointer> down() {
        var pointers = end(12);
        world.application = _ -> BROKEN;
        pointers.subList(0, 5).forEach(this::attempt);
        world.posted.clear();
        return pointers;
    }

    private Outage outage() {
        return world.outages.read("wiki").orElseThrow();
    }

    private Fate attempt(Pointer pointer) {
        return deliver.attempt(pointer, world.time.instant().plusSeconds(20));
    }

    private Receipt receipt(Pointer pointer) {
        return world.receipts.read(pointer.ref(), pointer.delivery()).orElseThrow();
    }

    private Instant dueOrNow(Receipt receipt) {
        return receipt.dueAt() == null ? world.time.instant() : receipt.dueAt();
    }

    /// Ends so many sessions in which only the wiki takes part.
    private List<Pointer> end(int sessions) {
        var pointers = new ArrayList<Pointer>();
        for (int n = 0; n < sessions; n++) {
            pointers.add(end("s-" + n, "wiki"));
        }
        return pointers;
    }

    private Pointer end(String session, String client) {
        world.open(session, "cookie of " + session, client);
        var started = world.startLogout()
                .run(new Order(session, Flow.INVALIDATION, null, Initiator.USER, EndReason.USER, null));
        var ref = ((Started.Ended) started).logout().ref();
        refs.add(ref);
        return new Pointer(ref, 0, 1, client);
    }

    private Stream<Receipt> receipts() {
        return refs.stream().flatMap(ref -> world.receipts.read(ref).stream());
    }

    private long events(String name) {
        return world.events.stream().filter(event -> event.startsWith(name + "{")).count();
    }

    /// Lets time pass: messages are worked when they are visible, and the sweeper comes each minute.
    private void pass(Duration duration) {
        var end = world.time.instant().plus(duration);
        while (world.time.instant().isBefore(end)) {
            var minute = world.time.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
            var next = Stream.of(Optional.ofNullable(visible.isEmpty() ? null : visible.firstKey()),
                    Optional.of(minute), Optional.of(end)).flatMap(Optional::stream).min(Instant::compareTo)
                    .orElseThrow();
            world.time.pass(Duration.between(world.time.instant(), later(next)));
            work();
            if (!world.time.instant().isBefore(minute)) {
                sweep();
            }
        }
    }

    private Instant later(Instant next) {
        return next.isBefore(world.time.instant()) ? world.time.instant() : next;
    }

    private void work() {
        while (!visible.isEmpty() && !visible.firstKey().isAfter(world.time.instant())) {
            for (Pointer pointer : visible.pollFirstEntry().getValue()) {
                if (attempt(pointer) instanceof Fate.Back(var after)) {
                    send(List.of(pointer), world.time.instant().plus(after).plusMillis(1));
                }
            }
        }
    }

    private void send(List<Pointer> pointers, Instant at) {
        visible.computeIfAbsent(at, _ -> new ArrayList<>()).addAll(pointers);
    }

    private void sweep() {
        new Sweep(new Sweep.Stores(new ReceiptClock(), world.sessions, world.logouts, world.receipts, world.jobs),
                world.startLogout(), pointers -> world.queue.apply(pointers),
                new Sweep.Settings(World.LIFE, world.time, world.events())).run(0,
                        world.time.instant().plusSeconds(40));
    }

    /// The clock as far as it concerns receipts.
    private final class ReceiptClock implements Clock {

        @Override
        public List<Due> due(int shard, Instant from, Instant until, int limit) {
            return refs.stream().<Due>flatMap(ref -> world.receipts.read(ref).stream()
                    .filter(receipt -> receipt.dueAt() != null)
                    .map(receipt -> new Due.Retry(ref, receipt.delivery(), receipt.dueAt())))
                    .filter(due -> !due.at().isBefore(from) && !due.at().isAfter(until))
                    .sorted(Comparator.comparing(Due::at)).limit(limit).toList();
        }

        @Override
        public boolean putOff(Due due, Instant next) {
            return due instanceof Due.Retry(var ref, var delivery, var at) && world.receipts.read(ref, delivery)
                    .filter(receipt -> at.equals(receipt.dueAt()))
                    .filter(receipt -> world.receipts.write(ref, "wiki", receipt, due(next).apply(receipt)))
                    .isPresent();
        }

        private Function<Receipt, Receipt> due(Instant next) {
            return old -> new Receipt(old.delivery(), old.run(), old.began(), old.state(), old.leaseUntil(),
                    old.notBefore(), next, old.why(), old.attempts());
        }

        @Override
        public void done(Due due) {
            // Nothing else is on this clock.
        }
    }
}
