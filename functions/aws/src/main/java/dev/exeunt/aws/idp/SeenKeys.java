package dev.exeunt.aws.idp;

import com.nimbusds.jose.jwk.JWK;
import java.time.Instant;
import java.util.List;

/// The memory, shared by all instances, of keys that the identity provider has published.
public interface SeenKeys {

    /// Everything that is remembered.
    List<SeenKey> load();

    /// Remembers that a key was published at this time.
    void remember(SeenKey seen);

    /// A public key, and when it was last seen published.
    record SeenKey(JWK key, Instant seenAt) {

        public SeenKey {
            if (key.isPrivate()) {
                throw new IllegalArgumentException("only public keys are remembered");
            }
        }
    }
}
