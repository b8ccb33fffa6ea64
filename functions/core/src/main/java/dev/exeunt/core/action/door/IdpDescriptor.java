package dev.exeunt.core.action.door;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import dev.exeunt.core.action.KeptCertificates;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.Signer;
import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.Certificates;
import dev.exeunt.core.saml.Endpoint;
import dev.exeunt.core.saml.IdpMetadata;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.SelfSignedCertificate;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.saml.SigningKey;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `GET /saml/metadata`: what service providers need of us for single logout (SAML Metadata 2.0, 2.4.3): an address for each
/// binding, and a certificate for every key that signs, signed until lately or is about to. Where people sign in only the
/// login side knows: where it does not say so, this is a fragment for its metadata. It is not signed: it comes from the host
/// that its addresses lead to.
public final class IdpDescriptor {

    private static final Set<String> READ = Set.of("GET", "HEAD");
    private static final String ID = "_exeunt";
    private static final String COMMON_NAME = "Exeunt single logout";
    /// After this it must be fetched again.
    private static final Duration VALID = Duration.ofDays(7);
    /// Only for those who look at dates: what counts is whether the key is published.
    private static final Duration YEARS = Duration.ofDays(3652);
    private static final int SERIAL_BITS = 159;

    private final SamlMessages messages;
    private final Keys keys;
    private final Answers answers;
    private final @Nullable String signOn;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();

    /// Our keys and the certificates around them.
    public record Keys(Signer signer, KeptCertificates certificates) {}

    /// Who we are.
    ///
    /// @param signOn where people sign in, by HTTP-Redirect; null for a fragment
    public record Identity(SamlMessages messages, @Nullable String signOn) {}

    /// See [IdpDescriptor].
    public IdpDescriptor(Identity identity, Keys keys, Answers answers, InstantSource time) {
        this.messages = identity.messages;
        this.signOn = identity.signOn;
        this.keys = keys;
        this.answers = answers;
        this.time = time;
    }

    /// Answers one request.
    public WebAnswer answer(WebRequest request) {
        if (!READ.contains(request.method())) {
            return answers.wrongMethod(request, READ);
        }
        var slo = request.baseUrl() + SpLogout.PATH;
        var endpoints = List.of(Endpoint.of(Binding.REDIRECT, slo), Endpoint.of(Binding.POST, slo),
                Endpoint.of(Binding.SOAP, slo + "/soap"));
        var signOns = signOn == null ? List.<Endpoint>of() : List.of(Endpoint.of(Binding.REDIRECT, signOn));
        var metadata = new IdpMetadata(ID, messages.issuer(request.baseUrl()), endpoints, signOns, certificates(),
                time.instant().plus(VALID));
        return WebAnswer.text(200, IdpMetadata.CONTENT_TYPE, new String(metadata.write(null), StandardCharsets.UTF_8))
                .withHeader("Cache-Control", "public, max-age=300");
    }

    private List<X509Certificate> certificates() {
        return keys.signer().publicKeys().stream().flatMap(key -> certificate(key).stream()).toList();
    }

    /// Empty for a key that signs no XML.
    private Optional<X509Certificate> certificate(JWK key) {
        return Stream.of(SignatureAlgorithm.values())
                .filter(algorithm -> key.getAlgorithm() != null && algorithm.jws().equals(key.getAlgorithm().getName()))
                .findFirst().flatMap(algorithm -> envelope(algorithm, key));
    }

    /// A key puts itself into its envelope; for one that signs no longer, the key does that signs with its algorithm now.
    private Optional<X509Certificate> envelope(SignatureAlgorithm algorithm, JWK key) {
        var signs = keys.signer().signs(key)
                ? Optional.of(messages.key(algorithm, key))
                : messages.key(algorithm);
        return signs.map(signing -> {
            var der = keys.certificates().of(thumbprint(key), () -> made(publicKey(key), signing));
            return switch (Certificates.read(der)) {
                case Parsed.Good<X509Certificate>(X509Certificate certificate) -> certificate;
                case Parsed.Refused<X509Certificate>(var why) ->
                    throw new IllegalStateException("a certificate of ours: " + why.sentence());
            };
        });
    }

    private byte[] made(PublicKey key, SigningKey signing) {
        var now = time.instant();
        var terms = new SelfSignedCertificate.Terms(new BigInteger(SERIAL_BITS, random).setBit(0), COMMON_NAME, now,
                now.plus(YEARS));
        try {
            return SelfSignedCertificate.of(key, signing, terms).getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was just made", e);
        }
    }

    private static PublicKey publicKey(JWK key) {
        try {
            return ((AsymmetricJWK) key).toPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException("a published key that is none", e);
        }
    }

    private static String thumbprint(JWK key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("a published key that is none", e);
        }
    }
}
