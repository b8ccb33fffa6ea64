package dev.exeunt.aws.table;

import dev.exeunt.core.action.SealKeys;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/// Sealing keys in the table, one for each UTC day, named by it. Whoever is first that day makes it; everybody else
/// reads it. Read ones are remembered: they never change.
final class TableSealKeys implements SealKeys {

    /// Longer than anything sealed stays open, by far.
    private static final Duration KEPT = Duration.ofDays(3);
    private static final int REMEMBERED = 8;
    private static final int BYTES = 32;
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final Rows rows;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, SealKey> seen = new ConcurrentHashMap<>();

    TableSealKeys(Table table) {
        this.rows = table.rows();
    }

    @Override
    public SealKey current(Instant now) {
        var day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return find(day.toString()).orElseGet(() -> make(day));
    }

    @Override
    public Optional<SealKey> find(String id) {
        if (!DAY.matcher(id).matches()) {
            return Optional.empty();
        }
        var known = seen.get(id);
        return known != null ? Optional.of(known) : rows.get(Key.seal(id)).map(this::remember);
    }

    private SealKey make(LocalDate day) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var row = Row.at(Key.seal(day.toString())).bytes("key", bytes).ttl(end.plus(KEPT));
        return switch (rows.write(new Write.Put(row, "attribute_not_exists(#pk)", Map.of()))) {
            case Rows.Written.Done _ -> remember(row);
            case Rows.Written.Refused(var first) -> remember(first.or(() -> rows.get(row.key())).orElseThrow());
        };
    }

    private SealKey remember(Row row) {
        var key = new SealKey(row.key().sk(), new SecretKeySpec(row.bytes("key"), "AES"));
        if (seen.size() >= REMEMBERED) {
            seen.clear();
        }
        seen.put(key.id(), key);
        return key;
    }
}
