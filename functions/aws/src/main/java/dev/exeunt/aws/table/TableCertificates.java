package dev.exeunt.aws.table;

import dev.exeunt.aws.table.Rows.Written;
import dev.exeunt.core.action.KeptCertificates;
import java.util.Map;
import java.util.function.Supplier;

/// Certificates in the table: the first one that is written for a key stays.
final class TableCertificates implements KeptCertificates {

    private final Rows rows;

    TableCertificates(Table table) {
        this.rows = table.rows();
    }

    @Override
    public byte[] of(String thumbprint, Supplier<byte[]> made) {
        var key = Key.certificate(thumbprint);
        return rows.get(key).orElseGet(() -> first(Row.at(key).bytes("der", made.get()))).bytes("der");
    }

    private Row first(Row row) {
        return switch (rows.write(new Write.Put(row, "attribute_not_exists(#pk)", Map.of()))) {
            case Written.Done _ -> row;
            case Written.Refused(var stored) -> stored.or(() -> rows.get(row.key())).orElseThrow();
        };
    }
}
