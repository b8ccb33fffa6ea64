package dev.exeunt.core.session;

import java.util.Optional;

/// How one client knows the user of a session.
public sealed interface Identity permits OidcIdentity, SamlIdentity, CaepIdentity {

    /// What arrives from outside and finds the session by this identity, if anything does.
    ///
    /// @param client the registry's key of the client that knows the user so
    Optional<Handle> handle(String client);
}
