package dev.exeunt.core.action;

import dev.exeunt.core.delivery.Outcome;
import java.time.Duration;
import java.util.Map;

/// Calls to applications, guarded: nothing leaves for an address that the deployment does not allow.
public interface Outbound {

    /// Posts once. Never throws for what the other side does, never follows a redirect, and is over within the time-out.
    Outcome post(Notice notice);

    /// @param uri         where, as registered
    /// @param contentType of the body
    /// @param body        the whole body
    /// @param headers     more headers
    /// @param timeout     for the whole call
    record Notice(String uri, String contentType, String body, Map<String, String> headers, Duration timeout) {

        public Notice {
            headers = Map.copyOf(headers);
        }

        /// The address alone: the body is a secret.
        @Override
        public String toString() {
            return "Notice[" + uri + "]";
        }
    }
}
