package dev.exeunt.local.lambda;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/// Tracing headers as Lambda makes them for an event that came without one.
final class Traces {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Traces() {
    }

    /// A new trace.
    static String begin() {
        return "Root=1-%08x-%s;Parent=%s;Sampled=1".formatted(Instant.now().getEpochSecond(), random(12), random(8));
    }

    private static String random(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
