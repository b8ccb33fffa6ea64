package dev.exeunt.example.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Before each authorization request of somebody who is signed in: does the session live? If it is over, nobody is signed
/// in any more. If Exeunt does not answer, neither do we.
final class AskWhetherItLives extends OncePerRequestFilter {

    private final ExeuntRegistry registry;
    private final SignedIn signedIn;

    AskWhetherItLives(ExeuntRegistry registry, SignedIn signedIn) {
        this.registry = registry;
        this.signedIn = signedIn;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var id = SignedIn.id(request.getSession(false));
        if (id != null) {
            try {
                if (!registry.lives(id)) {
                    signedIn.end(id);
                    SecurityContextHolder.clearContext();
                }
            } catch (ExeuntRegistry.Unavailable e) {
                response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Signing in is not possible right now.");
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
