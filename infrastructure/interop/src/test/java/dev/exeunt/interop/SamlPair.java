package dev.exeunt.interop;

import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Judgement;
import dev.exeunt.core.saml.LogoutRequest;
import dev.exeunt.core.saml.LogoutResponse;
import dev.exeunt.core.saml.Message;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.SelfSignedCertificate;
import dev.exeunt.core.saml.SignatureAlgorithm;
import dev.exeunt.core.saml.SigningKey;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.session.NameId;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

/// We and a service provider that another implementation plays, each with a key and a certificate of its own.
final class SamlPair {

    static final String IDP = "https://slo.example.com/saml";
    static final String IDP_SLO = "https://slo.example.com/saml/slo";
    static final String SP = "https://sp.example.org/saml";
    static final String SP_SLO = "https://sp.example.org/slo";
    static final String FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
    static final String RELAY_STATE = "a?b&c=d+e f/%2B";
    static final NameId NAME_ID = new NameId("p-81c2", FORMAT, IDP, SP, null);

    /// The others read the clock of the machine, so that messages are of now.
    final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    final KeyPair ours = rsa();
    final KeyPair theirs = rsa();
    final SigningKey key = key(ours);
    final X509Certificate ourCertificate = certificate(ours);
    final X509Certificate theirCertificate = certificate(theirs);

    LogoutRequest request() {
        return new LogoutRequest(new Message.Head("_4f1c8a6e0b2d4f6891a3c5e7092b4d6f8a1c3e50", now, SP_SLO, IDP),
                now.plusSeconds(300), LogoutRequest.Reason.USER.uri(), NAME_ID, List.of("si-77"), false);
    }

    LogoutResponse response(String inResponseTo, Status status) {
        return new LogoutResponse(new Message.Head("_9b1c8a6e0b2d4f6891a3c5e7092b4d6f8a1c3e51", now, SP_SLO, IDP),
                inResponseTo, status);
    }

    /// All steps that a request of theirs takes.
    LogoutRequest acceptRequest(Parsed<Arrived> arrived) {
        return accepted(arrived.then(each -> each.verify(List.of(theirs.getPublic())))
                .map(verified -> Judgement.ofRequest(verified, arrival())));
    }

    /// All steps that a response of theirs takes.
    LogoutResponse acceptResponse(Parsed<Arrived> arrived, String requestId) {
        return accepted(arrived.then(each -> each.verify(List.of(theirs.getPublic())))
                .map(verified -> Judgement.ofResponse(verified, arrival(), requestId)));
    }

    private Judgement.Arrival arrival() {
        return new Judgement.Arrival(IDP_SLO, Instant.now(), Duration.ofMinutes(3), SP);
    }

    private static <T extends Message> T accepted(Parsed<Judgement<T>> judged) {
        return switch (judged) {
            case Parsed.Good<Judgement<T>>(Judgement.Accepted<T> accepted) -> accepted.message();
            case Parsed.Good<Judgement<T>>(Judgement.Rejected<T> rejected) ->
                throw new AssertionError("rejected: " + rejected.why());
            case Parsed.Refused<Judgement<T>> refused -> throw new AssertionError("refused: " + refused.why());
        };
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static SigningKey key(KeyPair pair) {
        return SigningKey.of(SignatureAlgorithm.RSA_SHA256, octets -> {
            try {
                var signer = Signature.getInstance("SHA256withRSA");
                signer.initSign(pair.getPrivate());
                signer.update(octets);
                return signer.sign();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        });
    }

    private X509Certificate certificate(KeyPair pair) {
        return SelfSignedCertificate.of(pair.getPublic(), key(pair), new SelfSignedCertificate.Terms(BigInteger.TWO,
                "interop", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(365))));
    }

    private static KeyPair rsa() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
