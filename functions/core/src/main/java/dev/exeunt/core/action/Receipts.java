package dev.exeunt.core.action;

import dev.exeunt.core.delivery.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where receipts are kept, beside their logout.
public interface Receipts {

    /// Those that exist, by delivery number; a delivery without one was never tried.
    List<Receipt> read(String ref);

    /// One receipt, read consistently.
    Optional<Receipt> read(String ref, int delivery);

    /// Begins an attempt with one conditional write: the same run, not terminal, no living lease.
    Claim claim(Beginning beginning);

    /// Writes what a delivery has come to, if the stored receipt has still the run and lease of `before`. Creates the
    /// receipt if `before` was never stored.
    ///
    /// @param client the registry's key, by which failures are listed
    /// @return false if somebody else has changed it
    boolean write(String ref, String client, Receipt before, Receipt after);

    /// An attempt that shall begin.
    ///
    /// @param run        the run that the message named
    /// @param now        leases that end later are living
    /// @param leaseUntil this attempt's lease
    /// @param jti        of the token that is about to be sent
    record Beginning(String ref, int delivery, String client, int run, Instant now, Instant leaseUntil, String jti) {}

    /// What became of it.
    sealed interface Claim {

        /// The attempt is ours; the receipt has it as its last attempt.
        record Claimed(Receipt receipt) implements Claim {}

        /// Nothing to do: the delivery is settled, or the message is of an older run.
        record Settled() implements Claim {}

        /// Another attempt may still be going on.
        record Leased(Instant until) implements Claim {}
    }
}
