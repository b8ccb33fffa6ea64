package dev.exeunt.acceptance.ports;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.exeunt.core.action.Signer;
import java.util.List;
import java.util.Optional;

/// Signs with nothing: nobody here reads a token.
final class Zeros implements Signer {

    private final JWK key = key();

    @Override
    public List<JWK> publicKeys() {
        return List.of(key);
    }

    @Override
    public Optional<JWK> key(JWSAlgorithm algorithm) {
        return Optional.of(key);
    }

    @Override
    public boolean signs(JWK signing) {
        return true;
    }

    @Override
    public byte[] sign(JWK signing, JWSAlgorithm algorithm, byte[] signingInput) {
        return new byte[256];
    }

    private static JWK key() {
        try {
            return new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.RS256).keyID("k")
                    .generate().toPublicJWK();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
