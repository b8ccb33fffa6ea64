package dev.exeunt.core.delivery;

import dev.exeunt.core.delivery.Outcome.Answered;
import dev.exeunt.core.delivery.Outcome.Refused;
import dev.exeunt.core.delivery.Outcome.Replied;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Decides what is done after an attempt. Data and a pure function: who carries it out is somebody else's matter.
///
/// @param waits the waits after the first, second, … attempt of a run
/// @param life  how long after the run began anything is still sent
public record RetryPolicy(List<Duration> waits, Duration life) {

    /// The longest `Retry-After` that is honoured.
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);
    /// What means success where an event is pushed (RFC 8935, 2.2).
    private static final int ACCEPTED = 202;
    /// Those of the error codes of RFC 8935, 2.4.
    private static final Set<String> MENDABLE = Set.of("authentication_failed", "access_denied", "invalid_key");
    /// How far a wait may differ from the curve, either way.
    private static final double JITTER = 0.25;

    public RetryPolicy {
        waits = List.copyOf(waits);
    }

    /// The same policy for a client with a budget of its own.
    ///
    /// @param attempts how many attempts a run may have, if the curve has not ended before; null for no budget
    public RetryPolicy within(@Nullable Integer attempts) {
        return attempts == null || attempts > waits.size()
                ? this
                : new RetryPolicy(waits.subList(0, attempts - 1), life);
    }

    /// @param attempts how many attempts this run has had, this one included
    /// @param began    when the run began
    /// @param now      when the attempt was over
    /// @param random   spreads the waits, so that clients that came back are not met by all at once
    public record Situation(int attempts, Instant began, Instant now, RandomGenerator random) {}

    /// The verdict on one attempt.
    ///
    /// @param delivery what was attempted: the same answer means other things in other protocols
    public Verdict judge(Delivery delivery, Outcome outcome, Situation situation) {
        return switch (outcome) {
            case Answered answered -> judge(delivery, answered, situation);
            case Replied replied -> judge(replied, situation);
            case Unanswered unanswered -> again(Duration.ZERO, unanswered.fault().text(), situation);
            case Refused refused -> new Verdict.GiveUp(refused.why());
        };
    }

    /// What is not proven ends nothing: a key that is registered later, a clock that is set or a page that is replaced make
    /// the next answer count.
    private Verdict judge(Replied replied, Situation situation) {
        var word = replied.word() == null ? "status " + replied.status() : replied.word();
        return switch (replied.meaning()) {
            case DONE -> new Verdict.Done(null);
            case FINAL -> new Verdict.GiveUp(word);
            case OPEN -> again(Duration.ZERO, word, situation);
        };
    }

    private Verdict judge(Delivery delivery, Answered answered, Situation situation) {
        var status = answered.status();
        if (status >= 200 && status < 300) {
            return new Verdict.Done(isEvent(delivery) && status != ACCEPTED ? "status " + status + ", not 202" : null);
        }
        if (mayPass(status) || (isEvent(delivery) ? mayPassForEvent(answered) : mayPassForToken(answered))) {
            var asked = answered.retryAfter() == null ? Duration.ZERO : answered.retryAfter();
            return again(asked, "status " + status, situation);
        }
        return new Verdict.GiveUp("status " + status);
    }

    private static boolean isEvent(Delivery delivery) {
        return switch (delivery) {
            case Delivery.LogoutToken _,Delivery.SamlLogoutRequest _ -> false;
            case Delivery.SecurityEvent _,Delivery.SessionRevoked _ -> true;
        };
    }

    /// Only what may pass is sent again (Back-Channel Logout 2.5; RFC 8935, 3): the other side was busy or broken.
    private static boolean mayPass(int status) {
        return status >= 500 || status == 408 || status == 425 || status == 429;
    }

    /// Spring Security's word for having kept some of the user's sessions.
    private static boolean mayPassForToken(Answered answered) {
        return answered.status() == 400 && "partial_logout".equals(answered.error());
    }

    /// What is wrong with a credential or a key may be mended: the next attempt has those of its own moment. What is wrong
    /// with the event itself stays wrong.
    private static boolean mayPassForEvent(Answered answered) {
        return answered.status() == 401 || answered.status() == 403
                || answered.status() == 400 && answered.error() != null && MENDABLE.contains(answered.error());
    }

    private Verdict again(Duration asked, String why, Situation situation) {
        if (situation.attempts() > waits.size()) {
            return new Verdict.GiveUp("no attempts left: " + why);
        }
        var spread = 1 + JITTER * (2 * situation.random().nextDouble() - 1);
        var wait = Duration.ofMillis((long) (waits.get(situation.attempts() - 1).toMillis() * spread));
        var capped = asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
        var after = wait.compareTo(capped) < 0 ? capped : wait;
        if (situation.now().plus(after).isAfter(situation.began().plus(life))) {
            return new Verdict.GiveUp("its time ran out: " + why);
        }
        return new Verdict.TryAgain(after);
    }
}
