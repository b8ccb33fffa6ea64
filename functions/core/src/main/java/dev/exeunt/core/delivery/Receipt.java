package dev.exeunt.core.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of one delivery and every attempt at it. A delivery that was never tried has none yet, and counts as
/// `queued`.
///
/// @param delivery   the delivery's number in its plan
/// @param run        1, and one more with each redrive
/// @param began      when this run began; null for the first, which began with the logout
/// @param state      what it has come to
/// @param leaseUntil until when an attempt that began may still be going on; null if none is
/// @param notBefore  when its wait is over: no attempt begins before it, whoever brings a message; null if it waits for
///                   nothing
/// @param dueAt      when the sweeper shall send it again; null if it need not
/// @param why        why it failed or was superseded, or what was odd about the answer with which it was done; null
///                   otherwise
/// @param attempts   oldest first, of all runs, at most [dev.exeunt.core.Limits#ATTEMPTS]
public record Receipt(int delivery, int run, @Nullable Instant began, State state, @Nullable Instant leaseUntil,
        @Nullable Instant notBefore, @Nullable Instant dueAt, @Nullable String why, List<Attempt> attempts) {

    public Receipt {
        attempts = List.copyOf(attempts);
    }

    /// A receipt whose run began with the logout, and that waits for no time.
    public Receipt(int delivery, int run, State state, @Nullable Instant leaseUntil, @Nullable Instant dueAt,
            @Nullable String why, List<Attempt> attempts) {
        this(delivery, run, null, state, leaseUntil, null, dueAt, why, attempts);
    }

    /// The receipt of a delivery that nobody has tried yet.
    public static Receipt untried(int delivery) {
        return new Receipt(delivery, 1, State.QUEUED, null, null, null, List.of());
    }

    /// When nothing of this run is sent any more.
    ///
    /// @param logout when the logout was committed, with which the first run began
    public Instant endOfRun(Instant logout, Duration life) {
        return (began == null ? logout : began).plus(life);
    }

    /// The same delivery, settled.
    ///
    /// @param why why it failed or was superseded, or what was odd about its being done; else null
    public Receipt settled(State end, @Nullable String why) {
        return new Receipt(delivery, run, began, end, null, null, null, why, attempts);
    }

    /// The same delivery with nobody at it, waiting for its next attempt or its first.
    ///
    /// @param over when its wait is over
    /// @param due  when the sweeper sends it, should no message do so; not before that
    public Receipt waiting(State until, Instant over, Instant due) {
        return new Receipt(delivery, run, began, until, null, over, due, null, attempts);
    }

    /// The same delivery with whoever is at it still at it, and due then should nothing more be heard of that attempt.
    public Receipt dueAgain(Instant due) {
        return new Receipt(delivery, run, began, state, leaseUntil, due, due, why, attempts);
    }

    /// The same delivery with these attempts.
    public Receipt with(List<Attempt> others) {
        return new Receipt(delivery, run, began, state, leaseUntil, notBefore, dueAt, why, others);
    }

    /// A failed delivery, to be tried afresh: another run, with the history of those before.
    public Receipt redriven(Instant now, Instant due) {
        return new Receipt(delivery, run + 1, now, State.QUEUED, null, null, due, null, attempts);
    }

    /// What a delivery has come to.
    public enum State {
        QUEUED, RETRYING, DONE, FAILED, SUPERSEDED;

        /// As contract and pages spell it.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Whether nothing more will be sent in this run.
        public boolean isTerminal() {
            return switch (this) {
                case DONE, FAILED, SUPERSEDED -> true;
                case QUEUED, RETRYING -> false;
            };
        }
    }

    /// One attempt. While it goes on (or if it was cut off) it has neither `status` nor `error`.
    ///
    /// @param run    the run it belongs to
    /// @param at     when it began
    /// @param jti    the id of the token that was sent
    /// @param status the HTTP status, or null if there was none
    /// @param error  the kind of failure, a fixed word; beside an HTTP status only the OAuth error code of a 400,
    ///               or what a SAML answer said or why it proved nothing
    /// @param millis how long it took; null while it goes on
    /// @param bytes  how long the answer's body was, as far as it was read: all that is kept of it; null without answer
    public record Attempt(int run, Instant at, String jti, @Nullable Integer status, @Nullable String error,
            @Nullable Long millis, @Nullable Integer bytes) {

        /// An attempt of whose answer's body nothing is known.
        public Attempt(int run, Instant at, String jti, @Nullable Integer status, @Nullable String error,
                @Nullable Long millis) {
            this(run, at, jti, status, error, millis, null);
        }

        /// What came of it, one of few words: `2xx` and its like, that of a fault, or `refused`; empty while it goes on.
        public Optional<String> result() {
            if (status != null) {
                return Optional.of(status / 100 + "xx");
            }
            return Optional.ofNullable(error).map(word -> Outcome.Fault.texts().contains(word) ? word : "refused");
        }

        /// An attempt that begins.
        public static Attempt begun(int run, Instant at, String jti) {
            return new Attempt(run, at, jti, null, null, null);
        }
    }

    /// How many attempts of this run came to an end. One that was cut off did not: what cut it off was on our side, and
    /// costs the application none of its attempts.
    public int attemptsEnded() {
        return (int) attempts.stream().filter(attempt -> attempt.run() == run && attempt.result().isPresent()).count();
    }
}
