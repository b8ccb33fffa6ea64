package dev.exeunt.core.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who a participant is to a SAML service provider (SAML Core 2.0, 3.7.1).
///
/// @param nameId       the name identifier of the assertion, all five fields of it
/// @param sessionIndex `SessionIndex` of the authentication statement, or null if there was none
public record SamlIdentity(NameId nameId, @Nullable String sessionIndex) implements Identity {

    /// Content and SessionIndex: a request may leave out the attributes. Without a SessionIndex nothing finds the session,
    /// for a persistent NameID is the same in all of a user's.
    @Override
    public Optional<Handle> handle(String client) {
        return Optional.ofNullable(sessionIndex).map(index -> new Handle.Saml(client, nameId.value(), index));
    }
}
