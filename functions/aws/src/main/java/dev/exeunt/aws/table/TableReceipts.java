package dev.exeunt.aws.table;

import dev.exeunt.aws.table.Rows.Listing;
import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.Attempt;
import dev.exeunt.core.delivery.Receipt.State;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Receipts in the table.
final class TableReceipts implements Receipts {

    /// Every attribute that a receipt may have besides its key: what a write does not set, it removes.
    private static final List<String> ATTRIBUTES = List.of("run", "run_began", "state", "lease_until", "not_before",
            "due_shard", "due_at", "why", "attempts", "client", "ttl", "list", "list_at", "failed_shard");

    private static final String CLAIMABLE = "attribute_not_exists(#pk) OR (#run = :run AND #state IN (:queued, :retrying)"
            + " AND (attribute_not_exists(#lease_until) OR #lease_until <= :now)"
            + " AND (attribute_not_exists(#not_before) OR #not_before <= :now))";

    private static final String BEGIN = "SET #run = :run, #state = if_not_exists(#state, :queued),"
            + " #lease_until = :lease, #attempts = list_append(if_not_exists(#attempts, :none), :attempt),"
            + " #client = :client, #ttl = :ttl";

    private static final String LISTED = "#list_at = :list_at";
    /// One that waits again keeps its place, so that it grows older by waiting.
    private static final String STILL_LISTED = "#list_at = if_not_exists(#list_at, :list_at)";

    private final Rows rows;
    private final InstantSource time;

    TableReceipts(Table table) {
        this.rows = table.rows();
        this.time = table.time();
    }

    @Override
    public List<Receipt> read(String ref) {
        return rows.all(Key.plan(ref).pk(), Key.RECEIPTS).map(ReceiptRows::receipt).toList();
    }

    @Override
    public Optional<Receipt> read(String ref, int delivery) {
        return rows.get(Key.receipt(ref, delivery)).map(ReceiptRows::receipt);
    }

    @Override
    public List<Failed> failed(@Nullable String client, @Nullable String after, int limit) {
        var lists = client == null
                ? IntStream.range(0, Limits.DUE_SHARDS)
                        .mapToObj(shard -> new Listing("failed", "failed_shard", Integer.toString(shard)))
                : Stream.of(new Listing("listing", "list", ReceiptRows.failures(client)));
        return lists.flatMap(list -> rows.listed(list, after, limit).stream())
                .map(ReceiptRows::failed)
                .sorted(Comparator.comparing(Failed::place))
                .limit(limit)
                .toList();
    }

    @Override
    public Claim claim(Beginning beginning) {
        return switch (rows.write(claiming(beginning))) {
            case Rows.Written.Done(var row) -> new Claim.Claimed(bounded(row));
            case Rows.Written.Refused(var row) -> row.map(stored -> refused(beginning, stored))
                    .orElseGet(Claim.Settled::new);
        };
    }

    private static Write claiming(Beginning beginning) {
        var attempt = Attempt.begun(beginning.run(), beginning.now(), beginning.jti());
        var values = new HashMap<String, AttributeValue>();
        values.put(":run", Write.of(beginning.run()));
        values.put(":queued", Write.of(State.QUEUED.text()));
        values.put(":retrying", Write.of(State.RETRYING.text()));
        values.put(":now", Write.of(beginning.now().toEpochMilli()));
        values.put(":lease", Write.of(beginning.leaseUntil().toEpochMilli()));
        values.put(":none", AttributeValue.fromL(List.of()));
        values.put(":attempt", AttributeValue.fromL(List.of(ReceiptRows.row(attempt).asValue())));
        values.put(":client", Write.of(beginning.client()));
        values.put(":ttl", Write.of(beginning.now().plus(Limits.MEMORY).getEpochSecond()));
        return new Write.Update(Key.receipt(beginning.ref(), beginning.delivery()), BEGIN, CLAIMABLE, values);
    }

    /// A message of a lower run is late. One of a higher run cannot be: a redrive writes the run into the receipt before
    /// it sends, so there is nothing to do for it either. If the attempt that holds the lease is this one, the claim was
    /// made and its answer got lost.
    private static Claim refused(Beginning beginning, Row row) {
        var stored = ReceiptRows.receipt(row);
        if (stored.run() != beginning.run() || stored.state().isTerminal()) {
            return new Claim.Settled();
        }
        var lease = stored.leaseUntil();
        if (lease == null || !lease.isAfter(beginning.now())) {
            return Optional.ofNullable(stored.notBefore()).<Claim>map(Claim.Waiting::new).orElseGet(Claim.Settled::new);
        }
        var isOurs = !stored.attempts().isEmpty() && stored.attempts().getLast().jti().equals(beginning.jti());
        return isOurs ? new Claim.Claimed(stored) : new Claim.Leased(lease);
    }

    /// Attempts make room when they are settled ([#write]). Where one after the other is cut off, none is: then the
    /// oldest are removed here, long before the row could become too large.
    private Receipt bounded(Row row) {
        var receipt = ReceiptRows.receipt(row);
        var tooMany = receipt.attempts().size() - Limits.ATTEMPTS;
        if (tooMany < Limits.ATTEMPTS) {
            return receipt;
        }
        var oldest = IntStream.range(0, tooMany).mapToObj("#attempts[%d]"::formatted).collect(Collectors.joining(", "));
        var written = rows.write(new Write.Update(row.key(), "REMOVE " + oldest, "#lease_until = :lease",
                Map.of(":lease", Write.of(row.number("lease_until")))));
        return written instanceof Rows.Written.Done(var trimmed) ? ReceiptRows.receipt(trimmed) : receipt;
    }

    @Override
    public boolean write(String ref, String client, Receipt before, Receipt after) {
        var row = ReceiptRows.row(ref, client, after, time.instant());
        var change = ReceiptRows.isWaiting(after) && !before.state().isTerminal()
                ? change(row).replace(LISTED, STILL_LISTED)
                : change(row);
        return switch (rows.write(new Write.Update(row.key(), change, condition(before), values(before, row)))) {
            case Rows.Written.Done _ -> true;
            case Rows.Written.Refused(var stored) -> before.leaseUntil() != null
                    && stored.map(ReceiptRows::receipt).equals(Optional.of(ReceiptRows.receipt(row)));
        };
    }

    /// Sets what the row has and removes what it has not.
    private static String change(Row row) {
        var set = ATTRIBUTES.stream().filter(row::has).map(name -> "#%s = :%s".formatted(name, name));
        var remove = ATTRIBUTES.stream().filter(name -> !row.has(name)).map("#%s"::formatted);
        return "SET " + set.collect(Collectors.joining(", ")) + " REMOVE " + remove.collect(Collectors.joining(", "));
    }

    /// Where no lease tells one attempt from the next, state and number of attempts do: between the reading and this
    /// write a whole attempt may have come and gone.
    private static String condition(Receipt before) {
        if (before.equals(Receipt.untried(before.delivery()))) {
            return "attribute_not_exists(#pk)";
        }
        return before.leaseUntil() != null
                ? "#run = :seen_run AND #lease_until = :seen_lease"
                : "#run = :seen_run AND attribute_not_exists(#lease_until) AND #state = :seen_state"
                        + " AND size(#attempts) = :seen_attempts";
    }

    private static Map<String, AttributeValue> values(Receipt before, Row row) {
        var values = new HashMap<String, AttributeValue>();
        ATTRIBUTES.stream().filter(row::has).forEach(name -> values.put(":" + name, row.value(name)));
        if (before.equals(Receipt.untried(before.delivery()))) {
            return values;
        }
        var lease = before.leaseUntil();
        values.put(":seen_run", Write.of(before.run()));
        if (lease != null) {
            values.put(":seen_lease", Write.of(lease.toEpochMilli()));
        } else {
            values.put(":seen_state", Write.of(before.state().text()));
            values.put(":seen_attempts", Write.of(before.attempts().size()));
        }
        return values;
    }
}
