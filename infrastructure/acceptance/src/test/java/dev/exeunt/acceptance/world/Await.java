package dev.exeunt.acceptance.world;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Looks again and again until something is so, and fails when it takes too long.
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private Await() {
    }

    /// Waits until this holds.
    ///
    /// @param what is awaited, for the message of the failure
    public static void until(String what, BooleanSupplier holds) {
        until(what, () -> holds.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /// Waits until there is something, and gives it.
    ///
    /// @param what is awaited, for the message of the failure
    public static <T> T until(String what, Supplier<Optional<T>> look) {
        var deadline = Instant.now().plus(PATIENCE);
        while (true) {
            var seen = look.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " seconds: " + what);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
