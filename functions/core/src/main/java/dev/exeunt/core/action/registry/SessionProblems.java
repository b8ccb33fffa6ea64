package dev.exeunt.core.action.registry;

import dev.exeunt.core.session.Session;
import dev.exeunt.core.session.Session.Life;
import dev.exeunt.core.web.Problem;
import java.util.Map;

/// What the registry answers where a session, a client or a logout is not as the caller thinks.
final class SessionProblems {

    private SessionProblems() {
    }

    static Problem unknownSession() {
        return Problem.of(404, "unknown_session", "There is no such session.");
    }

    static Problem unknownClient() {
        return Problem.of(404, "unknown_client", "There is no such client.");
    }

    /// Nothing may be added to a session that is over: the IdP must issue no tokens for it.
    static Problem ended(Session session) {
        return over(409, session);
    }

    /// All sessions of the user are being ended, this one among them.
    static Problem barred() {
        return new Problem(409, "session_ended", "All sessions of the user that began before are being ended.", null,
                "user_barred", Map.of());
    }

    /// The session that was asked for is over.
    static Problem gone(Session session) {
        return over(410, session);
    }

    /// A bound of the system.
    static Problem limit(String rule, String detail) {
        return conflict("limit_exceeded", rule, detail);
    }

    /// A living thing in the way.
    static Problem conflict(String code, String rule, String detail) {
        return new Problem(409, code, detail, null, rule, Map.of());
    }

    /// Others kept writing.
    static Problem busy() {
        return Problem.of(503, "busy", "The session kept changing; nothing was written. Try again.");
    }

    private static Problem over(int status, Session session) {
        var problem = Problem.of(status, "session_ended", "The session has ended.");
        return switch (session.life()) {
            case Life.Ended ended -> problem.with("ref", ended.ref());
            // Past its time, and not swept yet: there is no logout to name.
            case Life.Living _ -> problem;
        };
    }
}
