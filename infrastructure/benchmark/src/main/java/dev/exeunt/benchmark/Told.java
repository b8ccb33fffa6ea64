package dev.exeunt.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The applications that have answered the notice that one session ends.
final class Told {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final CountDownLatch open;
    private volatile long last;

    Told(int applications) {
        this.open = new CountDownLatch(applications);
    }

    /// One answers. A second time does not count.
    void note(String name) {
        if (names.add(name)) {
            last = System.nanoTime();
            open.countDown();
        }
    }

    /// Waits until all have answered.
    ///
    /// @return when the last one did, as [System#nanoTime] has it
    long await() throws IOException {
        try {
            if (!open.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("%d applications were never told".formatted(open.getCount()));
            }
            return last;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
