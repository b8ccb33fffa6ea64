package dev.exeunt.aws.table;

import dev.exeunt.core.action.Outages;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Outages in the table, each in a row beside its client, listed while it lasts. One that is over leaves a row without times behind, until it is
/// thrown away.
final class TableOutages implements Outages {

    /// How long a row is kept that nobody has changed.
    private static final Duration KEPT = Duration.ofDays(2);

    /// The name of the list of outages.
    static final String LIST = "down";

    private final Rows rows;
    private final Table table;

    TableOutages(Table table) {
        this.rows = table.rows();
        this.table = table;
    }

    @Override
    public Optional<Outage> read(String client) {
        return rows.get(Key.outage(client)).filter(TableOutages::isDown).map(TableOutages::outage);
    }

    @Override
    public Map<String, Outage> read(Collection<String> clients) {
        return rows.each(clients.stream().distinct().map(Key::outage).toList()).filter(TableOutages::isDown)
                .collect(Collectors.toMap(row -> row.key().name(), TableOutages::outage));
    }

    private static boolean isDown(Row row) {
        return row.has("down_until");
    }

    private static Outage outage(Row row) {
        return new Outage(Instant.ofEpochMilli(row.number("down_since")),
                Instant.ofEpochMilli(row.number("down_until")),
                row.whole("probes"));
    }

    @Override
    public boolean change(String client, @Nullable Outage seen, @Nullable Outage next) {
        var ttl = Write.of(table.time().instant().plus(KEPT).getEpochSecond());
        var values = new java.util.HashMap<>(Map.of(":ttl", ttl));
        if (seen != null) {
            values.put(":seen_since", Write.of(seen.since().toEpochMilli()));
            values.put(":seen_until", Write.of(seen.until().toEpochMilli()));
        }
        if (next != null) {
            values.put(":since", Write.of(next.since().toEpochMilli()));
            values.put(":until", Write.of(next.until().toEpochMilli()));
            values.put(":probes", Write.of(next.probes()));
            values.put(":list", Write.of(LIST));
            values.put(":list_at", Write.of(client));
        }
        return rows.write(new Write.Update(Key.outage(client), next == null
                ? "SET #ttl = :ttl REMOVE #down_since, #down_until, #probes, #list, #list_at"
                : "SET #ttl = :ttl, #down_since = :since, #down_until = :until, #probes = :probes, #list = :list,"
                        + " #list_at = :list_at",
                seen == null
                        ? "attribute_not_exists(#down_until)"
                        : "#down_since = :seen_since AND #down_until = :seen_until",
                values)).isDone();
    }
}
