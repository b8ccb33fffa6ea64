package dev.exeunt.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What one thing took, round by round.
final class Timings {

    private final List<Duration> taken = new ArrayList<>();

    /// Takes one round's time.
    void add(Duration duration) {
        taken.add(duration);
    }

    /// The middle one; of an even number the lower of the two in the middle.
    Duration median() {
        return taken.stream().sorted().skip((taken.size() - 1) / 2).findFirst().orElseThrow();
    }

    Duration least() {
        return Collections.min(taken);
    }

    Duration most() {
        return Collections.max(taken);
    }

    /// How the medians stand to each other.
    double ratioTo(Timings other) {
        return (double) median().toNanos() / other.median().toNanos();
    }
}
