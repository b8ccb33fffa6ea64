package dev.exeunt.core.action;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What all instances know of applications that are down: at most one outage for each, which changes only by comparing
/// with what was read.
public interface Outages {

    /// What is known of a client, read consistently; empty if it is not known to be down.
    default Optional<Outage> read(String client) {
        return Optional.ofNullable(read(List.of(client)).get(client));
    }

    /// Those of the clients that are known to be down, with what is known, read consistently.
    Map<String, Outage> read(Collection<String> clients);

    /// Puts `next` in the place of `seen`.
    ///
    /// @param seen what was read, or null for nothing
    /// @param next null once it is over
    /// @return false if something else is known by now
    boolean change(String client, @Nullable Outage seen, @Nullable Outage next);

    /// An application that is down.
    ///
    /// @param since  since when, in whole milliseconds
    /// @param until  nothing is sent to it before, in whole milliseconds; from then on whoever first moves this time on may
    ///               send one notice, to see whether it is back
    /// @param probes how many such notices have failed
    record Outage(Instant since, Instant until, int probes) {}
}
