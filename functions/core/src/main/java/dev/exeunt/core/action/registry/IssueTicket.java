package dev.exeunt.core.action.registry;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.Tickets;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.SignIns;
import dev.exeunt.core.web.WebAnswer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;

/// Makes a ticket for an IdP whose cookie never reaches us: `POST /sessions/{session}/tickets`.
public final class IssueTicket {

    private static final int BYTES = 32;

    private final Sessions sessions;
    private final Tickets tickets;
    private final InstantSource time;
    private final SecureRandom random;

    public IssueTicket(Sessions sessions, Tickets tickets, InstantSource time, SecureRandom random) {
        this.sessions = sessions;
        this.tickets = tickets;
        this.time = time;
        this.random = random;
    }

    /// 201 with the URL to send the browser to within [Limits#TICKET]; 404 for an unknown session, 410 for one that is
    /// over.
    ///
    /// @param baseUrl of our public URLs
    public WebAnswer issue(String session, String baseUrl) {
        var now = time.instant();
        var found = sessions.read(session).map(SignIns::session);
        if (found.isEmpty()) {
            return WebAnswer.problem(SessionProblems.unknownSession());
        }
        if (!found.get().isOpen(now)) {
            return WebAnswer.problem(SessionProblems.gone(found.get()));
        }
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        tickets.issue(CookieHash.of(secret), new Tickets.Ticket(session, now.plus(Limits.TICKET), false));
        return WebAnswer.json(201, Map.of("url", baseUrl + "/logout?ticket=" + secret));
    }
}
