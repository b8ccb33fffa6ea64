package dev.exeunt.acceptance.packaged;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.Random;

/// The random numbers of a process that is restored from a snapshot, and what they are for another process restored from
/// the same one: the same until the restoration, their own afterwards. So two processes are to each other what two
/// restorations of one snapshot are, for everything that was drawn before it.
///
/// It is put first among the security providers of a packaged function, and knows that the restoration has come when the
/// file exists that the system property `exeunt.restored` names.
public final class SameUntilRestored extends Provider {

    private static final long serialVersionUID = 1L;

    /// For the list of providers.
    public SameUntilRestored() {
        super("SameUntilRestored", "1", "the same numbers in every process, until it is restored");
        put("SecureRandom.SameUntilRestored", Numbers.class.getName());
    }

    /// The numbers.
    public static final class Numbers extends SecureRandomSpi {

        private static final long serialVersionUID = 1L;

        private final Random same = new Random(42);

        @Override
        protected void engineNextBytes(byte[] bytes) {
            if (Files.exists(Path.of(System.getProperty("exeunt.restored")))) {
                own().nextBytes(bytes);
            } else {
                same.nextBytes(bytes);
            }
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            var seed = new byte[count];
            engineNextBytes(seed);
            return seed;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // More would make no difference.
        }

        private static SecureRandom own() {
            try {
                return SecureRandom.getInstance("NativePRNG");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
