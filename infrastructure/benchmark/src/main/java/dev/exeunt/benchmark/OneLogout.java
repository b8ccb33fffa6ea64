package dev.exeunt.benchmark;

import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Clients.Registered;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Outages;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.deliver.Deliver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.Attempt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.plan.Logout;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One logout and its clients in memory, read only, and its receipts: as much of the stores as delivering asks for. Nothing
/// fails here.
///
/// @param clients  by their keys
/// @param receipts by the numbers of their deliveries
record OneLogout(Logout logout, Map<String, OidcClient> clients, Map<Integer, Receipt> receipts) {

    /// Of which nobody has been told.
    static OneLogout of(Logout logout, List<OidcClient> clients) {
        return new OneLogout(logout, clients.stream().collect(Collectors.toMap(OidcClient::key, Function.identity())),
                new ConcurrentHashMap<>());
    }

    /// How many applications have answered that they are done.
    long done() {
        return receipts.values().stream().filter(receipt -> receipt.state() == State.DONE).count();
    }

    /// What a deliverer reads and writes.
    Deliver.Stores stores() {
        return new Deliver.Stores(reading(Sessions.class, Map.of()),
                reading(Clients.class, Map.of("read", this::found, "registered",
                        keys -> new Registered(found(keys), Set.of()))),
                reading(Logouts.class, Map.of("read", ref -> logout.ref().equals(ref) ? Optional.of(logout) : null)),
                new InMemory(receipts), reading(Outages.class, Map.of("read", _ -> Map.of())));
    }

    private Map<String, Client> found(Object keys) {
        var found = new HashMap<String, Client>();
        if (keys instanceof Collection<?> all) {
            all.forEach(key -> Optional.ofNullable(clients.get(key))
                    .ifPresent(client -> found.put(client.key(), client)));
        }
        return found;
    }

    /// A store that answers these verbs of one argument.
    private static <T> T reading(Class<T> port, Map<String, Function<Object, @Nullable Object>> verbs) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, (_, verb, arguments) -> {
            var known = verbs.get(verb.getName());
            var answer = known == null ? null : known.apply(arguments[0]);
            if (answer == null) {
                throw new IllegalStateException("delivering does not ask for " + verb);
            }
            return answer;
        }));
    }

    private record InMemory(Map<Integer, Receipt> receipts) implements Receipts {

        @Override
        public List<Receipt> read(String ref) {
            return List.copyOf(receipts.values());
        }

        @Override
        public Optional<Receipt> read(String ref, int delivery) {
            return Optional.ofNullable(receipts.get(delivery));
        }

        @Override
        public Claim claim(Beginning beginning) {
            var attempt = Attempt.begun(beginning.run(), beginning.now(), beginning.jti());
            var claimed = new Receipt(beginning.delivery(), beginning.run(), State.QUEUED, beginning.leaseUntil(), null,
                    null, List.of(attempt));
            return receipts.putIfAbsent(beginning.delivery(), claimed) == null
                    ? new Claim.Claimed(claimed)
                    : new Claim.Settled();
        }

        @Override
        public List<Failed> failed(@Nullable String client, @Nullable String after, int limit) {
            return List.of();
        }

        @Override
        public boolean write(String ref, String client, Receipt before, Receipt after) {
            return receipts.replace(before.delivery(), before, after);
        }
    }
}
