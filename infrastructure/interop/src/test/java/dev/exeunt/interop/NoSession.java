package dev.exeunt.interop;

import java.util.Optional;
import org.pac4j.core.context.WebContext;
import org.pac4j.core.context.session.SessionStore;

/// The session of a caller that has none: a notice comes from a server without cookies.
final class NoSession implements SessionStore {

    @Override
    public Optional<String> getSessionId(WebContext context, boolean create) {
        return Optional.empty();
    }

    @Override
    public Optional<Object> get(WebContext context, String key) {
        return Optional.empty();
    }

    @Override
    public void set(WebContext context, String key, Object value) {
        // It will not come back.
    }

    @Override
    public boolean destroySession(WebContext context) {
        return false;
    }

    @Override
    public Optional<Object> getTrackableSession(WebContext context) {
        return Optional.empty();
    }

    @Override
    public Optional<SessionStore> buildFromTrackableSession(WebContext context, Object session) {
        return Optional.empty();
    }

    @Override
    public boolean renewSession(WebContext context) {
        return false;
    }
}
