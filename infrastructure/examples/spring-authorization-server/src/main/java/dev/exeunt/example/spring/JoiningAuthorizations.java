package dev.exeunt.example.spring;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/// Keeps authorizations, and lets a client join the session at the three moments at which one is written: the code is
/// issued, it is redeemed, a refresh token is used. What would outlive its session is not written, so it is not issued.
final class JoiningAuthorizations implements OAuth2AuthorizationService {

    private final OAuth2AuthorizationService kept;
    private final RegisteredClientRepository clients;
    private final ExeuntRegistry registry;
    private final Deployment deployment;

    JoiningAuthorizations(OAuth2AuthorizationService kept, RegisteredClientRepository clients, ExeuntRegistry registry,
            Deployment deployment) {
        this.kept = kept;
        this.clients = clients;
        this.registry = registry;
        this.deployment = deployment;
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        var code = authorization.getToken(OAuth2AuthorizationCode.class);
        if (code != null && !joins(authorization)) {
            throw refusal(authorization.getAccessToken() == null && !code.isInvalidated());
        }
        kept.save(authorization);
    }

    private boolean joins(OAuth2Authorization authorization) {
        var session = session(authorization);
        var client = clients.findById(authorization.getRegisteredClientId());
        return session != null && client != null && registry.join(session, client.getClientId(),
                deployment.issuer().toString(), authorization.getPrincipalName(), session);
    }

    private static @Nullable String session(OAuth2Authorization authorization) {
        return authorization.getAttribute(Principal.class.getName()) instanceof Authentication authentication
                && authentication.getDetails() instanceof OpenSession.Details details ? details.id() : null;
    }

    /// The authorization endpoint and the token endpoint expect exceptions of their own.
    private static OAuth2AuthenticationException refusal(boolean atAuthorization) {
        return atAuthorization
                ? new OAuth2AuthorizationCodeRequestAuthenticationException(
                        new OAuth2Error("login_required", "The session is over.", null), null)
                : new OAuth2AuthenticationException(
                        new OAuth2Error(OAuth2ErrorCodes.INVALID_GRANT, "The session is over.", null));
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        kept.remove(authorization);
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        return kept.findById(id);
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        return kept.findByToken(token, type);
    }
}
