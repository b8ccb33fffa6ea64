package dev.exeunt.core.saml;

import java.security.cert.X509Certificate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What signs our messages: the one bridge to keys, wherever they are kept.
///
/// @param algorithm   what the function signs with
/// @param certificate sent along in `KeyInfo`, as some service providers want to see it; null to leave it out
/// @param function    from the octets to the signature, which for ECDSA is R and S, one after the other, each as long as
///                    the curve's order (XML Signature 1.1, 6.4.3): the same bytes as a JWS has
public record SigningKey(SignatureAlgorithm algorithm, @Nullable X509Certificate certificate,
        UnaryOperator<byte[]> function) {

    /// A key that sends no certificate along.
    public static SigningKey of(SignatureAlgorithm algorithm, UnaryOperator<byte[]> function) {
        return new SigningKey(algorithm, null, function);
    }

    byte[] sign(byte[] octets) {
        return function.apply(octets);
    }

    /// The algorithm alone.
    @Override
    public String toString() {
        return "SigningKey[" + algorithm + "]";
    }
}
