package dev.exeunt.aws.table;

import dev.exeunt.core.action.Tickets;
import dev.exeunt.core.session.CookieHash;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Tickets in the table.
final class TableTickets implements Tickets {

    /// How long a ticket is remembered after it ran out, so that a late browser is told so.
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final Rows rows;

    TableTickets(Table table) {
        this.rows = table.rows();
    }

    @Override
    public void issue(CookieHash hash, Ticket ticket) {
        rows.write(Write.put(Row.at(Key.ticket(hash.value()))
                .text("session", ticket.session())
                .time("expires_at", ticket.expiresAt())
                .flag("used", ticket.used())
                .ttl(ticket.expiresAt().plus(REMEMBERED))));
    }

    @Override
    public Optional<Ticket> read(CookieHash hash) {
        return rows.get(Key.ticket(hash.value()))
                .map(row -> new Ticket(row.text("session"), row.time("expires_at"), row.flag("used")));
    }

    @Override
    public void use(CookieHash hash) {
        rows.write(new Write.Update(Key.ticket(hash.value()), "SET #used = :yes", "attribute_exists(#pk)",
                Map.of(":yes", AttributeValue.fromBool(true))));
    }
}
