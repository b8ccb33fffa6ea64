package dev.exeunt.acceptance.crash;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The time of one world, which stands still until it is moved on.
final class Watch implements InstantSource {

    private volatile Instant now = Instant.parse("2026-11-22T20:00:07Z");

    @Override
    public Instant instant() {
        return now;
    }

    void forward(Duration by) {
        now = now.plus(by);
    }

    /// Moves to this time, if it lies ahead.
    void to(Instant time) {
        now = time.isAfter(now) ? time : now;
    }
}
