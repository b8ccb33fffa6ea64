package dev.exeunt.core.action.registry;

import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.Identity;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.SamlIdentity;
import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.SignIns;
import dev.exeunt.core.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sessions and participants as the registry shows them.
final class SessionJson {

    private SessionJson() {
    }

    /// A session with those that are in it.
    static Map<String, Object> of(Session session, Collection<Participant> participants) {
        var json = new LinkedHashMap<String, Object>();
        json.put("session", session.id());
        json.put("user", session.user());
        json.put("expires_at", session.expiresAt().toString());
        json.put("participants",
                participants.stream().filter(Participant::isHere).map(SessionJson::of).toList());
        return json;
    }

    /// A session with those that are in it.
    static Map<String, Object> of(SignIns signIns) {
        return of(signIns.session(), signIns.participants());
    }

    /// One participant.
    static Map<String, Object> of(Participant participant) {
        var json = new LinkedHashMap<String, Object>();
        json.put("client_id", participant.client());
        json.put("identities", participant.identities().stream().map(SessionJson::identity).toList());
        return json;
    }

    /// How many bytes participants take as JSON: what the limit of a session counts.
    static int bytes(Collection<Participant> participants) {
        return participants.stream().mapToInt(one -> Json.write(of(one)).getBytes(StandardCharsets.UTF_8).length).sum();
    }

    private static Map<String, Object> identity(Identity identity) {
        var json = new LinkedHashMap<String, Object>();
        switch (identity) {
            case OidcIdentity oidc -> {
                json.put("iss", oidc.iss());
                json.put("sub", oidc.sub());
                putIfThere(json, "sid", oidc.sid());
            }
            case SamlIdentity saml -> {
                json.put("name_id", nameId(saml.nameId()));
                putIfThere(json, "session_index", saml.sessionIndex());
            }
            case CaepIdentity caep -> {
                json.put("iss", caep.iss());
                json.put("sub", caep.sub());
                putIfThere(json, "sid", caep.sid());
                putIfThere(json, "email", caep.email());
            }
        }
        return json;
    }

    private static Map<String, Object> nameId(NameId name) {
        var json = new LinkedHashMap<String, Object>();
        json.put("value", name.value());
        putIfThere(json, "format", name.format());
        putIfThere(json, "name_qualifier", name.nameQualifier());
        putIfThere(json, "sp_name_qualifier", name.spNameQualifier());
        putIfThere(json, "sp_provided_id", name.spProvidedId());
        return json;
    }

    private static void putIfThere(Map<String, Object> json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
