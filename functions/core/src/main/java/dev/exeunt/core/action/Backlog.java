package dev.exeunt.core.action;

import java.time.Instant;
import java.util.Optional;

/// What waits on the clock, for measuring only.
public interface Backlog {

    /// Since when the delivery that has waited longest in this shard is unsettled; empty if none waits. May lag by
    /// moments.
    Optional<Instant> oldest(int shard);
}
