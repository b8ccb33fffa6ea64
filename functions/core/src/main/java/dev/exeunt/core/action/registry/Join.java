package dev.exeunt.core.action.registry;

import dev.exeunt.core.action.Clients;

import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.session.Identity;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.WebAnswer;
import java.util.List;
import java.util.Map;

/// A client joins a session: `PUT /sessions/{session}/participants/{client_id}`. Asked whenever tokens are about to be
/// issued; whatever it does not answer with success must issue none.
public final class Join {

    private final ChangeSession changes;
    private final Clients clients;
    private final String issuer;

    /// @param issuer the deployment's, the only one there is
    public Join(ChangeSession changes, Clients clients, String issuer) {
        this.changes = changes;
        this.clients = clients;
        this.issuer = issuer;
    }

    /// 201 if the client is new in the session, 200 if it was there (nothing is written if it was there with this
    /// identity); 404 for an unknown session or client; 409 if the session is over, a limit is crossed, or the `sid`
    /// finds another living session.
    ///
    /// @param session an id that has been checked
    /// @param key     the client's, checked too
    public WebAnswer join(String session, String key, Map<String, Object> json) {
        return switch (clients.read(List.of(key)).get(key)) {
            case null -> WebAnswer.problem(SessionProblems.unknownClient());
            case OidcClient client -> join(session, client, ParticipantBody.oidc(json, client, issuer));
            case SamlClient sp -> join(session, sp, ParticipantBody.saml(json));
            case CaepReceiver receiver -> join(session, receiver, ParticipantBody.caep(json, receiver, issuer));
        };
    }

    private WebAnswer join(String session, Client client, Checked<? extends Identity> identity) {
        return switch (identity) {
            case Checked.Bad<? extends Identity> bad -> WebAnswer.problem(bad.problem());
            case Checked.Good<? extends Identity> good -> {
                var joining = new Joining(client.key(), good.value());
                yield changes.change(session, joining::decide);
            }
        };
    }
}
