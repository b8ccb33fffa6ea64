package dev.exeunt.core.action.deliver;

import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Outages;
import dev.exeunt.core.action.Outages.Outage;
import dev.exeunt.core.client.Client;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Whom notices are for: how they are registered, and whether they are known to be down. Those of a batch are read
/// together, which spares each attempt two readings of its own. What was read so is good for a moment: who comes later
/// reads for itself.
final class Recipients {

    /// How old a reading may be: about as long as it takes from there to the call.
    static final Duration FRESH = Duration.ofMillis(250);
    /// Readings that are remembered, the old ones too; beyond it all are forgotten.
    private static final int MOST = 1000;

    private final Clients clients;
    private final Outages outages;
    private final InstantSource time;
    private final Map<String, Reading> readings = new ConcurrentHashMap<>();

    private record Reading(Optional<Client> client, Optional<Outage> outage, Instant at) {}

    Recipients(Clients clients, Outages outages, InstantSource time) {
        this.clients = clients;
        this.outages = outages;
        this.time = time;
    }

    /// Reads these together. Where it fails, and of those whose registration cannot be read, nothing is remembered: then
    /// each attempt finds out by itself, and one that cannot go on takes no other with it.
    void read(Collection<String> keys) {
        if (readings.size() > MOST) {
            readings.clear();
        }
        var at = time.instant();
        try {
            var registered = clients.registered(keys);
            var down = outages.read(keys);
            for (String key : keys) {
                if (!registered.unreadable().contains(key)) {
                    readings.put(key, new Reading(Optional.ofNullable(registered.clients().get(key)),
                            Optional.ofNullable(down.get(key)), at));
                }
            }
        } catch (RuntimeException _) {
            keys.forEach(readings::remove);
        }
    }

    /// As it is registered; empty if it is not.
    Optional<Client> client(String key) {
        return fresh(key).map(Reading::client)
                .orElseGet(() -> Optional.ofNullable(clients.read(List.of(key)).get(key)));
    }

    /// Its outage; empty if it is not known to be down.
    Optional<Outage> outage(String key) {
        return fresh(key).map(Reading::outage)
                .orElseGet(() -> Optional.ofNullable(outages.read(List.of(key)).get(key)));
    }

    /// Somebody here has changed, or wanted to change, what is known of it.
    void forget(String key) {
        readings.remove(key);
    }

    private Optional<Reading> fresh(String key) {
        var now = time.instant();
        return Optional.ofNullable(readings.get(key))
                .filter(reading -> !now.isBefore(reading.at()) && now.isBefore(reading.at().plus(FRESH)));
    }
}
