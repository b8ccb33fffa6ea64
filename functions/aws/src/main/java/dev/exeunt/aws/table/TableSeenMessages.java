package dev.exeunt.aws.table;

import dev.exeunt.aws.table.Rows.Written;
import dev.exeunt.core.action.SeenMessages;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Messages that were acted upon, in the table.
final class TableSeenMessages implements SeenMessages {

    private final Rows rows;

    TableSeenMessages(Table table) {
        this.rows = table.rows();
    }

    /// A row that time-to-live has not collected yet still counts: its message is refused by its own times.
    @Override
    public Optional<Instant> note(String issuer, String id, Instant now, Instant until) {
        var row = Row.at(Key.message(issuer, id)).time("at", now).ttl(until.plusSeconds(1));
        return switch (rows.write(new Write.Put(row, "attribute_not_exists(#pk)", Map.of()))) {
            case Written.Done _ -> Optional.empty();
            case Written.Refused(Optional<Row> stored) -> stored.map(first -> first.time("at"));
        };
    }
}
