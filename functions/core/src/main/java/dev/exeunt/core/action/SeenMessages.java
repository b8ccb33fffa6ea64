package dev.exeunt.core.action;

import java.time.Instant;
import java.util.Optional;

/// Which messages from outside were acted upon, so that one that comes again does nothing new.
public interface SeenMessages {

    /// Notes that this message is being acted upon, unless it was before: of any number of calls for one message, also at
    /// the same time, one alone is the first.
    ///
    /// @param issuer who sent it, proven
    /// @param id     its ID, which an issuer uses once
    /// @param now    the time
    /// @param until  when it would be refused as too old, and may be forgotten
    /// @return when it was first acted upon; empty if that is now
    Optional<Instant> note(String issuer, String id, Instant now, Instant until);
}
