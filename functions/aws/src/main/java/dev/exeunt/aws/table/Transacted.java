package dev.exeunt.aws.table;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// What became of a transaction.
sealed interface Transacted {

    /// All of it was written (or had been: the answer to an earlier try got lost).
    record Done() implements Transacted {}

    /// Nothing of it was written. One refusal for each write, in their order.
    record Cancelled(List<Refusal> refusals) implements Transacted {

        /// Whether this write's condition did not hold.
        boolean failed(int position) {
            return refusals.get(position) instanceof Refusal.Condition;
        }

        /// The row as it is, if this write's condition did not hold and there is a row.
        Optional<Row> row(int position) {
            return refusals.get(position) instanceof Refusal.Condition(var row) ? row : Optional.empty();
        }

        /// Whether somebody else was writing one of the rows, or too many were.
        boolean busy() {
            return refusals.contains(new Refusal.Busy());
        }
    }

    /// An earlier try of this same transaction, whose answer got lost, is still being made.
    record InProgress() implements Transacted {}

    /// What one write had against the transaction.
    sealed interface Refusal {

        /// Nothing.
        record None() implements Refusal {}

        /// Its condition did not hold.
        record Condition(Optional<Row> row) implements Refusal {}

        /// Somebody else was writing this row, or too many were: worth another try.
        record Busy() implements Refusal {}
    }

    /// Reads the reasons, which come by position.
    ///
    /// @throws TransactionCanceledException the one that came, for a reason that another try will not change
    static Cancelled classify(TransactionCanceledException cancelled) {
        return new Cancelled(cancelled.cancellationReasons().stream()
                .map(reason -> refusal(reason, cancelled))
                .toList());
    }

    private static Refusal refusal(CancellationReason reason, TransactionCanceledException cancelled) {
        return switch (reason.code()) {
            case "None" -> new Refusal.None();
            case "ConditionalCheckFailed" -> new Refusal.Condition(
                    reason.hasItem() ? Optional.of(Row.of(reason.item())) : Optional.empty());
            case "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded" -> new Refusal.Busy();
            default -> throw cancelled;
        };
    }
}
