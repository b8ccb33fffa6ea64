package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.Parking;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Parked requests in memory.
public final class InMemoryParking implements Parking {

    private record Parked(String sealed, Instant until) {}

    private final Map<String, Parked> parked = new HashMap<>();

    @Override
    public synchronized void park(String hash, String sealed, Instant until) {
        parked.put(hash, new Parked(sealed, until));
    }

    @Override
    public synchronized Optional<String> read(String hash, Instant now) {
        return Optional.ofNullable(parked.get(hash)).filter(found -> now.isBefore(found.until())).map(Parked::sealed);
    }

    /// How many requests were parked.
    public synchronized int count() {
        return parked.size();
    }
}
