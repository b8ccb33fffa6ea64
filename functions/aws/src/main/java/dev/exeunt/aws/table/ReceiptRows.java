package dev.exeunt.aws.table;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Receipts.Failed;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.Attempt;
import dev.exeunt.core.delivery.Receipt.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A receipt as a row beside its logout. Leases, waits, and when a run began, are kept in milliseconds, due times in
/// whole seconds (rounded up).
final class ReceiptRows {

    private ReceiptRows() {
    }

    /// @param client the registry's key
    /// @param now    when it is written: failures are listed by it, and memory counts from it; what waits is listed by its
    ///               first attempt
    static Row row(String ref, String client, Receipt receipt, Instant now) {
        var row = Row.at(Key.receipt(ref, receipt.delivery()))
                .number("run", receipt.run())
                .text("state", receipt.state().text())
                .number("run_began", millis(receipt.began()))
                .number("lease_until", millis(receipt.leaseUntil()))
                .number("not_before", millis(receipt.notBefore()))
                .due(receipt.dueAt())
                .text("why", receipt.why())
                .maps("attempts", newest(receipt.attempts()).stream().map(ReceiptRows::row).toList())
                .text("client", client)
                .ttl(now.plus(Limits.MEMORY));
        if (receipt.state() == State.FAILED) {
            row.text("list", failures(client))
                    .text("failed_shard", row.key().dueShard())
                    .text("list_at", Failed.at(now, ref, receipt.delivery()).place());
        } else if (isWaiting(receipt)) {
            row.text("list", waiting(row.key().dueShard()))
                    .text("list_at", Failed.at(began(receipt, now), ref, receipt.delivery()).place());
        }
        return row;
    }

    /// The name of the list of a client's failures.
    static String failures(String client) {
        return "failed#" + client;
    }

    static Failed failed(Row row) {
        return new Failed(row.key().name(), Integer.parseInt(row.key().part()), row.text("list_at"));
    }

    /// Whether it is unsettled and on the clock.
    static boolean isWaiting(Receipt receipt) {
        return !receipt.state().isTerminal() && receipt.dueAt() != null;
    }

    /// The list of what waits in a shard.
    static String waiting(String shard) {
        return "waiting#" + shard;
    }

    /// The time in a place of a list.
    static Instant since(String place) {
        return Instant.parse(place.substring(0, place.indexOf('#')));
    }

    private static Instant began(Receipt receipt, Instant now) {
        if (receipt.began() != null) {
            return receipt.began();
        }
        return receipt.attempts().stream().filter(attempt -> attempt.run() == receipt.run()).findFirst()
                .map(Attempt::at).orElse(now);
    }

    static Row row(Attempt attempt) {
        var status = attempt.status();
        var bytes = attempt.bytes();
        return Row.map()
                .number("run", attempt.run())
                .time("at", attempt.at())
                .text("jti", attempt.jti())
                .number("status", status == null ? null : Long.valueOf(status))
                .text("error", attempt.error())
                .number("millis", attempt.millis())
                .number("bytes", bytes == null ? null : Long.valueOf(bytes));
    }

    private static List<Attempt> newest(List<Attempt> attempts) {
        return attempts.subList(Math.max(0, attempts.size() - Limits.ATTEMPTS), attempts.size());
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    static Receipt receipt(Row row) {
        return new Receipt(Integer.parseInt(row.key().part()), row.whole("run"),
                row.maybeNumber("run_began").map(Instant::ofEpochMilli).orElse(null), state(row),
                row.maybeNumber("lease_until").map(Instant::ofEpochMilli).orElse(null),
                row.maybeNumber("not_before").map(Instant::ofEpochMilli).orElse(null),
                row.maybeNumber("due_at").map(Instant::ofEpochSecond).orElse(null), row.textOrNull("why"),
                row.maps("attempts").stream().map(ReceiptRows::attempt).toList());
    }

    private static State state(Row row) {
        return State.valueOf(row.text("state").toUpperCase(Locale.ROOT));
    }

    private static Attempt attempt(Row row) {
        return new Attempt(row.whole("run"), row.time("at"), row.text("jti"),
                row.maybeNumber("status").map(Math::toIntExact).orElse(null), row.textOrNull("error"),
                row.maybeNumber("millis").orElse(null), row.maybeNumber("bytes").map(Math::toIntExact).orElse(null));
    }
}
