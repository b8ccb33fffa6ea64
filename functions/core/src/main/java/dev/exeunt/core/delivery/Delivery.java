package dev.exeunt.core.delivery;

import dev.exeunt.core.session.OidcIdentity;

/// One server-to-server notice to one identity of one participant, as the plan holds it. Its number is its place in
/// the plan's list.
public sealed interface Delivery {

    /// Index into the plan's applications.
    int application();

    /// An OIDC logout token by back channel (Back-Channel Logout 2.5). The token itself is minted at each attempt.
    record LogoutToken(int application, OidcIdentity identity) implements Delivery {}
}
