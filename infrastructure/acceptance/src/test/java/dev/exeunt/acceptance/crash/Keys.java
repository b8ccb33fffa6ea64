package dev.exeunt.acceptance.crash;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.exeunt.core.action.Signer;
import java.util.List;
import java.util.Optional;

/// A key that signs nothing: what is signed is shown elsewhere, and here it is not looked at.
record Keys() implements Signer {

    private static final JWK KEY = new RSAKey.Builder(Base64URL.encode(new byte[256]), Base64URL.encode(new byte[3]))
            .keyID("key").algorithm(JWSAlgorithm.RS256).build();

    @Override
    public List<JWK> publicKeys() {
        return List.of(KEY);
    }

    @Override
    public Optional<JWK> key(JWSAlgorithm algorithm) {
        return algorithm.equals(JWSAlgorithm.RS256) ? Optional.of(KEY) : Optional.empty();
    }

    @Override
    public boolean signs(JWK key) {
        return true;
    }

    @Override
    public byte[] sign(JWK key, JWSAlgorithm algorithm, byte[] signingInput) {
        return new byte[8];
    }
}
