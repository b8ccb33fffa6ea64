package dev.exeunt.benchmark;

import java.util.OptionalLong;

/// What one function's cold starts took.
final class ColdTimings {

    /// From the start of the process until it asks for an event.
    final Timings start = new Timings();
    /// From the first event until its answer.
    final Timings first = new Timings();
    /// Both together: what somebody waits who meets a function that was not there.
    final Timings both = new Timings();
    /// From the second event until its answer.
    final Timings second = new Timings();
    /// From the first event until its answer where a snapshot lay between start and event.
    final Timings restored = new Timings();

    private long memory;

    /// Notes how much memory was resident at most.
    void memory(OptionalLong bytes) {
        memory = Math.max(memory, bytes.orElse(0));
    }

    /// The most of all rounds, in bytes; 0 where the system does not tell.
    long memory() {
        return memory;
    }
}
