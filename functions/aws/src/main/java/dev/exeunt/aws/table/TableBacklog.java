package dev.exeunt.aws.table;

import dev.exeunt.core.action.Backlog;
import java.time.Instant;
import java.util.Optional;

/// What waits on the clock, and who is down, by the index `listing`, in which every waiting receipt lies in the order of its
/// age, and every outage.
final class TableBacklog implements Backlog {

    /// The most outages that are counted.
    private static final int MOST_DOWN = 1000;

    private final Rows rows;

    TableBacklog(Table table) {
        this.rows = table.rows();
    }

    @Override
    public Optional<Instant> oldest(int shard) {
        return rows.list(ReceiptRows.waiting(Integer.toString(shard)), null, 1).stream()
                .map(ReceiptRows::since)
                .findFirst();
    }

    @Override
    public int down() {
        return rows.list(TableOutages.LIST, null, MOST_DOWN).size();
    }
}
