package dev.exeunt.core.action;

import java.time.Instant;
import java.util.List;

/// The index `due`: the only clock. What is listed may be stale; each claim is decided by the row itself.
public interface Clock {

    /// What is due in a shard from one time to another, both included, oldest first.
    ///
    /// @param limit at most so many
    List<Due> due(int shard, Instant from, Instant until, int limit);

    /// Claims one by putting it off: its row's due time becomes `next`, if it is still the one listed.
    ///
    /// @return false if somebody else was first, or it is settled
    boolean putOff(Due due, Instant next);

    /// Takes it off the clock for good, if its due time is still the one listed.
    void done(Due due);

    /// Something with a due time.
    sealed interface Due {

        /// The due time listed.
        Instant at();

        /// A session that time has ended.
        record Expiry(String session, Instant at) implements Due {}

        /// A logout whose sending was cut short, whose messages may be lost, or whose deliveries' life is over.
        record Sending(String ref, Instant at) implements Due {}

        /// A bulk job that is not done.
        record Bulk(String job, Instant at) implements Due {}

        /// A delivery that waits for its next attempt.
        record Retry(String ref, int delivery, Instant at) implements Due {}
    }
}
