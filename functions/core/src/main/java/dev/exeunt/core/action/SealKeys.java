package dev.exeunt.core.action;

import java.time.Instant;
import java.util.Optional;
import javax.crypto.SecretKey;

/// Secret keys, shared by all instances, that seal what travels through the browser. They change by the day.
public interface SealKeys {

    /// The key of this time; made if it is the first time that it is asked for.
    SealKey current(Instant now);

    /// An earlier key, as long as something sealed with it may still be open.
    Optional<SealKey> find(String id);

    /// @param key 256 bits, for AES
    record SealKey(String id, SecretKey key) {}
}
