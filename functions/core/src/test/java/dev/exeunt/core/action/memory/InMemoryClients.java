package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.Clients;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.SamlClient;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Clients in memory.
public final class InMemoryClients implements Clients {

    private final TreeMap<String, Client> clients = new TreeMap<>();
    private final TreeSet<String> unreadable = new TreeSet<>();

    @Override
    public synchronized Map<String, Client> read(Collection<String> keys) {
        if (keys.stream().anyMatch(unreadable::contains)) {
            throw new IllegalStateException("a registration that cannot be read");
        }
        return found(keys);
    }

    private Map<String, Client> found(Collection<String> keys) {
        var found = new LinkedHashMap<String, Client>();
        keys.stream().filter(clients::containsKey).forEach(key -> found.put(key, clients.get(key)));
        return found;
    }

    @Override
    public synchronized Registered registered(Collection<String> keys) {
        var found = new LinkedHashMap<>(found(keys));
        var lost = new TreeSet<>(unreadable);
        lost.retainAll(found.keySet());
        found.keySet().removeAll(lost);
        return new Registered(found, lost);
    }

    /// From now on nobody can make sense of this registration.
    public synchronized void spoil(String key) {
        unreadable.add(key);
    }

    @Override
    public synchronized Optional<Client> byClientId(String clientId) {
        return clients.values().stream().filter(client -> !(client instanceof SamlClient))
                .filter(client -> client.clientId().equals(clientId)).findFirst();
    }

    @Override
    public synchronized Optional<SamlClient> byEntityId(String entityId) {
        return clients.values().stream().filter(SamlClient.class::isInstance).map(SamlClient.class::cast)
                .filter(client -> client.entityId().equals(entityId)).findFirst();
    }

    @Override
    public synchronized Put put(Client client) {
        var same = client instanceof SamlClient sp ? byEntityId(sp.entityId()) : byClientId(client.clientId());
        var other = same.filter(found -> !found.key().equals(client.key()));
        if (other.isPresent()) {
            return new Put.Taken(other.get().key());
        }
        return clients.put(client.key(), client) == null ? new Put.Created() : new Put.Replaced();
    }

    @Override
    public synchronized boolean delete(String key) {
        return clients.remove(key) != null;
    }

    @Override
    public synchronized List<String> list(@Nullable String after, int limit) {
        var keys = after == null ? clients.keySet() : clients.tailMap(after, false).keySet();
        return keys.stream().limit(limit).toList();
    }
}
