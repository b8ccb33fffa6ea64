package dev.exeunt.benchmark;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What the system is compared with: a loop that signs a logout token and posts it, and goes on when it is answered.
/// It has no queue, no receipts, no second attempt, and its key in memory.
final class OneAfterAnother implements AutoCloseable {

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final Scene scene;
    private final Http http = new Http();
    private final JWSSigner signer;
    private final JWSHeader header;

    OneAfterAnother(Scene scene) {
        this.scene = scene;
        var key = Keys.rsa();
        this.header = new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType("logout+jwt"))
                .keyID(key.getKeyID()).build();
        try {
            this.signer = new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException("a key that was made for it signs", e);
        }
    }

    /// Tells all of these that a session ends.
    ///
    /// @return from the beginning to the last one's answer
    Duration tell(List<Scene.Client> clients) throws IOException {
        var sid = UUID.randomUUID().toString();
        var told = scene.expect(sid, clients.size());
        var begun = System.nanoTime();
        for (Scene.Client client : clients) {
            http.send(HttpRequest.newBuilder(client.uri()).header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("logout_token=" + token(client, sid))), 200);
        }
        return Duration.ofNanos(told.await() - begun);
    }

    @Override
    public void close() {
        http.close();
    }

    private String token(Scene.Client client, String sid) {
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder().issuer("https://idp.example").audience(client.id()).subject("u-1")
                .claim("sid", sid).jwtID(UUID.randomUUID().toString()).issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(120))).claim("events", Map.of(EVENT, Map.of())).build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("a key that was made for it signs", e);
        }
        return token.serialize();
    }
}
