package dev.exeunt.aws.table;

import dev.exeunt.core.session.NameId;
import dev.exeunt.core.session.SamlIdentity;

/// Who somebody is to a SAML service provider, as JSON: what was absent stays absent.
final class IdentityJson {

    private IdentityJson() {
    }

    static Json json(SamlIdentity identity) {
        var name = identity.nameId();
        return new Json().put("value", name.value())
                .put("format", name.format())
                .put("name_qualifier", name.nameQualifier())
                .put("sp_name_qualifier", name.spNameQualifier())
                .put("sp_provided_id", name.spProvidedId())
                .put("session_index", identity.sessionIndex());
    }

    static SamlIdentity saml(Json json) {
        var name = new NameId(json.text("value"), json.textOrNull("format"), json.textOrNull("name_qualifier"),
                json.textOrNull("sp_name_qualifier"), json.textOrNull("sp_provided_id"));
        return new SamlIdentity(name, json.textOrNull("session_index"));
    }
}
