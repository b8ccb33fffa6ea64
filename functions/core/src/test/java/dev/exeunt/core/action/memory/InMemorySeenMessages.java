package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.SeenMessages;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Messages that were acted upon, in memory.
public final class InMemorySeenMessages implements SeenMessages {

    private final Map<List<String>, Instant> seen = new HashMap<>();

    @Override
    public synchronized Optional<Instant> note(String issuer, String id, Instant now, Instant until) {
        return Optional.ofNullable(seen.putIfAbsent(List.of(issuer, id), now));
    }

    /// How many were noted.
    public synchronized int count() {
        return seen.size();
    }
}
