package dev.exeunt.core.action.deliver;

import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.Trace;
import dev.exeunt.core.action.deliver.Deliver.Fate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/// Works a batch of messages side by side, each on a thread of its own, with a bound per client and a deadline for all.
/// A poisoned message, a bug or a hung client in one never touches another.
public final class DeliverBatch {

    /// Calls to one client at a time, in one instance of the function.
    private static final int PER_CLIENT = 4;
    /// When a message that could not be worked is seen again.
    private static final Duration SOON = Duration.ofSeconds(2);
    /// When one that made an attempt fail by a bug, or by the platform, is seen again.
    private static final Duration LATER = Duration.ofSeconds(30);

    /// So long after the deadline an attempt whose call took until then may take to write what came of it: were it given up,
    /// the application would be told a second time.
    public static final Duration GRACE = Duration.ofSeconds(4);
    /// And so long after that the fates of those that were given up may be told.
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /// After so many receives a message makes room for another; `template.yaml` allows a few more.
    private static final int MANY_RECEIVES = 15;

    private final Deliver deliver;
    private final InstantSource time;
    private final Events events;
    private final Turns turns = new Turns(PER_CLIENT);

    /// @param id       the queue's id of the message
    /// @param pointer  what it says; empty if it cannot be read
    /// @param receives how often the queue has handed it out, this time included
    /// @param trace    of whoever sent it
    public record Message(String id, Optional<Pointer> pointer, int receives, Optional<String> trace) {

        /// A message that nobody traces.
        public Message(String id, Optional<Pointer> pointer, int receives) {
            this(id, pointer, receives, Optional.empty());
        }
    }

    /// See [DeliverBatch].
    public DeliverBatch(Deliver deliver, InstantSource time, Events events) {
        this.deliver = deliver;
        this.time = time;
        this.events = events;
    }

    /// Works all messages and returns [#GRACE] and a second after the deadline at the latest, with the fate of each by its
    /// id. A message without a fate is poison: it goes back as it is, until the queue puts it among the dead letters.
    ///
    /// @param deadline when every call must be over; what came of the last ones is written after it
    /// @param settled told each fate as soon as it is known, on the message's own thread, so that a short wait does not
    ///                last as long as the slowest neighbour
    public Map<String, Fate> run(List<Message> messages, Instant deadline, BiConsumer<String, Fate> settled) {
        var fates = new LinkedHashMap<String, Fate>();
        var running = new LinkedHashMap<String, Future<Fate>>();
        var givenUp = new LinkedHashMap<String, Fate>();
        deliver.prepare(messages.stream().flatMap(message -> message.pointer().stream()).toList());
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (Message message : onceEach(messages)) {
                message.pointer().ifPresentOrElse(
                        pointer -> running.put(message.id(), threads.submit(() -> Trace.within(message.trace(), () -> {
                            var fate = outlast(message, pointer, attempt(message.id(), pointer, deadline));
                            settled.accept(message.id(), fate);
                            return fate;
                        }))),
                        () -> events.emit("message_poisoned", Map.of("message", message.id())));
            }
            running.forEach((id, future) -> fates.put(id, await(id, future, deadline.plus(GRACE), givenUp)));
            tell(givenUp, settled, threads);
        } finally {
            threads.shutdownNow();
        }
        return fates;
    }

    /// A queue that delivers at least once may hand out a message twice in one batch.
    private static Collection<Message> onceEach(List<Message> messages) {
        var once = new LinkedHashMap<String, Message>();
        messages.forEach(message -> once.put(message.id(), message));
        return once.values();
    }

    private static void tell(Map<String, Fate> fates, BiConsumer<String, Fate> settled, ExecutorService threads) {
        var each = fates.entrySet().stream()
                .map(fate -> Executors.callable(() -> settled.accept(fate.getKey(), fate.getValue()))).toList();
        try {
            threads.invokeAll(each, FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A message that was handed out often is near the dead letters, which are for poison: its delivery waits on the clock
    /// instead, and gets another message when it is due.
    private Fate outlast(Message message, Pointer pointer, Fate fate) {
        if (!(fate instanceof Fate.Back back) || message.receives() < MANY_RECEIVES) {
            return fate;
        }
        try {
            return deliver.putOff(pointer, back.after()) ? new Fate.Gone() : fate;
        } catch (RuntimeException e) {
            events.emit("wait_not_written", Map.of("message", message.id(), "error", e.getClass().getName()));
            return fate;
        }
    }

    private Fate attempt(String id, Pointer pointer, Instant deadline) {
        if (!turns.take(pointer.client(), Duration.between(time.instant(), deadline))) {
            return new Fate.Back(SOON);
        }
        try {
            return deliver.attempt(pointer, deadline);
        } catch (RuntimeException e) {
            events.emit("attempt_broken", Map.of("message", id, "error", e.getClass().getName(), "at", where(e)));
            return new Fate.Back(LATER);
        } finally {
            turns.giveBack(pointer.client());
        }
    }

    private Fate await(String id, Future<Fate> future, Instant end, Map<String, Fate> givenUp) {
        try {
            return future.get(millisUntil(end), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            events.emit("attempt_cut_short", Map.of("message", id));
            return abandoned(id, future, new Fate.Back(SOON), givenUp);
        } catch (ExecutionException e) {
            var cause = Optional.ofNullable(e.getCause()).orElse(e);
            events.emit("attempt_broken",
                    Map.of("message", id, "error", cause.getClass().getName(), "at", where(cause)));
            return abandoned(id, future, new Fate.Back(LATER), givenUp);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return abandoned(id, future, new Fate.Back(SOON), givenUp);
        }
    }

    private static Fate abandoned(String id, Future<Fate> future, Fate fate, Map<String, Fate> givenUp) {
        future.cancel(true);
        givenUp.put(id, fate);
        return fate;
    }

    private long millisUntil(Instant end) {
        return Math.max(0, Duration.between(time.instant(), end).toMillis());
    }

    private static String where(Throwable cause) {
        var trace = cause.getStackTrace();
        return trace.length == 0 ? "" : trace[0].toString();
    }
}
