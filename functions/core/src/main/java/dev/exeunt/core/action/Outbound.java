package dev.exeunt.core.action;

import dev.exeunt.core.delivery.Outcome;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Calls to applications, guarded: nothing leaves for an address that the deployment does not allow.
public interface Outbound {

    /// Posts once. Never throws for what the other side does, never follows a redirect, and is over within the time-out.
    Outcome post(Notice notice);

    /// Gets a small document once, under the same guard and bounds. What can only post has nothing to get by.
    ///
    /// @param uri     where, as registered
    /// @param timeout for the whole call
    default Fetched get(String uri, Duration timeout) {
        return new Fetched.Failed(new Outcome.Refused("nothing can be fetched here"));
    }

    /// Posts once, as [#post] does, for whoever needs the answer itself: nobody else gets to see it. What can only post has
    /// none to give.
    default Reply call(Notice notice) {
        return new Reply.Failed(new Outcome.Refused("no answer can be read here"));
    }

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

    /// What came of posting something whose answer is read.
    sealed interface Reply {

        /// It answered, whatever it says.
        ///
        /// @param answered what is kept of it
        /// @param location where it would send a browser, or null
        /// @param body     the first [dev.exeunt.core.Limits#SAML_ANSWER] bytes, as far as they came
        record Answer(Outcome.Answered answered, @Nullable String location, byte[] body) implements Reply {

            /// The status alone.
            @Override
            public String toString() {
                return "Answer[" + answered.status() + "]";
            }
        }

        /// None.
        record Failed(Outcome outcome) implements Reply {}
    }

    /// What came of fetching something.
    sealed interface Fetched {

        /// A 200 with a body no larger than [dev.exeunt.core.Limits#CLIENT_JWKS_BODY].
        record Document(String body) implements Fetched {}

        /// Another answer, or none.
        record Failed(Outcome outcome) implements Fetched {}
    }
}
