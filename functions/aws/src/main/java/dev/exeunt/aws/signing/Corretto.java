package dev.exeunt.aws.signing;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.util.Optional;

/// AmazonCorrettoCryptoProvider, where its native library loads: it signs RS256 more than twice and ES256 many times as
/// fast as the JDK, with keys that its own `KeyFactory` imported.
final class Corretto {

    private static final Optional<Provider> PROVIDER = load();

    private Corretto() {
    }

    /// Empty where it is not on the class path, or is there for another machine.
    static Optional<Provider> provider() {
        return PROVIDER;
    }

    private static Optional<Provider> load() {
        try {
            return Present.provider();
        } catch (LinkageError _) {
            return Optional.empty();
        }
    }

    /// The only class that links to it, so that its absence is an error that can be caught.
    private static final class Present {

        static Optional<Provider> provider() {
            var provider = AmazonCorrettoCryptoProvider.INSTANCE;
            return provider.getLoadingError() == null ? Optional.of(provider) : Optional.empty();
        }
    }
}
