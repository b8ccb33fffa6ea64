package dev.exeunt.core.action.deliver;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A bound on what goes on at a time for each name. Names that nobody waits for take no room.
final class Turns {

    private final int atOnce;
    private final Map<String, Queue> queues = new ConcurrentHashMap<>();

    Turns(int atOnce) {
        this.atOnce = atOnce;
    }

    private record Queue(Semaphore semaphore, int users) {

        Queue with(int more) {
            return new Queue(semaphore, users + more);
        }
    }

    /// Waits for a turn, which must be given back.
    ///
    /// @return false if there was none within this time, or the thread was interrupted
    boolean take(String name, Duration atMost) {
        var queue = queues.compute(name, (_, known) -> known == null
                ? new Queue(new Semaphore(atOnce), 1)
                : known.with(1));
        var taken = false;
        try {
            taken = queue.semaphore().tryAcquire(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS);
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            if (!taken) {
                leave(name);
            }
        }
    }

    void giveBack(String name) {
        queues.computeIfPresent(name, (_, queue) -> {
            queue.semaphore().release();
            return queue;
        });
        leave(name);
    }

    private void leave(String name) {
        queues.computeIfPresent(name, (_, queue) -> queue.users() == 1 ? null : queue.with(-1));
    }
}
