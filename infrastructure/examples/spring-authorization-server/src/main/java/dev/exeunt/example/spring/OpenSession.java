package dev.exeunt.example.spring;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;

/// Somebody has signed in: Exeunt is told, and the browser gets a cookie by which Exeunt finds the session. It is made for
/// this alone, so that the provider's own cookie stays the provider's own. Where Exeunt does not answer nobody is signed
/// in: a session that it does not know could not be logged out.
final class OpenSession extends SavedRequestAwareAuthenticationSuccessHandler {

    static final String COOKIE = "idp_logout";

    private final SecureRandom random = new SecureRandom();
    private final ExeuntRegistry registry;
    private final SignedIn signedIn;
    private final Deployment deployment;

    OpenSession(ExeuntRegistry registry, SignedIn signedIn, Deployment deployment) {
        this.registry = registry;
        this.signedIn = signedIn;
        this.deployment = deployment;
    }

    /// What an authentication remembers, so that whoever issues tokens later knows the session.
    ///
    /// @param id as Exeunt knows it
    record Details(String id) {}

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
            Authentication authentication) throws ServletException, IOException {
        var id = UUID.randomUUID().toString();
        var cookie = secret();
        try {
            registry.open(id, authentication.getName(),
                    Instant.now().plus(deployment.life()).truncatedTo(ChronoUnit.SECONDS), cookie);
        } catch (ExeuntRegistry.Unavailable e) {
            request.getSession().invalidate();
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Signing in is not possible right now.");
            return;
        }
        ((AbstractAuthenticationToken) authentication).setDetails(new Details(id));
        signedIn.add(id, request.getSession());
        response.addHeader(HttpHeaders.SET_COOKIE,
                ResponseCookie.from(COOKIE, cookie).path("/").httpOnly(true).sameSite("Lax").build().toString());
        super.onAuthenticationSuccess(request, response, authentication);
    }

    private String secret() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
