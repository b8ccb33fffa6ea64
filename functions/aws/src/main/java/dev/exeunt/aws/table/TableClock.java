package dev.exeunt.aws.table;

import dev.exeunt.core.action.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The index `due`, and the rows it lists.
final class TableClock implements Clock {

    private final Rows rows;

    TableClock(Table table) {
        this.rows = table.rows();
    }

    @Override
    public List<Due> due(int shard, Instant from, Instant until, int limit) {
        return rows.due(shard, from.getEpochSecond(), until.getEpochSecond(), limit).flatMap(TableClock::due)
                .limit(limit).toList();
    }

    /// Rows of a kind that this release does not know are left to the one that wrote them, and are in nobody's way.
    private static Stream<Due> due(Row row) {
        var key = row.key();
        var at = Instant.ofEpochSecond(row.number("due_at"));
        if (key.isSession()) {
            return Stream.of(new Due.Expiry(key.name(), at));
        }
        if (key.isState()) {
            return Stream.of(new Due.Sending(key.name(), at));
        }
        if (key.isReceipt()) {
            return Stream.of(new Due.Retry(key.name(), Integer.parseInt(key.part()), at));
        }
        if (key.isJob()) {
            return Stream.of(new Due.Bulk(key.name(), at));
        }
        return Stream.empty();
    }

    @Override
    public boolean putOff(Due due, Instant next) {
        return rows.write(new Write.Update(key(due), "SET #due_at = :next", "#due_at = :at",
                Map.of(":at", Write.of(DueTime.up(due.at())), ":next", Write.of(DueTime.up(next))))).isDone();
    }

    @Override
    public void done(Due due) {
        rows.write(new Write.Update(key(due), "REMOVE #due_shard, #due_at", "#due_at = :at",
                Map.of(":at", Write.of(DueTime.up(due.at())))));
    }

    private static Key key(Due due) {
        return switch (due) {
            case Due.Expiry(var session, _) -> Key.session(session);
            case Due.Sending(var ref, _) -> Key.state(ref);
            case Due.Bulk(var job, _) -> Key.job(job);
            case Due.Retry(var ref, var delivery, _) -> Key.receipt(ref, delivery);
        };
    }
}
