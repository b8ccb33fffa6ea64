package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.Tickets;
import dev.exeunt.core.session.CookieHash;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Tickets in memory.
public final class InMemoryTickets implements Tickets {

    private final Map<CookieHash, Ticket> tickets = new HashMap<>();

    @Override
    public synchronized void issue(CookieHash hash, Ticket ticket) {
        tickets.put(hash, ticket);
    }

    @Override
    public synchronized Optional<Ticket> read(CookieHash hash) {
        return Optional.ofNullable(tickets.get(hash));
    }

    @Override
    public synchronized void use(CookieHash hash) {
        tickets.computeIfPresent(hash, (_, ticket) -> new Ticket(ticket.session(), ticket.expiresAt(), true));
    }
}
