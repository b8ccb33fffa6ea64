package dev.exeunt.benchmark;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.exeunt.local.LocalCloud;
import dev.exeunt.local.Options;
import java.util.List;

/// What signs the logout tokens: RS256 with 2048 bits either way, the software keys ES256 too.
enum Keys {

    /// The template's own key in the stand-in for AWS KMS: one HTTP call for each token.
    KMS("the KMS stand-in, a call for each token"),

    /// A JWK set in the stand-in for Secrets Manager, which `SigningJwksSecret` names: signed in the function.
    SOFTWARE("software keys of SigningJwksSecret");

    private static final String SECRET = "benchmark-signing-keys";

    private final String description;

    Keys(String description) {
        this.description = description;
    }

    /// As a reader of the results wants it named.
    String description() {
        return description;
    }

    /// The options with these keys in them.
    Options in(Options options) {
        return switch (this) {
            case KMS -> options;
            case SOFTWARE -> options.secret(SECRET, new JWKSet(List.of(rsa(), ec())).toString(false))
                    .parameter("SigningJwksSecret", LocalCloud.secretArn(SECRET));
        };
    }

    /// A new key.
    static ECKey ec() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK makes EC keys", e);
        }
    }

    /// A new key.
    static RSAKey rsa() {
        try {
            return new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK makes RSA keys", e);
        }
    }
}
