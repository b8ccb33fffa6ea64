package dev.exeunt.core.action.door;

import com.nimbusds.jose.jwk.JWKSet;
import dev.exeunt.core.action.Signer;
import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.util.LinkedHashMap;
import java.util.Set;

/// What others read to work with us: the logout metadata for the IdP to merge into its own, and the public keys.
public final class Metadata {

    private static final Set<String> READ = Set.of("GET", "HEAD");
    private static final String CACHED = "public, max-age=300";

    private final String issuer;
    private final Signer signer;
    private final Answers answers;

    /// See [Metadata].
    public Metadata(String issuer, Signer signer, Answers answers) {
        this.issuer = issuer;
        this.signer = signer;
        this.answers = answers;
    }

    /// `GET /.well-known/openid-configuration`: the logout part of OpenID Provider metadata.
    public WebAnswer configuration(WebRequest request) {
        if (!READ.contains(request.method())) {
            return answers.wrongMethod(request, READ);
        }
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("issuer", issuer);
        metadata.put("end_session_endpoint", request.baseUrl() + "/oauth2/end-session");
        metadata.put("jwks_uri", request.baseUrl() + "/oauth2/jwks");
        metadata.put("backchannel_logout_supported", true);
        metadata.put("backchannel_logout_session_supported", true);
        metadata.put("frontchannel_logout_supported", true);
        metadata.put("frontchannel_logout_session_supported", true);
        return WebAnswer.json(200, metadata).withHeader("Cache-Control", CACHED);
    }

    /// `GET /oauth2/jwks`: every key that signs now, or signed a token that may still be on its way.
    public WebAnswer keys(WebRequest request) {
        if (!READ.contains(request.method())) {
            return answers.wrongMethod(request, READ);
        }
        return WebAnswer.json(200, new JWKSet(signer.publicKeys()).toJSONObject(true)).withHeader("Cache-Control",
                CACHED);
    }
}
