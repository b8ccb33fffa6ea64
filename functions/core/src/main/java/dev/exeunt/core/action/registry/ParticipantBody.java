package dev.exeunt.core.action.registry;

import dev.exeunt.core.Identifiers;
import dev.exeunt.core.Limits;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Members;
import java.util.Map;

/// The body with which a client joins a session.
final class ParticipantBody {

    private ParticipantBody() {
    }

    /// The identity that an OIDC client's ID token carries.
    ///
    /// @param issuer the deployment's, the only one there is
    static Checked<OidcIdentity> oidc(Map<String, Object> json, OidcClient client, String issuer) {
        var in = new Members(json);
        var iss = in.required("iss", Limits.URI);
        if (!iss.isEmpty() && !iss.equals(issuer)) {
            in.refuse("iss", "issuer", "must be the issuer of this deployment, to the letter");
        }
        var sub = in.required("sub", Limits.IDENTIFIER);
        var sid = in.text("sid", Limits.IDENTIFIER);
        if (sid != null && !Identifiers.isVisible(sid)) {
            in.refuse("sid", "vschar", "must be visible ASCII (Front-Channel Logout 1.0, 5)");
        }
        if (sid == null && !in.has("sid") && needsSid(client)) {
            in.refuse("sid", "session_required", "is missing, and this client is registered to be told it");
        }
        return in.result(() -> new OidcIdentity(iss, sub, sid));
    }

    private static boolean needsSid(OidcClient client) {
        var back = client.backChannel();
        var front = client.frontChannel();
        var onlySid = client.profile().subject() == OidcClient.Subject.SID;
        return back != null && (back.sessionRequired() || onlySid) || front != null && front.sessionRequired();
    }
}
