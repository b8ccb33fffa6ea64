package dev.exeunt.core.action.registry;

import dev.exeunt.core.action.Clients;

import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.ClientJson;
import dev.exeunt.core.client.ClientMetadata;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Registers applications, shows them, and forgets them: `/clients`.
public final class RegisterClients {

    private static final int PAGE = 50;

    private final Clients clients;
    private final ClientMetadata metadata;

    public RegisterClients(Clients clients, ClientMetadata metadata) {
        this.clients = clients;
        this.metadata = metadata;
    }

    /// 201 if it is new, 200 if it took the place of another; 400 with the first rule it breaks; 409 if another key has
    /// its `client_id`.
    ///
    /// @param key has been checked
    public WebAnswer put(String key, Map<String, Object> json) {
        return switch (metadata.read(key, json)) {
            case Checked.Bad<Client> bad -> WebAnswer.problem(bad.problem());
            case Checked.Good<Client> good -> put(good.value());
        };
    }

    private WebAnswer put(Client client) {
        return switch (clients.put(client)) {
            case Clients.Put.Created _ -> WebAnswer.json(201, ClientJson.of(client));
            case Clients.Put.Replaced _ -> WebAnswer.json(200, ClientJson.of(client));
            case Clients.Put.Taken _ -> WebAnswer.problem(new Problem(409, "client_id_taken",
                    "Another client is registered with this client_id.", "client_id", "unique", Map.of()));
        };
    }

    /// 200 with the metadata, or 404.
    public WebAnswer get(String key) {
        return switch (clients.read(List.of(key)).get(key)) {
            case null -> WebAnswer.problem(SessionProblems.unknownClient());
            case Client client -> WebAnswer.json(200, ClientJson.of(client));
        };
    }

    /// 204, or 404. Sessions that it has joined go on; their notices to it fail, and say why.
    public WebAnswer delete(String key) {
        return clients.delete(key) ? WebAnswer.empty(204) : WebAnswer.problem(SessionProblems.unknownClient());
    }

    /// 200 with a page of them, by key.
    public WebAnswer list(Parameters query) {
        return switch (ListPage.after(query)) {
            case Checked.Bad<Optional<String>> bad -> WebAnswer.problem(bad.problem());
            case Checked.Good<Optional<String>> good -> page(good.value());
        };
    }

    private WebAnswer page(Optional<String> after) {
        var keys = clients.list(after.orElse(null), PAGE + 1);
        var shown = keys.stream().limit(PAGE).toList();
        var found = clients.read(shown);
        var items = shown.stream()
                .flatMap(key -> Stream.ofNullable(found.get(key)))
                .map(ClientJson::of)
                .toList();
        return ListPage.answer(keys, PAGE, items);
    }
}
