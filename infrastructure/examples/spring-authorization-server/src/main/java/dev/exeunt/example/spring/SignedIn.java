package dev.exeunt.example.spring;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The sessions of this identity provider by the ids that Exeunt knows. Those of one process: a provider of several keeps
/// them where it keeps its sessions.
final class SignedIn implements HttpSessionListener {

    private static final String ID = "exeunt.session";

    private final Map<String, HttpSession> sessions = new ConcurrentHashMap<>();

    void add(String id, HttpSession session) {
        session.setAttribute(ID, id);
        sessions.put(id, session);
    }

    /// The id of a session, or null for one in which nobody has signed in.
    static @Nullable String id(@Nullable HttpSession session) {
        return session == null ? null : (String) session.getAttribute(ID);
    }

    /// Ends one here, if it is here.
    void end(String id) {
        var session = sessions.remove(id);
        if (session != null) {
            try {
                session.invalidate();
            } catch (IllegalStateException _) {
                // Somebody was quicker.
            }
        }
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        sessions.values().removeIf(session -> session.getId().equals(event.getSession().getId()));
    }
}
