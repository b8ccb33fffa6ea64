package dev.exeunt.core.action;

import java.time.Instant;
import java.util.Optional;

/// What waits on the clock, and who is down, for measuring only.
public interface Backlog {

    /// Since when the delivery that has waited longest in this shard is unsettled; empty if none waits. May lag by
    /// moments.
    Optional<Instant> oldest(int shard);

    /// How many applications are known to be down, a thousand at the most. May lag by moments.
    int down();
}
