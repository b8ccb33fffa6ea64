package dev.exeunt.core.action.deliver;

import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.delivery.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/// Lets deliveries wait on the clock, without an attempt and without a message.
///
/// @param life how long a run is tried
record Waits(Receipts receipts, Duration life, InstantSource time) {

    /// The least time that a delivery waits on the clock, which looks each minute.
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    /// So long before the end of its run a delivery is due at the latest, to be tried once more.
    private static final Duration LAST_TRY = Duration.ofMinutes(3);

    /// For so long, but a minute at the least.
    ///
    /// @return whether the message is not needed any more
    boolean putOff(Pointer pointer, Duration after) {
        var due = time.instant().plus(after.compareTo(SHORTEST) < 0 ? SHORTEST : after);
        return putOff(pointer, _ -> due);
    }

    /// Until then, or near the end of its run, where it is tried for the last time; after that it is due at the end, where
    /// the sweeper finds that it has failed.
    ///
    /// @return whether the message is not needed any more
    boolean putOff(Pointer pointer, Instant until, Instant logout) {
        var now = time.instant();
        return putOff(pointer, receipt -> {
            var end = receipt.endOfRun(logout, life);
            var last = end.minus(LAST_TRY);
            return until.isBefore(last) ? until : now.isBefore(last) ? last : end;
        });
    }

    /// Whether a delivery waits, so that no attempt will be made at it.
    boolean isWaiting(String ref, int delivery) {
        return receipts.read(ref, delivery).map(Receipt::notBefore)
                .filter(over -> over.isAfter(time.instant())).isPresent();
    }

    private boolean putOff(Pointer pointer, Function<Receipt, Instant> due) {
        var before = receipts.read(pointer.ref(), pointer.delivery())
                .orElse(Receipt.untried(pointer.delivery()));
        if (before.state().isTerminal() || before.run() != pointer.run()) {
            return true;
        }
        return receipts.write(pointer.ref(), pointer.client(), before,
                waiting(before, later(due.apply(before), before)));
    }

    /// A wait that has begun is not cut short by another.
    private static Instant later(Instant due, Receipt before) {
        var waits = before.notBefore();
        return waits == null || waits.isBefore(due) ? due : waits;
    }

    /// Whoever holds a living lease will write what came of it, and with it a due time of its own. An attempt that broke
    /// holds one too, and nobody will: for it this due time stands.
    private Receipt waiting(Receipt before, Instant due) {
        var lease = before.leaseUntil();
        if (lease == null || !time.instant().isBefore(lease)) {
            return before.waiting(before.state(), due, due);
        }
        return before.dueAgain(due.isBefore(lease) ? lease : due);
    }
}
