package dev.exeunt.core.action.sweep;

import dev.exeunt.core.action.Backlog;
import dev.exeunt.core.action.Events;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// Tells how long the oldest unsettled delivery of a shard has been waiting, 0 if none is. One small query, whatever the
/// number of deliveries.
///
/// @param time   the clock
/// @param events the log
public record MeasureBacklog(Backlog backlog, InstantSource time, Events events) {

    /// Emits `backlog_measured`.
    public void run(int shard) {
        var age = backlog.oldest(shard)
                .map(since -> Duration.between(since, time.instant()))
                .filter(waited -> !waited.isNegative())
                .orElse(Duration.ZERO);
        events.emit("backlog_measured", Map.of("shard", shard, "age_seconds", age.toSeconds()));
    }
}
