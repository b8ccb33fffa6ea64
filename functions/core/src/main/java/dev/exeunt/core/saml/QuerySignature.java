package dev.exeunt.core.saml;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;

/// The signature of a query (SAML Bindings 2.0, 3.4.4.1).
///
/// @param octets    what it is over, exactly as it came
/// @param algorithm the URI in `SigAlg`
record QuerySignature(byte[] octets, String algorithm, byte[] signature) {

    /// Whether one of these keys made it; [Parsed.Good] holds that key.
    Parsed<PublicKey> verify(List<PublicKey> keys) {
        var accepted = SignatureAlgorithm.of(algorithm);
        if (accepted.isEmpty()) {
            return new Parsed.Refused<>(Refusal.SIGNATURE_ALGORITHM);
        }
        var fitting = keys.stream().filter(accepted.get()::fits).toList();
        if (fitting.isEmpty()) {
            return new Parsed.Refused<>(Refusal.SIGNATURE_KEY);
        }
        return fitting.stream().filter(key -> isSignedBy(key, accepted.get())).findFirst()
                .<Parsed<PublicKey>>map(Parsed.Good::new)
                .orElse(new Parsed.Refused<>(Refusal.SIGNATURE_WRONG));
    }

    /// The algorithm's URI means R and S one after the other; many implementations send the DER sequence of their crypto
    /// library instead. Either is only made with the key.
    private boolean isSignedBy(PublicKey key, SignatureAlgorithm accepted) {
        return accepted.isEcdsa()
                ? isSignedBy(key, accepted.jca() + "inP1363Format") || isSignedBy(key, accepted.jca())
                : isSignedBy(key, accepted.jca());
    }

    private boolean isSignedBy(PublicKey key, String jca) {
        try {
            var verifier = Signature.getInstance(jca);
            verifier.initVerify(key);
            verifier.update(octets);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
