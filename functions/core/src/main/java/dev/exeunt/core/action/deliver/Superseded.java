package dev.exeunt.core.action.deliver;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.client.CaepReceiver;
import dev.exeunt.core.client.Client;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.oidc.LogoutToken;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.Identity;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.Participant;
import dev.exeunt.core.session.SamlIdentity;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells a notice that would hit somebody who has come back. A notice that names a `sid` ends that session there; one
/// without ends all of the user's sessions there (Back-Channel Logout 2.4), the new ones too.
///
/// A user's sessions are looked through up to [Limits#SESSIONS_LOOKED_THROUGH]. Where there are more, and none among those,
/// the notice is sent: to end too much costs a sign-in, to end too little leaves somebody signed in who has left.
final class Superseded {

    private static final int PAGE = 50;

    private final Sessions sessions;
    private final InstantSource time;

    Superseded(Sessions sessions, InstantSource time) {
        this.sessions = sessions;
        this.time = time;
    }

    /// Why this logout token must not be sent any more, if it must not.
    Optional<String> why(Logout logout, OidcClient client, OidcIdentity identity) {
        var sid = LogoutToken.subjectOf(client.profile().subject(), identity).sid();
        return why(logout, client, identity, sid != null);
    }

    /// Why this LogoutRequest must not be sent any more, if it must not: one without a `SessionIndex` ends all of the
    /// user's sessions there (SAML Core 2.0, 3.7.3.1).
    Optional<String> why(Logout logout, SamlClient client, SamlIdentity identity) {
        return why(logout, client, identity, identity.sessionIndex() != null);
    }

    /// Why this event must not be sent any more, if it must not: one about the user alone covers all of their sessions
    /// (SSF 1.0, 3).
    Optional<String> why(Logout logout, CaepReceiver receiver, CaepIdentity identity) {
        return why(logout, receiver, identity, receiver.subject().namesSession());
    }

    private Optional<String> why(Logout logout, Client client, Identity identity, boolean namesSession) {
        if (!namesSession) {
            return holdsElsewhere(logout.user(), client)
                    ? Optional.of(
                            "the user is signed in there in another session, and the notice would end that too")
                    : Optional.empty();
        }
        var back = logout.client() != null && sessions.read(logout.session())
                .filter(session -> session.session().isOpen(time.instant()))
                .filter(session -> holds(session.here(), client, identity))
                .isPresent();
        return back ? Optional.of("the user has come back to this application") : Optional.empty();
    }

    private boolean holdsElsewhere(String user, Client client) {
        @Nullable
        String after = null;
        for (int looked = 0; looked < Limits.SESSIONS_LOOKED_THROUGH; looked += PAGE) {
            var page = sessions.ofUser(user, after, PAGE);
            if (!page.isEmpty() && !sessions.holding(page, client.key(), time.instant()).isEmpty()) {
                return true;
            }
            if (page.size() < PAGE) {
                return false;
            }
            after = page.getLast();
        }
        return false;
    }

    private static boolean holds(List<Participant> here, Client client, Identity identity) {
        return here.stream()
                .filter(participant -> participant.client().equals(client.key()))
                .anyMatch(participant -> participant.identities().contains(identity));
    }
}
