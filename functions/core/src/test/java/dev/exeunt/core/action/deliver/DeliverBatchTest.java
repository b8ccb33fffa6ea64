package dev.exeunt.core.action.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.deliver.Deliver.Fate;
import dev.exeunt.core.action.deliver.DeliverBatch.Message;
import dev.exeunt.core.action.memory.World;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.OidcClient.Subject;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.plan.Visit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliverBatchTest {

    private static final Profile HASTY = new Profile("logout+jwt", Subject.BOTH, Duration.ofSeconds(1));
    private static final Outcome FINE = new Outcome.Answered(200, null, null, 0);

    private final World world = new World();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, Integer> deliveries;
    private final String ref;

    DeliverBatchTest() {
        for (int n = 0; n < 10; n++) {
            world.clients.put(World.client("c" + n, true, false, HASTY));
            world.join("sess", "c" + n);
        }
        var logout = world.logOut(Visit.Way.PAGE).logout();
        ref = logout.ref();
        deliveries = new java.util.HashMap<>();
        for (int n = 0; n < logout.plan().deliveries().size(); n++) {
            deliveries.put(logout.plan().applications().get(logout.plan().deliveries().get(n).application()).client(),
                    n);
        }
    }

    @AfterEach
    void letEverybodyGo() {
        end.countDown();
    }

    @Test
    void b5ABatchIsWorkedSideBySide() {
        var together = new CountDownLatch(10);
        world.application = _ -> {
            together.countDown();
            return await(together) ? FINE : new Outcome.Answered(500, null, null, 0);
        };
        var fates = run(all(), Duration.ofSeconds(30));

        assertThat(fates).hasSize(10);
        assertThat(fates.values()).allMatch(Fate.Gone.class::isInstance);
    }

    @Test
    void aBugInOneTouchesNoOther() {
        world.application = notice -> {
            if (notice.uri().contains("c3.")) {
                throw new AssertionError("a bug, with the secret in it");
            }
            return FINE;
        };
        var fates = run(all(), Duration.ofSeconds(30));

        assertThat(fates.get("m3")).isEqualTo(new Fate.Back(Duration.ofSeconds(30)));
        assertThat(fates.values().stream().filter(Fate.Gone.class::isInstance)).hasSize(9);
        assertThat(world.events.toString()).contains("attempt_broken").doesNotContain("secret");
    }

    @Test
    void aHungClientTouchesNoOtherAndTheDeadlineIsKept() {
        world.application = notice -> notice.uri().contains("c3.") && await(end) ? FINE : FINE;
        var began = System.nanoTime();
        var fates = run(all(), Duration.ofMillis(1500));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        assertThat(fates.get("m3")).isInstanceOf(Fate.Back.class);
        assertThat(fates.values().stream().filter(Fate.Gone.class::isInstance)).hasSize(9);
    }

    /// The queue takes its time, too: then whoever hung is seen again when the queue's own time-out is over.
    @Test
    void aQueueThatHangsWhileAnAttemptIsGivenUpDoesNotKeepTheBatch() {
        world.application = notice -> notice.uri().contains("c3.") && await(end) ? FINE : FINE;
        var began = System.nanoTime();
        var fates = run(all(), Duration.ofMillis(1500), (id, fate) -> {
            if (fate instanceof Fate.Back) {
                await(end);
            }
        });

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        assertThat(fates.get("m3")).isInstanceOf(Fate.Back.class);
    }

    @Test
    void aMessageThatComesTwiceInOneBatchIsWorkedOnce() {
        var twice = new ArrayList<>(all());
        twice.addAll(all());

        assertThat(run(twice, Duration.ofSeconds(30))).hasSize(10).values().allMatch(Fate.Gone.class::isInstance);
        assertThat(world.posted).hasSize(10);
    }

    @Test
    void aMessageNearTheDeadLettersMakesRoomForOneThatComesWhenItIsDue() {
        world.application = _ -> new Outcome.Answered(503, null, null, 0);
        var often = all().stream().map(message -> new Message(message.id(), message.pointer(), 15)).toList();

        assertThat(run(often, Duration.ofSeconds(30)).values()).allMatch(Fate.Gone.class::isInstance);
        assertThat(world.receipts.read(pointer(0).ref())).hasSize(10)
                .allSatisfy(receipt -> assertThat(receipt.dueAt()).isAfterOrEqualTo(World.START.plusSeconds(60)))
                .allSatisfy(receipt -> assertThat(receipt.state()).isEqualTo(Receipt.State.RETRYING));
    }

    @Test
    void aMessageWhoseAttemptsBreakMakesRoomToo() {
        world.application = _ -> {
            throw new IllegalStateException("our key service is down");
        };
        var often = all().stream().map(message -> new Message(message.id(), message.pointer(), 15)).toList();

        assertThat(run(often, Duration.ofSeconds(30)).values()).allMatch(Fate.Gone.class::isInstance);
        assertThat(world.receipts.read(ref)).hasSize(10)
                .allSatisfy(receipt -> assertThat(receipt.dueAt()).isAfterOrEqualTo(World.START.plusSeconds(60)))
                .allSatisfy(receipt -> assertThat(receipt.leaseUntil()).isBefore(receipt.dueAt()));
    }

    @Test
    void poisonHasNoFateAndTouchesNoOther() {
        var messages = new ArrayList<>(all());
        messages.add(4, new Message("poison", Optional.empty(), 1));
        var fates = run(messages, Duration.ofSeconds(30));

        assertThat(fates).hasSize(10).doesNotContainKey("poison");
        assertThat(fates.values()).allMatch(Fate.Gone.class::isInstance);
    }

    @Test
    void aMessageThatNamesNothingIsDroppedAlone() {
        var fates = run(List.of(new Message("a", Optional.of(new Pointer("0".repeat(32), 0, 1, "c0")), 1),
                new Message("b", Optional.of(pointer(1)), 1)), Duration.ofSeconds(30));

        assertThat(fates.values()).allMatch(Fate.Gone.class::isInstance);
    }

    @Test
    void oneClientGetsAtMostFourCallsAtATime() {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var four = new CountDownLatch(4);
        world.application = _ -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            four.countDown();
            await(four);
            now.decrementAndGet();
            return FINE;
        };
        // Different deliveries, which the queue calls one client's.
        var messages = all().stream().map(message -> new Message(message.id(), message.pointer()
                .map(pointer -> new Pointer(pointer.ref(), pointer.delivery(), pointer.run(), "one")), 1)).toList();
        var fates = run(messages, Duration.ofSeconds(30));

        assertThat(most.get()).isEqualTo(4);
        assertThat(fates.values()).allMatch(Fate.Gone.class::isInstance);
    }

    /// The call of `c1` takes until its deadline is over, and is answered only when the batch waits for it.
    @Test
    void anAttemptWhoseCallTookAllItsTimeMayWriteWhatCameOfIt() {
        var deadline = World.START.plusSeconds(30);
        var now = new AtomicReference<>(World.START);
        var begun = new CountDownLatch(1);
        var awaited = new CountDownLatch(1);
        InstantSource clock = () -> {
            if (now.get().isAfter(deadline)) {
                awaited.countDown();
            }
            return now.get();
        };
        world.application = notice -> {
            if (notice.uri().contains("c1.")) {
                begun.countDown();
                await(awaited);
            } else {
                await(begun);
                now.set(deadline.plusSeconds(1));
            }
            return FINE;
        };
        var fates = new DeliverBatch(world.deliver(), clock, world.events()).run(all().subList(0, 2), deadline,
                (_, _) -> {});

        assertThat(fates.values()).hasSize(2).allMatch(Fate.Gone.class::isInstance);
        assertThat(world.events.toString()).doesNotContain("attempt_cut_short");
    }

    @Test
    void withNoTimeLeftNothingIsBegun() {
        var fates = run(all(), Duration.ofMillis(500));

        assertThat(fates.values()).allMatch(Fate.Back.class::isInstance);
        assertThat(world.posted).isEmpty();
    }

    private Map<String, Fate> run(List<Message> messages, Duration budget) {
        return run(messages, budget, (_, _) -> {});
    }

    private Map<String, Fate> run(List<Message> messages, Duration budget, BiConsumer<String, Fate> settled) {
        var begin = World.START;
        var real = System.nanoTime();
        InstantSource passing = () -> begin.plusNanos(System.nanoTime() - real);
        return new DeliverBatch(world.deliver(), passing, world.events()).run(messages, begin.plus(budget), settled);
    }

    private List<Message> all() {
        var messages = new ArrayList<Message>();
        for (int n = 0; n < 10; n++) {
            messages.add(new Message("m" + n, Optional.of(pointer(n)), 1));
        }
        return messages;
    }

    private Pointer pointer(int n) {
        return new Pointer(ref, deliveries.get("c" + n), 1, "c" + n);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
