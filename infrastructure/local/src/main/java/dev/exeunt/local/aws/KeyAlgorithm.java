package dev.exeunt.local.aws;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A signing algorithm by its KMS name.
///
/// @param name   such as `RSASSA_PSS_SHA_256`
/// @param scheme how the digest is signed
/// @param hash   such as `SHA-256`
record KeyAlgorithm(String name, Scheme scheme, String hash) {

    enum Scheme {
        PKCS1, PSS, ECDSA
    }

    private static final List<KeyAlgorithm> ALL = Stream.of("256", "384", "512").flatMap(bits -> Stream.of(
            new KeyAlgorithm("RSASSA_PKCS1_V1_5_SHA_" + bits, Scheme.PKCS1, "SHA-" + bits),
            new KeyAlgorithm("RSASSA_PSS_SHA_" + bits, Scheme.PSS, "SHA-" + bits),
            new KeyAlgorithm("ECDSA_SHA_" + bits, Scheme.ECDSA, "SHA-" + bits))).toList();

    static Optional<KeyAlgorithm> of(String name) {
        return ALL.stream().filter(algorithm -> algorithm.name.equals(name)).findFirst();
    }

    /// Whether a key of this spec can sign with it: each elliptic curve has one hash.
    boolean suits(String spec) {
        return switch (scheme) {
            case PKCS1, PSS -> spec.startsWith("RSA_");
            case ECDSA -> spec.equals(switch (hash) {
                case "SHA-256" -> "ECC_NIST_P256";
                case "SHA-384" -> "ECC_NIST_P384";
                default -> "ECC_NIST_P521";
            });
        };
    }

    /// What a key of this spec can sign with.
    static List<KeyAlgorithm> ofSpec(String spec) {
        return ALL.stream().filter(algorithm -> algorithm.suits(spec)).toList();
    }
}
