package dev.exeunt.core.action;

import dev.exeunt.core.delivery.Receipt;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where receipts are kept, beside their logout.
public interface Receipts {

    /// Those that exist, by delivery number; a delivery without one was never tried.
    List<Receipt> read(String ref);

    /// One receipt, read consistently.
    Optional<Receipt> read(String ref, int delivery);

    /// Begins an attempt with one conditional write: the same run, not terminal, no living lease, its wait over.
    Claim claim(Beginning beginning);

    /// Writes what a delivery has come to, if the stored receipt has still the run and lease of `before`. Creates the
    /// receipt if `before` was never stored.
    ///
    /// @param client the registry's key, by which failures are listed
    /// @return false if somebody else has changed it
    boolean write(String ref, String client, Receipt before, Receipt after);

    /// Failed deliveries in the order in which they failed. May lag, and may list what has not failed any more.
    ///
    /// @param client of this registry's key only, or null for all
    /// @param after  a place, or the beginning of one, after which the list begins; null for all of it
    /// @param limit  at most so many
    List<Failed> failed(@Nullable String client, @Nullable String after, int limit);

    /// A delivery in the list of those that have failed.
    ///
    /// @param place where it is in the list: the time at which it failed, in whole seconds, and what makes it unique
    record Failed(String ref, int delivery, String place) {

        private static final Pattern PLACE = Pattern.compile(
                "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z#[0-9a-f]{32}#\\d{4,9}");

        /// One that fails now.
        public static Failed at(Instant now, String ref, int delivery) {
            return new Failed(ref, delivery, "%s#%s#%04d".formatted(placeOf(now), ref, delivery));
        }

        /// What the places of those begin with, or come after, that failed at this time or later.
        public static String placeOf(Instant time) {
            return time.truncatedTo(ChronoUnit.SECONDS).toString();
        }

        /// Whether a text could be a place.
        public static boolean isPlace(String text) {
            return PLACE.matcher(text).matches();
        }

        /// When it failed, in whole seconds, RFC 3339.
        public String at() {
            return place.substring(0, place.indexOf('#'));
        }
    }

    /// An attempt that shall begin.
    ///
    /// @param run        the run that the message named
    /// @param now        leases that end later are living, and waits that end later are not over
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

        /// It waits for its next attempt: the message is one too many, or came early.
        record Waiting(Instant until) implements Claim {}
    }
}
