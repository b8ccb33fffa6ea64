package dev.exeunt.core.action.registry;

import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Outages;

import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.ClientJson;
import dev.exeunt.core.client.ClientMetadata;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Registers applications, shows them, and forgets them: `/clients`.
public final class RegisterClients {

    private static final int PAGE = 50;

    private final Clients clients;
    private final Outages outages;
    private final ClientMetadata metadata;
    private final InstantSource time;

    /// @param time tells whether a service provider's metadata is over
    public RegisterClients(Clients clients, Outages outages, ClientMetadata metadata, InstantSource time) {
        this.clients = clients;
        this.outages = outages;
        this.metadata = metadata;
        this.time = time;
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

    /// As [#put], of the SAML metadata of a service provider, with what only we ask in the query; 415 where no SAML is
    /// spoken.
    ///
    /// @param key has been checked
    public WebAnswer putMetadata(String key, byte[] xml, Parameters query) {
        if (!metadata.speaksSaml()) {
            return WebAnswer.problem(Problem.of(415, "unsupported_media_type",
                    "This deployment does not speak SAML yet; send application/json."));
        }
        return switch (SamlRegistration.read(xml, query, time.instant())) {
            case Checked.Bad<Map<String, Object>> bad -> WebAnswer.problem(bad.problem());
            case Checked.Good<Map<String, Object>> good -> put(key, good.value());
        };
    }

    private WebAnswer put(Client client) {
        return switch (clients.put(client)) {
            case Clients.Put.Created _ -> WebAnswer.json(201, ClientJson.of(client));
            case Clients.Put.Replaced _ -> {
                // What was down may be elsewhere now.
                outages.read(client.key()).ifPresent(outage -> outages.change(client.key(), outage, null));
                yield WebAnswer.json(200, ClientJson.of(client));
            }
            case Clients.Put.Taken _ -> WebAnswer.problem(taken(client));
        };
    }

    private static Problem taken(Client client) {
        var field = switch (client) {
            case OidcClient _,CaepReceiver _ -> "client_id";
            case SamlClient _ -> "entity_id";
        };
        return new Problem(409, field + "_taken", "Another client is registered with this " + field + ".", field,
                "unique",
                Map.of());
    }

    /// 200 with the metadata, and `down` where nothing is sent to it at the moment; or 404.
    public WebAnswer get(String key) {
        return switch (clients.read(List.of(key)).get(key)) {
            case null -> WebAnswer.problem(SessionProblems.unknownClient());
            case Client client -> WebAnswer.json(200, withOutage(client));
        };
    }

    private Map<String, Object> withOutage(Client client) {
        var json = new LinkedHashMap<>(ClientJson.of(client));
        outages.read(client.key()).ifPresent(outage -> json.put("down", Map.of("since", outage.since().toString(),
                "until", outage.until().toString(), "probes", outage.probes())));
        return json;
    }

    /// 204, or 404. Sessions that it has joined go on; their notices to it fail, and say why.
    public WebAnswer delete(String key) {
        return clients.delete(key) ? WebAnswer.empty(204) : WebAnswer.problem(SessionProblems.unknownClient());
    }

    /// 200 with a page of them, by key; without those whose registration cannot be read.
    public WebAnswer list(Parameters query) {
        return switch (ListPage.after(query)) {
            case Checked.Bad<Optional<String>> bad -> WebAnswer.problem(bad.problem());
            case Checked.Good<Optional<String>> good -> page(good.value());
        };
    }

    private WebAnswer page(Optional<String> after) {
        var keys = clients.list(after.orElse(null), PAGE + 1);
        var shown = keys.stream().limit(PAGE).toList();
        var found = clients.registered(shown).clients();
        var items = shown.stream()
                .flatMap(key -> Stream.ofNullable(found.get(key)))
                .map(ClientJson::of)
                .toList();
        return ListPage.answer(keys, PAGE, items);
    }
}
