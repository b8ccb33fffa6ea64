package dev.exeunt.benchmark;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import dev.exeunt.core.action.Signer;
import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Judgement;
import dev.exeunt.core.saml.LogoutRequest;
import dev.exeunt.core.saml.Message;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.PostBinding;
import dev.exeunt.core.saml.RedirectBinding;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.saml.SigningKey;
import dev.exeunt.core.session.NameId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A request to log somebody out, and all that is done with one, by either end.
///
/// @param algorithm what it is signed with
/// @param signer    with software keys, as a function has it
/// @param key       the one of that algorithm
record SamlExample(SignatureAlgorithm algorithm, Signer signer, JWK key) {

    private static final Instant NOW = Instant.parse("2026-09-21T14:13:20Z");
    private static final String SP = "https://sp.example.org/saml";
    private static final String SLO = "https://slo.example.com/saml/slo";
    private static final LogoutRequest REQUEST = new LogoutRequest(
            new Message.Head("_4f1c8a6e0b2d4f6891a3c5e7092b4d6f8a1c3e50", NOW, SLO, SP), NOW.plusSeconds(300),
            LogoutRequest.Reason.USER.uri(),
            new NameId("p-81c2", "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
                    "https://slo.example.com/saml", SP, null),
            List.of("si-77"), false);
    private static final byte[] OCTETS = "a".repeat(600).getBytes(StandardCharsets.US_ASCII);

    /// @param signer with a key for the algorithm
    static SamlExample of(SignatureAlgorithm algorithm, Signer signer) {
        return new SamlExample(algorithm, signer, signer.key(JWSAlgorithm.parse(algorithm.jws())).orElseThrow());
    }

    /// The work of this name, to be done again and again.
    ///
    /// @param message what [#post] or [#redirect] gave, where one is taken
    Runnable work(String name, String message) {
        return switch (name) {
            case "signature" -> () -> signature(OCTETS);
            case "verification" -> verification(signature(OCTETS));
            case "post-out" -> this::post;
            case "post-in" -> taking(PostBinding::receive, message);
            case "redirect-out" -> this::redirect;
            case "redirect-in" -> taking(RedirectBinding::receive, message);
            default -> throw new IllegalArgumentException("no such work: " + name);
        };
    }

    /// The body of a form.
    String post() {
        return PostBinding.form(REQUEST, null, signingKey()).fields().entrySet().stream().findFirst()
                .map(Map.Entry::getValue)
                .map(value -> "SAMLRequest=" + URLEncoder.encode(value, StandardCharsets.UTF_8)).orElseThrow();
    }

    /// The query of a URL.
    String redirect() {
        var url = RedirectBinding.url(REQUEST, null, signingKey());
        return url.substring(url.indexOf('?') + 1);
    }

    private Runnable taking(Function<String, Parsed<Arrived>> receive, String message) {
        var keys = List.of(publicKey());
        return () -> {
            var judged = receive.apply(message).then(each -> each.verify(keys)).map(verified -> Judgement.ofRequest(
                    verified, new Judgement.Arrival(SLO, NOW, Duration.ofMinutes(3), SP)));
            if (!(judged instanceof Parsed.Good<Judgement<LogoutRequest>>(Judgement.Accepted<LogoutRequest> _))) {
                throw new IllegalStateException("the example was refused");
            }
        };
    }

    private SigningKey signingKey() {
        return SigningKey.of(algorithm, this::signature);
    }

    private byte[] signature(byte[] octets) {
        return signer.sign(key, JWSAlgorithm.parse(algorithm.jws()), octets);
    }

    private PublicKey publicKey() {
        try {
            return ((AsymmetricJWK) key).toPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException("it was a key before", e);
        }
    }

    private Runnable verification(byte[] signature) {
        var publicKey = publicKey();
        return () -> {
            try {
                var verifier = Signature.getInstance(jca());
                verifier.initVerify(publicKey);
                verifier.update(OCTETS);
                if (!verifier.verify(signature)) {
                    throw new IllegalStateException("the signature is wrong");
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK verifies", e);
            }
        };
    }

    private String jca() {
        return algorithm == SignatureAlgorithm.RSA_SHA256 ? "SHA256withRSA" : "SHA256withECDSAinP1363Format";
    }
}
