package dev.exeunt.core.action;

import dev.exeunt.core.session.CookieHash;
import java.time.Instant;
import java.util.Optional;

/// Tickets: how an IdP on another domain proves whose browser it sends us.
public interface Tickets {

    /// Keeps a new ticket, by its hash.
    void issue(CookieHash hash, Ticket ticket);

    /// The ticket with this hash, used or not, read consistently.
    Optional<Ticket> read(CookieHash hash);

    /// Marks it used. Harmless when repeated.
    void use(CookieHash hash);

    /// @param session   the session it speaks for
    /// @param expiresAt until when a browser may arrive with it
    /// @param used      whether it has ended something
    record Ticket(String session, Instant expiresAt, boolean used) {}
}
