package dev.exeunt.core.action.sweep;

import dev.exeunt.core.action.Backlog;
import dev.exeunt.core.action.Events;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// Tells how long the oldest unsettled delivery of a shard has been waiting, 0 if none is, and how many applications are
/// down. One small query for each, whatever the number of deliveries.
///
/// @param time   the clock
/// @param events the log
public record MeasureBacklog(Backlog backlog, InstantSource time, Events events) {

    /// Emits `backlog_measured`, and beside the first shard's `outages_measured`, as outages are not in shards.
    public void run(int shard) {
        var age = backlog.oldest(shard)
                .map(since -> Duration.between(since, time.instant()))
                .filter(waited -> !waited.isNegative())
                .orElse(Duration.ZERO);
        events.emit("backlog_measured", Map.of("shard", shard, "age_seconds", age.toSeconds()));
        if (shard == 0) {
            events.emit("outages_measured", Map.of("down", backlog.down()));
        }
    }
}
