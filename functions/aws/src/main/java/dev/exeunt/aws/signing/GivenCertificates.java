package dev.exeunt.aws.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import dev.exeunt.aws.AwsClients;
import dev.exeunt.aws.Environment;
import dev.exeunt.core.action.KeptCertificates;
import dev.exeunt.core.saml.Certificates;
import dev.exeunt.core.saml.Parsed;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// Certificates that service providers know already, in place of ones that we would make: `SAML_CERTIFICATE_SECRET` names
/// a secret that holds them, in PEM, one after the other. One for a key that is none of ours is never asked for.
public final class GivenCertificates implements KeptCertificates {

    private static final Pattern PEM = Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    private final Supplier<String> secret;
    private final KeptCertificates others;
    private final InstantSource time;
    private volatile @Nullable Read current;

    /// @param secret reads the certificates
    /// @param others has those of all other keys
    GivenCertificates(Supplier<String> secret, KeptCertificates others, InstantSource time) {
        this.secret = secret;
        this.others = others;
        this.time = time;
    }

    /// Those that the environment names, and these others; the others alone if it names none.
    public static KeptCertificates or(KeptCertificates others, Environment environment) {
        return environment.optional("SAML_CERTIFICATE_SECRET").<KeptCertificates>map(id -> {
            var secrets = new AwsClients(environment).with(SecretsManagerClient.builder(), "SECRETS_MANAGER").build();
            return new GivenCertificates(() -> secrets.getSecretValue(request -> request.secretId(id)).secretString(),
                    others, environment.time());
        }).orElse(others);
    }

    /// Those that are given are read again every few minutes.
    ///
    /// @throws IllegalArgumentException if what is given is no certificate around a key that signs
    @Override
    public byte[] of(String thumbprint, Supplier<byte[]> made) {
        var given = given().get(thumbprint);
        return given == null ? others.of(thumbprint, made) : given.clone();
    }

    private Map<String, byte[]> given() {
        var read = current;
        if (read == null || !time.instant().isBefore(read.until)) {
            read = new Read(read(secret.get()), time.instant().plus(FreshSigner.FRESH));
            current = read;
        }
        return read.certificates;
    }

    private static Map<String, byte[]> read(@Nullable String text) {
        var certificates = new HashMap<String, byte[]>();
        PEM.matcher(text == null ? "" : text).results().forEach(found -> put(found.group(), certificates));
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("no certificate in the secret of SAML_CERTIFICATE_SECRET");
        }
        return certificates;
    }

    private static void put(String pem, Map<String, byte[]> certificates) {
        switch (Certificates.read(pem)) {
            case Parsed.Good<X509Certificate>(X509Certificate certificate) ->
                certificates.putIfAbsent(thumbprint(certificate), der(certificate));
            case Parsed.Refused<X509Certificate> _ ->
                throw new IllegalArgumentException(
                        "SAML_CERTIFICATE_SECRET holds what is no certificate of a key for SAML");
        }
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            return JWK.parse(certificate).computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalArgumentException("a certificate of a key that signs nothing", e);
        }
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was just read", e);
        }
    }

    private record Read(Map<String, byte[]> certificates, Instant until) {}
}
