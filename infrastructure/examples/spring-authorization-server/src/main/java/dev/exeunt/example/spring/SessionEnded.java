package dev.exeunt.example.spring;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import java.util.Set;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// How this provider learns that a session is over without asking: `SessionEndedUri` and `IdpSignedOutUrl`.
@RestController
class SessionEnded {

    private final SignedIn signedIn;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    SessionEnded(SignedIn signedIn, SharedKeys keys, Deployment deployment) {
        this.signedIn = signedIn;
        var issuer = deployment.issuer().toString();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("secevent+jwt")));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), keys.exeunt()));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(issuer,
                new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("jti", "iat", "events", "sub_id")));
    }

    /// One CAEP `session-revoked` event (RFC 8935). It may come twice.
    @PostMapping(path = "/session-ended", consumes = "application/secevent+jwt")
    ResponseEntity<Map<String, String>> take(@RequestBody byte[] token) {
        try {
            var claims = processor.process(new String(token, StandardCharsets.US_ASCII), null);
            signedIn.end(session(claims));
            return ResponseEntity.accepted().build();
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return ResponseEntity.badRequest().body(Map.of("err", "invalid_request", "description", "not accepted"));
        }
    }

    /// Where the browser comes last: what this provider keeps in it is cleared.
    @GetMapping("/signed-out")
    String last(HttpServletRequest request, HttpServletResponse response) {
        var session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        response.addHeader("Set-Cookie",
                ResponseCookie.from(OpenSession.COOKIE, "").path("/").maxAge(0).build().toString());
        return "You are signed out.";
    }

    private static String session(JWTClaimsSet claims) throws ParseException {
        if (claims.getJSONObjectClaim("sub_id").get("session") instanceof Map<?, ?> session
                && session.get("id") instanceof String id) {
            return id;
        }
        throw new ParseException("no session in the event", 0);
    }
}
