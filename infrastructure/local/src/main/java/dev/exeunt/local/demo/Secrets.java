package dev.exeunt.local.demo;

import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/// Random values and their hashes, all in base64url without padding.
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {
    }

    /// A fresh value of 256 bits.
    static String random() {
        return random(32);
    }

    static String random(int bytes) {
        var value = new byte[bytes];
        RANDOM.nextBytes(value);
        return Base64URL.encode(value).toString();
    }

    static String sha256(String value) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return Base64URL.encode(digest.digest(value.getBytes(StandardCharsets.UTF_8))).toString();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every JDK has SHA-256", missing);
        }
    }

    /// Compares without telling by its time how much was equal.
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
