package dev.exeunt.acceptance.crash;

import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes `new SecureRandom()` answer what a seed says, on the threads of one world; everywhere else it is as secure as it
/// ever was. So names, pauses and spreads of waits are the same when a seed is played again.
final class Chance {

    private static final String PROVIDER = "exeunt-chance";
    /// Threads that a world starts are its own too.
    private static final InheritableThreadLocal<@Nullable Random> RANDOM = new InheritableThreadLocal<>();

    private Chance() {
    }

    static void install() {
        Security.insertProviderAt(new Seeded(), 1);
    }

    static void remove() {
        Security.removeProvider(PROVIDER);
    }

    /// Does something in a world of this seed.
    static <T> T of(long seed, Supplier<T> world) {
        RANDOM.set(new Random(seed));
        try {
            return world.get();
        } finally {
            RANDOM.remove();
        }
    }

    private static final class Seeded extends Provider {

        private static final long serialVersionUID = 1;

        Seeded() {
            super(PROVIDER, "1", "seeded random numbers for tests");
            putService(new Service(this, "SecureRandom", "Seeded", Spi.class.getName(), null,
                    Map.of("ThreadSafe", "true")) {
                @Override
                public Object newInstance(@Nullable Object parameter) {
                    return new Spi();
                }
            });
        }
    }

    private static final class Spi extends SecureRandomSpi {

        private static final long serialVersionUID = 1;
        private static final SecureRandom REAL = real();

        private static SecureRandom real() {
            try {
                return SecureRandom.getInstance("DRBG");
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new AssertionError("every JDK has DRBG", e);
            }
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // The seed of the world stays.
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            var random = RANDOM.get();
            if (random == null) {
                REAL.nextBytes(bytes);
            } else {
                random.nextBytes(bytes);
            }
        }

        @Override
        protected byte[] engineGenerateSeed(int bytes) {
            return REAL.generateSeed(bytes);
        }
    }
}
