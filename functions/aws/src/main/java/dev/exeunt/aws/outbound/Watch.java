package dev.exeunt.aws.outbound;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Sees to it that calls end at their deadlines: while any goes on, it looks at all of them every few milliseconds. A
/// timer for each deadline would be nearer to the point, but almost every one is cancelled, and setting it wakes a thread.
final class Watch {

    /// How late a deadline may be noticed.
    private static final Duration ROUND = Duration.ofMillis(20);
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("outbound-watch").daemon().factory());
    private static final Set<Exchange> GOING = ConcurrentHashMap.newKeySet();
    /// Whether a round is to come.
    private static final AtomicBoolean DUE = new AtomicBoolean();

    private Watch() {
    }

    /// From now on, until it is said to be over.
    static void over(Exchange exchange) {
        GOING.add(exchange);
        anotherRound();
    }

    /// It is over.
    static void end(Exchange exchange) {
        GOING.remove(exchange);
    }

    private static void anotherRound() {
        if (DUE.compareAndSet(false, true)) {
            TIMER.schedule(Watch::look, ROUND.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private static void look() {
        try {
            var now = System.nanoTime();
            GOING.forEach(exchange -> exchange.endIfOver(now));
        } finally {
            // In this order: a call that begins in between either is seen here or asks for a round itself.
            DUE.set(false);
            if (!GOING.isEmpty()) {
                anotherRound();
            }
        }
    }
}
