package dev.exeunt.aws.table;

import dev.exeunt.core.action.Clients;
import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.SamlClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Clients in the table. A `client_id` has a row of its own, which says whose it is, and so has an entityID; both rows
/// change in one transaction.
final class TableClients implements Clients {

    private static final String LIST = "clients";
    /// How often a registration is tried while somebody else registers the same client.
    private static final int TRIES = 5;
    private static final int CLIENT = 0;
    private static final int ALIAS = 1;

    private final Rows rows;

    TableClients(Table table) {
        this.rows = table.rows();
    }

    @Override
    public Map<String, Client> read(Collection<String> keys) {
        var clients = new HashMap<String, Client>();
        rows.each(keys.stream().distinct().map(Key::client).toList()).map(TableClients::client)
                .forEach(client -> clients.put(client.key(), client));
        return clients;
    }

    @Override
    public Registered registered(Collection<String> keys) {
        var clients = new HashMap<String, Client>();
        var unreadable = new HashSet<String>();
        rows.each(keys.stream().distinct().map(Key::client).toList()).forEach(row -> {
            try {
                clients.put(row.key().name(), client(row));
            } catch (RuntimeException _) {
                unreadable.add(row.key().name());
            }
        });
        return new Registered(clients, unreadable);
    }

    @Override
    public Optional<Client> byClientId(String clientId) {
        return byAlias(Key.clientId(clientId));
    }

    @Override
    public Optional<SamlClient> byEntityId(String entityId) {
        return byAlias(Key.entityId(entityId)).filter(SamlClient.class::isInstance).map(SamlClient.class::cast);
    }

    private Optional<Client> byAlias(Key alias) {
        return rows.get(alias)
                .flatMap(row -> rows.get(Key.client(row.text("key"))))
                .map(TableClients::client)
                .filter(client -> alias(client).equals(alias));
    }

    @Override
    public Put put(Client client) {
        return untilUnchanged(() -> tryPut(client));
    }

    private Optional<Put> tryPut(Client client) {
        var before = rows.get(Key.client(client.key())).map(TableClients::alias);
        return switch (rows.transact(writes(client, before.orElse(null)), null)) {
            case Transacted.Done _ -> Optional.of(before.isPresent() ? new Put.Replaced() : new Put.Created());
            case Transacted.InProgress _ -> Optional.empty();
            case Transacted.Cancelled cancelled -> cancelled.failed(CLIENT)
                    ? Optional.empty()
                    : cancelled.row(ALIAS).map(row -> new Put.Taken(row.text("key")));
        };
    }

    private static List<Write> writes(Client client, @Nullable Key before) {
        var writes = new ArrayList<Write>();
        writes.add(new Write.Put(row(client), asRead(before), aliasAsRead(before)));
        writes.add(new Write.Put(Row.at(alias(client)).text("key", client.key()),
                "attribute_not_exists(#pk) OR #key = :key", Map.of(":key", Write.of(client.key()))));
        if (before != null && !before.equals(alias(client))) {
            writes.add(withoutAlias(before, client.key()));
        }
        return writes;
    }

    @Override
    public boolean delete(String key) {
        return untilUnchanged(() -> tryDelete(key));
    }

    private Optional<Boolean> tryDelete(String key) {
        var before = rows.get(Key.client(key)).map(TableClients::alias);
        if (before.isEmpty()) {
            return Optional.of(false);
        }
        var alias = before.get();
        List<Write> writes = List.of(
                new Write.Delete(Key.client(key), asRead(alias), aliasAsRead(alias)), withoutAlias(alias, key));
        return rows.transact(writes, null) instanceof Transacted.Done ? Optional.of(true) : Optional.empty();
    }

    @Override
    public List<String> list(@Nullable String after, int limit) {
        return rows.list(LIST, after, limit);
    }

    private static <T> T untilUnchanged(Supplier<Optional<T>> change) {
        for (int tries = 0; tries < TRIES; tries++) {
            var result = change.get();
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw new IllegalStateException("a client keeps changing while it is registered");
    }

    /// The row to write, or to remove, is the one that was read of: it must still be that one.
    private static String asRead(@Nullable Key before) {
        return before == null ? "attribute_not_exists(#pk)" : "#alias = :alias";
    }

    private static Map<String, AttributeValue> aliasAsRead(@Nullable Key before) {
        return before == null ? Map.of() : Map.of(":alias", Write.of(before.pk()));
    }

    private static Write withoutAlias(Key alias, String key) {
        return new Write.Delete(alias, "attribute_not_exists(#pk) OR #key = :key", Map.of(":key", Write.of(key)));
    }

    /// The alias of a registration that need not be readable otherwise, so that it can be replaced or removed.
    private static Key alias(Row row) {
        return Key.alias(row.text("alias"));
    }

    private static Key alias(Client client) {
        return switch (client) {
            case OidcClient _,CaepReceiver _ -> Key.clientId(client.clientId());
            case SamlClient sp -> Key.entityId(sp.entityId());
        };
    }

    private static Row row(Client client) {
        return Row.at(Key.client(client.key()))
                .text("alias", alias(client).pk())
                .text("json", ClientJson.json(client).print())
                .text("list", LIST)
                .text("list_at", client.key());
    }

    private static Client client(Row row) {
        return ClientJson.client(Json.parse(row.text("json")));
    }
}
