package dev.exeunt.core.action.deliver;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// How attempts at each client have gone lately, as far as this instance knows: a circuit breaker in memory for each,
/// which tells when its client is down and then begins afresh, as the outage is kept where all instances see it.
final class Health {

    /// Attempts of the last so many seconds count.
    private static final int WINDOW_SECONDS = 60;
    /// So many attempts are needed for a judgement.
    private static final int LEAST_ATTEMPTS = 5;
    /// So many per cent of them must have failed.
    private static final int FAILURES = 80;
    /// Clients that are watched; beyond it all are forgotten, which costs a few attempts more.
    private static final int MOST_CLIENTS = 2000;

    /// The library wants to know what went wrong; we know it better, and need only that.
    private static final Failure FAILURE = new Failure();

    private final CircuitBreakerConfig config;
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    Health(InstantSource time) {
        this.config = CircuitBreakerConfig.custom()
                .slidingWindow(WINDOW_SECONDS, LEAST_ATTEMPTS, SlidingWindowType.TIME_BASED)
                .failureRateThreshold(FAILURES)
                .clock(time.withZone(ZoneOffset.UTC))
                .writableStackTraceEnabled(false)
                .build();
    }

    void answered(String client) {
        of(client).onSuccess(0, TimeUnit.MILLISECONDS);
    }

    /// @return whether the client is down, as of this failure
    boolean failed(String client) {
        var breaker = of(client);
        breaker.onError(0, TimeUnit.MILLISECONDS, FAILURE);
        var down = breaker.getState() == State.OPEN;
        if (down) {
            breaker.reset();
        }
        return down;
    }

    private CircuitBreaker of(String client) {
        if (breakers.size() >= MOST_CLIENTS) {
            breakers.clear();
        }
        return breakers.computeIfAbsent(client, name -> CircuitBreaker.of(name, config));
    }

    private static final class Failure extends Exception {

        Failure() {
            super("an attempt failed", null, false, false);
        }
    }
}
