package dev.exeunt.core.delivery;

import dev.exeunt.core.session.CaepIdentity;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.core.session.SamlIdentity;

/// One server-to-server notice to one identity of one participant, as the plan holds it. Its number is its place in
/// the plan's list.
public sealed interface Delivery {

    /// The index of no application: the notice is for the identity provider itself.
    int IDP = -1;

    /// Index into the plan's applications, or [#IDP].
    int application();

    /// An OIDC logout token by back channel (Back-Channel Logout 2.5). The token itself is minted at each attempt.
    record LogoutToken(int application, OidcIdentity identity) implements Delivery {}

    /// A SAML LogoutRequest from us to a service provider, without a browser (SAML Core 2.0, 3.7.1). The message itself is
    /// made at each attempt.
    record SamlLogoutRequest(int application, SamlIdentity identity) implements Delivery {}

    /// A security event for a receiver (CAEP `session-revoked`, pushed by RFC 8935). The token itself is minted at each
    /// attempt.
    record SecurityEvent(int application, CaepIdentity identity) implements Delivery {}

    /// The news for the identity provider that the session has ended (CAEP `session-revoked`).
    record SessionRevoked() implements Delivery {

        @Override
        public int application() {
            return IDP;
        }
    }
}
