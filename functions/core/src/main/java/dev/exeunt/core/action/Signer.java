package dev.exeunt.core.action;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import java.util.List;
import java.util.Optional;

/// The keys that sign logout tokens. Private keys stay behind it.
public interface Signer {

    /// Every key's public part, with `kid`, `use` and `alg`: what `jwks_uri` publishes.
    List<JWK> publicKeys();

    /// The key that signs with this algorithm now, public part only; empty if none can.
    Optional<JWK> key(JWSAlgorithm algorithm);

    /// Whether [#sign] takes this one of the published keys: not where its private half has been taken away.
    boolean signs(JWK key);

    /// Signs a JWS signing input.
    ///
    /// @param key one that [#signs], with the algorithm that it names
    /// @return the signature as JOSE wants it (RFC 7518, 3: for ECDSA R and S, one after the other)
    byte[] sign(JWK key, JWSAlgorithm algorithm, byte[] signingInput);
}
