package dev.exeunt.local.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/// Logout tokens as Exeunt signs them, with a key of the tests' own.
final class LogoutTokens {

    static final RSAKey KEY = generate();
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private LogoutTokens() {
    }

    /// The claims of a good token.
    ///
    /// @param participant what the registry was told: `iss`, `sub` and `sid`
    static JWTClaimsSet.Builder claims(Json participant, String audience) {
        var now = Instant.now();
        return new JWTClaimsSet.Builder().issuer(participant.text("iss").orElseThrow()).audience(audience)
                .subject(participant.text("sub").orElseThrow()).claim("sid", participant.text("sid").orElseThrow())
                .issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(120))).jwtID(Secrets.random(12))
                .claim("events", Map.of(EVENT, Map.of()));
    }

    static String signed(JWTClaimsSet claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID())
                .type(new JOSEObjectType("logout+jwt")).build();
        try {
            var token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(KEY));
            return token.serialize();
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048).keyID("exeunt-1").algorithm(JWSAlgorithm.RS256).generate();
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
