package dev.exeunt.acceptance.world;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// The identity provider's side of ID tokens: its keys, published on a real socket, and tokens of any kind.
public final class Idp implements AutoCloseable {

    private final RSAKey key = rsa("idp-1");
    private final List<JWK> published = new CopyOnWriteArrayList<>(List.of(key.toPublicJWK()));
    private final Site site = Site.open(_ -> new Reply.Status(200, Map.of("Content-Type", "application/json"),
            new JWKSet(List.copyOf(published)).toString()));

    /// A new RSA key.
    public static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The `iss` of its tokens.
    public String issuer() {
        return site.url().toString();
    }

    /// Where its keys are.
    public String jwksUri() {
        return site.url() + "/jwks";
    }

    /// The key that signs its ID tokens.
    public RSAKey key() {
        return key;
    }

    /// Publishes another key besides.
    public void publish(JWK another) {
        published.add(another.toPublicJWK());
    }

    /// An ID token as it was issued for a participation.
    public String idToken(Participation participation) {
        return sign(claims(participation).build());
    }

    /// The claims of that ID token, to be changed.
    public JWTClaimsSet.Builder claims(Participation participation) {
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder().issuer(issuer()).audience(participation.rp().id())
                .subject(participation.sub()).issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(300)));
        return participation.sid() == null ? claims : claims.claim("sid", participation.sid());
    }

    /// Claims signed with RS256 under its key.
    public String sign(JWTClaimsSet claims) {
        return sign(new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID(key.getKeyID()).build(),
                claims, rsaSigner(key));
    }

    /// Claims signed in any way.
    public static String sign(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            var token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A signer with an RSA key.
    public static JWSSigner rsaSigner(RSAKey key) {
        try {
            return new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        site.close();
    }
}
