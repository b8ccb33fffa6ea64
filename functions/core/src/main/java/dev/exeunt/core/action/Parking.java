package dev.exeunt.core.action;

import java.time.Instant;
import java.util.Optional;

/// Requests that came without the cookie and wait for the browser to come again with it.
public interface Parking {

    /// Keeps a sealed request under the hash of a random name.
    void park(String hash, String sealed, Instant until);

    /// The request, if it is still kept. Reading does not remove it: a reload is harmless.
    Optional<String> read(String hash, Instant now);
}
