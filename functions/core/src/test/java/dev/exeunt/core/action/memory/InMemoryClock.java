package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A clock in memory, which lists what a test has put on it.
public final class InMemoryClock implements Clock {

    private final List<Due> listed = new ArrayList<>();

    /// Puts something on the clock.
    public synchronized void add(Due due) {
        listed.add(due);
    }

    @Override
    public synchronized List<Due> due(int shard, Instant from, Instant until, int limit) {
        return listed.stream().filter(due -> !due.at().isBefore(from) && !due.at().isAfter(until))
                .sorted(Comparator.comparing(Due::at))
                .limit(limit).toList();
    }

    @Override
    public synchronized boolean putOff(Due due, Instant next) {
        if (!listed.remove(due)) {
            return false;
        }
        listed.add(switch (due) {
            case Due.Expiry expiry -> new Due.Expiry(expiry.session(), next);
            case Due.Sending sending -> new Due.Sending(sending.ref(), next);
            case Due.Bulk bulk -> new Due.Bulk(bulk.job(), next);
            case Due.Retry retry -> new Due.Retry(retry.ref(), retry.delivery(), next);
        });
        return true;
    }

    @Override
    public synchronized void done(Due due) {
        listed.remove(due);
    }

    /// What is on the clock.
    public synchronized List<Due> listed() {
        return List.copyOf(listed);
    }
}
