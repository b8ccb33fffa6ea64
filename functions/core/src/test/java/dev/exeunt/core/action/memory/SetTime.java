package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that a test sets. Pausing on it lets the time pass at once.
public final class SetTime implements InstantSource, Pause {

    private Instant now;

    /// Begins at this time.
    public SetTime(Instant now) {
        this.now = now;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public void pause(Duration duration) {
        pass(duration);
    }

    /// Lets time pass.
    public synchronized void pass(Duration duration) {
        now = now.plus(duration);
    }
}
