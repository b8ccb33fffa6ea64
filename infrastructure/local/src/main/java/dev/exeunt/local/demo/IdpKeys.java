package dev.exeunt.local.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The key that signs ID tokens and assertions, and the one key set that applications read: it and those that Exeunt signs logout
/// tokens with.
final class IdpKeys {

    /// As long as the process lasts: RSA keys are dear to make.
    private static final class Own {
        static final RSAKey KEY = generate();
    }

    private final RSAKey own = Own.KEY;
    private final Wire wire;
    private final URI exeuntKeys;
    private volatile List<JWK> lastSeen = List.of();

    IdpKeys(Wire wire, URI exeuntKeys) {
        this.wire = wire;
        this.exeuntKeys = exeuntKeys;
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true).generate();
        } catch (JOSEException missing) {
            throw new IllegalStateException("Every JDK makes RSA keys", missing);
        }
    }

    /// The same key, to sign assertions with.
    SamlKey saml(Instant now) {
        try {
            return SamlKey.of("demo identity provider", own.toKeyPair(), now);
        } catch (JOSEException broken) {
            throw new IllegalStateException("Our own key is none", broken);
        }
    }

    String sign(JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(own.getKeyID()).build(), claims);
            token.sign(new RSASSASigner(own));
            return token.serialize();
        } catch (JOSEException broken) {
            throw new IllegalStateException("Our own key does not sign", broken);
        }
    }

    /// The public keys of both. Where Exeunt's cannot be had just now, those seen last.
    JWKSet published() {
        try {
            var answer = wire.get(exeuntKeys);
            if (answer.statusCode() == 200) {
                lastSeen = JWKSet.parse(answer.body()).toPublicJWKSet().getKeys();
            }
        } catch (IOException | ParseException unreachable) {
            // What was seen last is better than none.
        }
        return new JWKSet(Stream.concat(Stream.of(own.toPublicJWK()), lastSeen.stream()).toList());
    }
}
