package dev.exeunt.core.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How one OIDC client knows the user of a session: exactly what stood in its ID token.
///
/// @param iss the issuer, ours
/// @param sub the subject, as this client sees it (it may be pairwise)
/// @param sid the session id of this client's ID token, or null if the token had none
public record OidcIdentity(String iss, String sub, @Nullable String sid) implements Identity {

    @Override
    public Optional<Handle> handle(String client) {
        return Optional.ofNullable(sid).map(known -> new Handle.Sid(iss, client, known));
    }
}
