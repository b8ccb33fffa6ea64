package dev.exeunt.aws.table;

import dev.exeunt.core.action.Backlog;
import java.time.Instant;
import java.util.Optional;

/// What waits on the clock, by the index `listing`, in which every waiting receipt lies in the order of its age.
final class TableBacklog implements Backlog {

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
}
