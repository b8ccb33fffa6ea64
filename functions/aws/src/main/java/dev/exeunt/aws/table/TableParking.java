package dev.exeunt.aws.table;

import dev.exeunt.core.action.Parking;
import java.time.Instant;
import java.util.Optional;

/// Parked requests in the table.
final class TableParking implements Parking {

    private final Rows rows;

    TableParking(Table table) {
        this.rows = table.rows();
    }

    @Override
    public void park(String hash, String sealed, Instant until) {
        rows.write(Write.put(Row.at(Key.parked(hash)).text("sealed", sealed).time("until", until).ttl(until)));
    }

    @Override
    public Optional<String> read(String hash, Instant now) {
        return rows.get(Key.parked(hash))
                .filter(row -> now.isBefore(row.time("until")))
                .map(row -> row.text("sealed"));
    }
}
