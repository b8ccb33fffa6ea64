package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.SealKeys;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;

/// Sealing keys in memory, one for each UTC day.
public final class InMemorySealKeys implements SealKeys {

    private final TreeMap<String, SealKey> keys = new TreeMap<>();
    private final SecureRandom random = new SecureRandom();

    @Override
    public synchronized SealKey current(Instant now) {
        return keys.computeIfAbsent(LocalDate.ofInstant(now, ZoneOffset.UTC).toString(), this::make);
    }

    @Override
    public synchronized Optional<SealKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    private SealKey make(String id) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return new SealKey(id, new SecretKeySpec(bytes, "AES"));
    }
}
