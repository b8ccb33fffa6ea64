package dev.exeunt.aws.table;

import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.Participant.Presence;
import dev.exeunt.core.session.SamlIdentity;

/// A participant as a row beside its session.
final class ParticipantRows {

    private ParticipantRows() {
    }

    static Row row(String session, Participant participant) {
        var row = Row.at(Key.participant(session, participant.client())).time("joined_at", participant.joinedAt());
        switch (participant) {
            case Participant.Oidc oidc -> row.text("kind", "oidc")
                    .maps("identities", oidc.identities().stream().map(ParticipantRows::row).toList());
            case Participant.Saml saml -> row.text("kind", "saml")
                    .maps("identities", saml.identities().stream().map(ParticipantRows::row).toList());
            case Participant.Caep caep -> row.text("kind", "caep")
                    .maps("identities", caep.identities().stream().map(ParticipantRows::row).toList());
        }
        return switch (participant.presence()) {
            case Presence.Here _ -> row;
            case Presence.Left(var ref, var at) -> row.text("left_ref", ref).time("left_at", at);
        };
    }

    private static Row row(OidcIdentity identity) {
        return Row.map().text("iss", identity.iss()).text("sub", identity.sub()).text("sid", identity.sid());
    }

    private static Row row(SamlIdentity identity) {
        var name = identity.nameId();
        return Row.map().text("value", name.value())
                .text("format", name.format())
                .text("name_qualifier", name.nameQualifier())
                .text("sp_name_qualifier", name.spNameQualifier())
                .text("sp_provided_id", name.spProvidedId())
                .text("session_index", identity.sessionIndex());
    }

    private static SamlIdentity samlIdentity(Row row) {
        var name = new NameId(row.text("value"), row.textOrNull("format"), row.textOrNull("name_qualifier"),
                row.textOrNull("sp_name_qualifier"), row.textOrNull("sp_provided_id"));
        return new SamlIdentity(name, row.textOrNull("session_index"));
    }

    private static Row row(CaepIdentity identity) {
        return Row.map().text("iss", identity.iss()).text("sub", identity.sub()).text("sid", identity.sid())
                .text("email", identity.email());
    }

    static Participant participant(Row row) {
        return switch (row.text("kind")) {
            case "oidc" -> new Participant.Oidc(row.key().part(),
                    row.maps("identities").stream().map(ParticipantRows::identity).toList(),
                    row.time("joined_at"), presence(row));
            case "saml" -> new Participant.Saml(row.key().part(),
                    row.maps("identities").stream().map(ParticipantRows::samlIdentity).toList(),
                    row.time("joined_at"), presence(row));
            case "caep" -> new Participant.Caep(row.key().part(),
                    row.maps("identities").stream().map(ParticipantRows::caepIdentity).toList(),
                    row.time("joined_at"), presence(row));
            default -> throw new IllegalStateException("a participant of kind " + row.text("kind"));
        };
    }

    private static OidcIdentity identity(Row row) {
        return new OidcIdentity(row.text("iss"), row.text("sub"), row.textOrNull("sid"));
    }

    private static CaepIdentity caepIdentity(Row row) {
        return new CaepIdentity(row.text("iss"), row.text("sub"), row.textOrNull("sid"), row.textOrNull("email"));
    }

    private static Presence presence(Row row) {
        return row.has("left_ref")
                ? new Presence.Left(row.text("left_ref"), row.time("left_at"))
                : new Presence.Here();
    }
}
