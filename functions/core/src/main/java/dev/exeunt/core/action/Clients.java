package dev.exeunt.core.action;

import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.SamlClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where clients are registered. All reads are of what is registered now, except [#list], which may lag.
public interface Clients {

    /// Those of the keys that are registered.
    ///
    /// @throws RuntimeException if the registration of one of them cannot be read
    Map<String, Client> read(Collection<String> keys);

    /// The same for who must go on without those whose registration cannot be read.
    Registered registered(Collection<String> keys);

    /// The client whose `client_id` this is.
    Optional<Client> byClientId(String clientId);

    /// The service provider whose entityID this is.
    Optional<SamlClient> byEntityId(String entityId);

    /// Registers, or replaces the whole.
    Put put(Client client);

    /// Removes a registration.
    ///
    /// @return false if there was none
    boolean delete(String key);

    /// Keys in order, for listing.
    ///
    /// @param after the last key of the page before, or null for the first page
    List<String> list(@Nullable String after, int limit);

    /// What is registered.
    ///
    /// @param unreadable keys of registrations that are there but make no sense here, such as those that a later version
    ///                   wrote before it was taken back
    record Registered(Map<String, Client> clients, Set<String> unreadable) {

        public Registered {
            clients = Map.copyOf(clients);
            unreadable = Set.copyOf(unreadable);
        }
    }

    /// What became of a registration.
    sealed interface Put {

        /// It is new.
        record Created() implements Put {}

        /// It took the place of another.
        record Replaced() implements Put {}

        /// Another key has this `client_id`, or this entityID.
        record Taken(String byKey) implements Put {}
    }
}
