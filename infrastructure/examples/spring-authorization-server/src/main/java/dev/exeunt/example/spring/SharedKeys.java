package dev.exeunt.example.spring;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.MalformedURLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The keys of this provider, and Exeunt's: clients read one `jwks_uri`, so it must hold both. Exeunt's are read again
/// every five minutes; while it does not answer, those there are go on.
final class SharedKeys {

    private static final long FIVE_MINUTES = 300_000;
    private static final long A_DAY = 86_400_000;

    private final JWKSource<SecurityContext> own;
    private final JWKSource<SecurityContext> exeunt;

    SharedKeys(Deployment deployment) {
        try {
            var key = new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
            own = new ImmutableJWKSet<>(new JWKSet((JWK) key));
            exeunt = JWKSourceBuilder.create(deployment.exeunt().resolve("/oauth2/jwks").toURL())
                    .cache(FIVE_MINUTES, 15_000).outageTolerant(A_DAY).build();
        } catch (JOSEException | MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What this provider signs with.
    JWKSource<SecurityContext> own() {
        return own;
    }

    /// What Exeunt signs with: logout tokens, and the news that a session has ended.
    JWKSource<SecurityContext> exeunt() {
        return exeunt;
    }

    /// What is published.
    List<JWK> published(JWKSelector selector, SecurityContext context) throws RemoteKeySourceException {
        var keys = new ArrayList<JWK>();
        try {
            keys.addAll(own.get(selector, context));
            keys.addAll(exeunt.get(selector, context));
        } catch (RemoteKeySourceException e) {
            throw e;
        } catch (com.nimbusds.jose.KeySourceException e) {
            throw new RemoteKeySourceException("Exeunt's keys cannot be read", e);
        }
        return keys;
    }
}
