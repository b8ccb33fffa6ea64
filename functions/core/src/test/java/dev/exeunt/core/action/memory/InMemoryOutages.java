package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.Outages;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Outages in memory.
public final class InMemoryOutages implements Outages {

    private final Map<String, Outage> outages = new HashMap<>();

    @Override
    public synchronized Map<String, Outage> read(Collection<String> clients) {
        var found = new HashMap<>(outages);
        found.keySet().retainAll(clients);
        return found;
    }

    @Override
    public synchronized boolean change(String client, @Nullable Outage seen, @Nullable Outage next) {
        if (!Objects.equals(outages.get(client), seen)) {
            return false;
        }
        if (next == null) {
            outages.remove(client);
        } else {
            outages.put(client, next);
        }
        return true;
    }
}
