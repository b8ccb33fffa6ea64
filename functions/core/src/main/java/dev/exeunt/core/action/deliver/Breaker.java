package dev.exeunt.core.action.deliver;

import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.Outages;
import dev.exeunt.core.action.Outages.Outage;
import dev.exeunt.core.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps an application that is down from costing an attempt for every notice. Each instance watches by itself how
/// attempts go ([Health]); what it finds is written where all instances see it. While an application is down, its notices
/// wait without an attempt; from time to time one of them, whoever claims it, is the probe.
final class Breaker {

    /// How long nothing is sent to an application that has just gone down. It doubles with each probe that fails.
    private static final Duration FIRST = Duration.ofMinutes(1);
    /// And the longest that it becomes: so long may it take to notice that an application is back.
    private static final Duration MOST = Duration.ofMinutes(30);
    private static final int DOUBLINGS = 5;
    private static final Duration SPREAD_LEAST = Duration.ofSeconds(30);
    private static final Duration SPREAD_MOST = Duration.ofMinutes(10);

    private final Outages outages;
    private final Recipients recipients;
    private final Health health;
    private final InstantSource time;
    private final Events events;

    Breaker(Outages outages, Recipients recipients, InstantSource time, Events events) {
        this.outages = outages;
        this.recipients = recipients;
        this.health = new Health(time);
        this.time = time;
        this.events = events;
    }

    /// Whether an attempt may be made.
    sealed interface Passage {

        /// Yes: nothing is known against it.
        record Free() implements Passage {}

        /// Yes, this one: to see whether the application is back. It must be [#report]ed or [#release]d.
        record Probe(Outage claimed) implements Passage {}

        /// Not before the outage's time.
        record Shut(Outage outage) implements Passage {}
    }

    /// @param lease   how long a probe may take; should it never be heard of, another is made then
    /// @param isIdle  whether it comes to nothing anyway: that would be a poor probe, for which others would have to wait
    Passage enter(String client, Duration lease, BooleanSupplier isIdle) {
        var known = recipients.outage(client);
        if (known.isEmpty()) {
            return new Passage.Free();
        }
        var now = now();
        var outage = known.get();
        if (now.isBefore(outage.until())) {
            return new Passage.Shut(outage);
        }
        if (isIdle.getAsBoolean()) {
            return new Passage.Free();
        }
        var claimed = new Outage(outage.since(), now.plus(lease), outage.probes());
        return change(client, outage, claimed) ? new Passage.Probe(claimed) : new Passage.Shut(claimed);
    }

    /// No attempt was made after all.
    void release(String client, Passage passage) {
        if (passage instanceof Passage.Probe(var claimed)) {
            change(client, claimed, new Outage(claimed.since(), now(), claimed.probes()));
        }
    }

    /// What came of the attempt.
    void report(String client, Passage passage, Outcome outcome) {
        switch (Sign.of(outcome)) {
            case UP -> up(client, passage);
            case DOWN -> down(client, passage);
            case NONE -> release(client, passage);
        }
    }

    private void up(String client, Passage passage) {
        health.answered(client);
        if (passage instanceof Passage.Probe(var claimed) && change(client, claimed, null)) {
            events.emit("client_up", Map.of("client", client, "since", claimed.since().toString(), "probes",
                    claimed.probes()));
        }
    }

    private void down(String client, Passage passage) {
        switch (passage) {
            case Passage.Probe(var claimed) -> {
                var next = new Outage(claimed.since(), now().plus(pause(claimed.probes() + 1)), claimed.probes() + 1);
                if (change(client, claimed, next)) {
                    events.emit("client_still_down", told(client, next));
                }
            }
            case Passage.Free _ -> {
                var first = new Outage(now(), now().plus(pause(0)), 0);
                if (health.failed(client) && change(client, null, first)) {
                    events.emit("client_down", told(client, first));
                }
            }
            case Passage.Shut _ -> throw new IllegalStateException("an attempt was made that might not be: " + client);
        }
    }

    private boolean change(String client, @Nullable Outage seen, @Nullable Outage next) {
        var changed = outages.change(client, seen, next);
        recipients.forget(client);
        return changed;
    }

    private static Map<String, Object> told(String client, Outage outage) {
        return Map.of("client", client, "since", outage.since().toString(), "until", outage.until().toString(),
                "probes", outage.probes());
    }

    /// When a notice is tried that found its application down: spread behind the outage's time, the longer the wait the
    /// wider, so that an application that has come back is not met by all at once.
    static Instant afterwards(Outage outage, RandomGenerator random) {
        var half = pause(outage.probes()).dividedBy(2);
        var least = half.compareTo(SPREAD_LEAST) < 0 ? SPREAD_LEAST : half;
        var spread = least.compareTo(SPREAD_MOST) > 0 ? SPREAD_MOST : least;
        return outage.until().plusMillis((long) (spread.toMillis() * random.nextDouble()));
    }

    private static Duration pause(int probes) {
        var doubled = FIRST.multipliedBy(1L << Math.min(probes, DOUBLINGS));
        return doubled.compareTo(MOST) > 0 ? MOST : doubled;
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// What an outcome says of the application as a whole.
    private enum Sign {
        UP, DOWN, NONE;

        /// Who answers at all is up, even if the answer is no; unless it says itself that it cannot cope.
        static Sign of(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Answered answered -> answered.status() >= 500 || answered.status() == 429
                        || answered.status() == 408 ? DOWN : UP;
                case Outcome.Replied _ -> UP;
                case Outcome.Unanswered(var fault) -> switch (fault) {
                    case DNS, CONNECT, CONNECT_TIMEOUT, TLS, TIMEOUT, RESET, PROTOCOL, JWKS -> DOWN;
                    case JWKS_UNUSABLE, NO_SIGNING_KEY -> NONE;
                };
                case Outcome.Refused _ -> NONE;
            };
        }
    }
}
