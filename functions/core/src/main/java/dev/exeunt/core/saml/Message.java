package dev.exeunt.core.saml;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message of the Single Logout protocol (SAML Core 2.0, 3.7).
public sealed interface Message permits LogoutRequest, LogoutResponse {

    /// What every message begins with.
    Head head();

    /// The element, unsigned.
    Tag xml();

    /// The parameter that carries it (SAML Bindings 2.0, 3.4.4).
    default String parameter() {
        return switch (this) {
            case LogoutRequest _ -> Arrived.Kind.REQUEST.parameter();
            case LogoutResponse _ -> Arrived.Kind.RESPONSE.parameter();
        };
    }

    /// What every message begins with (SAML Core 2.0, 3.2.1 and 3.2.2).
    ///
    /// @param id           an XML name that nobody can guess and that is never used again: `_` and 160 random bits in
    ///                     hexadecimal digits
    /// @param issueInstant written to the millisecond
    /// @param destination  the URL it is sent to; null only where it travels by SOAP
    /// @param issuer       the entity id of the sender
    record Head(String id, Instant issueInstant, @Nullable String destination, String issuer) {}
}
