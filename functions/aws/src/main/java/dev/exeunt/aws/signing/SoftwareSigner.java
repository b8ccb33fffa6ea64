package dev.exeunt.aws.signing;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import dev.exeunt.core.action.Signer;
import java.security.Provider;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Signs with private keys in memory, given as a JWK set (RFC 7517): RSA of 2048 bits or more, EC on P-256, P-384 or
/// P-521, and Ed25519. One key has one algorithm (RFC 8725, 3.1): its `alg`; without one, RS256 for RSA, the curve's for
/// EC, EdDSA for Ed25519.
///
/// The first key of each algorithm that has its private part signs; all are published, those without a private part too,
/// so that a key that signs no longer can be shown until the last token it signed has been read.
public final class SoftwareSigner implements Signer {

    private final List<JWK> published;
    private final List<SoftwareKey> keys;

    /// Reads a JWK set.
    ///
    /// @throws IllegalArgumentException if it is none, or has a key that cannot sign logout tokens (a symmetric one, one
    ///         for encryption, a weak one, one whose halves do not belong together), or two keys with one `kid`, or no
    ///         private key. The message holds no part of a key
    public static SoftwareSigner parse(String jwks) {
        return new SoftwareSigner(read(jwks), Corretto.provider());
    }

    SoftwareSigner(JWKSet set, Optional<Provider> fast) {
        var shown = new ArrayList<JWK>();
        var signing = new ArrayList<SoftwareKey>();
        for (var key : set.getKeys()) {
            if (KeyUse.ENCRYPTION.equals(key.getKeyUse())) {
                throw new IllegalArgumentException("key " + key.getKeyID() + " is for encryption");
            }
            var algorithm = Algorithm.of(key);
            var publicKey = PublicKeys.published(key, algorithm);
            shown.add(publicKey);
            if (key.isPrivate()) {
                signing.add(SoftwareKey.of(key, publicKey, algorithm, fast));
            }
        }
        PublicKeys.requireDistinct(shown);
        if (signing.isEmpty()) {
            throw new IllegalArgumentException("no private key in the JWK set");
        }
        this.published = List.copyOf(shown);
        this.keys = List.copyOf(signing);
    }

    @Override
    public List<JWK> publicKeys() {
        return published;
    }

    @Override
    public Optional<JWK> key(JWSAlgorithm algorithm) {
        return keys.stream().map(SoftwareKey::publicKey).filter(key -> key.getAlgorithm().equals(algorithm))
                .findFirst();
    }

    @Override
    public boolean signs(JWK key) {
        return keys.stream().anyMatch(mine -> mine.publicKey().equals(key));
    }

    @Override
    public byte[] sign(JWK key, JWSAlgorithm algorithm, byte[] signingInput) {
        return keys.stream()
                .filter(mine -> mine.publicKey().equals(key) && mine.algorithm().jose().equals(algorithm))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no key " + key.getKeyID() + " for " + algorithm))
                .sign(signingInput);
    }

    private static JWKSet read(String jwks) {
        try {
            return JWKSet.parse(jwks);
        } catch (ParseException _) {
            // Its message may quote what it could not read, and that may be a private key.
            throw new IllegalArgumentException("not a JWK set");
        }
    }
}
