package dev.exeunt.local.aws;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.util.HexFormat;
import javax.crypto.Cipher;

/// Signs a digest that was made elsewhere, which the JDK offers for ECDSA only.
final class DigestSigner {

    private static final SecureRandom RANDOM = new SecureRandom();

    private DigestSigner() {
    }

    static byte[] sign(PrivateKey key, KeyAlgorithm algorithm, byte[] digest) throws GeneralSecurityException {
        return switch (algorithm.scheme()) {
            case PKCS1 -> primitive("NONEwithRSA", key, joined(digestInfo(algorithm.hash()), digest));
            case ECDSA -> primitive("NONEwithECDSA", key, digest);
            case PSS -> pss((RSAPrivateKey) key, algorithm.hash(), digest);
        };
    }

    private static byte[] primitive(String name, PrivateKey key, byte[] input) throws GeneralSecurityException {
        var signature = Signature.getInstance(name);
        signature.initSign(key);
        signature.update(input);
        return signature.sign();
    }

    /// The DER that names a hash in front of its value (RFC 8017, 9.2, note 1).
    private static byte[] digestInfo(String hash) {
        return HexFormat.of().parseHex(switch (hash) {
            case "SHA-256" -> "3031300d060960864801650304020105000420";
            case "SHA-384" -> "3041300d060960864801650304020205000430";
            default -> "3051300d060960864801650304020305000440";
        });
    }

    /// RSASSA-PSS with MGF1 of the same hash and a salt as long as the hash (RFC 8017, 8.1.1 and 9.1.1).
    private static byte[] pss(RSAPrivateKey key, String hash, byte[] digest) throws GeneralSecurityException {
        var bits = key.getModulus().bitLength() - 1;
        var length = (bits + 7) / 8;
        var salt = new byte[digest.length];
        RANDOM.nextBytes(salt);
        var h = MessageDigest.getInstance(hash).digest(joined(new byte[8], joined(digest, salt)));
        var block = new byte[length - h.length - 1];
        block[block.length - salt.length - 1] = 1;
        System.arraycopy(salt, 0, block, block.length - salt.length, salt.length);
        mask(block, hash, h);
        block[0] &= (byte) (0xff >> (8 * length - bits));
        var encoded = joined(joined(block, h), new byte[]{(byte) 0xbc});
        var cipher = Cipher.getInstance("RSA/ECB/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key);
        return cipher.doFinal(padded(encoded, (key.getModulus().bitLength() + 7) / 8));
    }

    private static void mask(byte[] block, String hash, byte[] seed) throws GeneralSecurityException {
        var digest = MessageDigest.getInstance(hash);
        for (int start = 0, counter = 0; start < block.length; start += seed.length, counter++) {
            var part = digest.digest(joined(seed, padded(BigInteger.valueOf(counter).toByteArray(), 4)));
            for (int i = 0; i < part.length && start + i < block.length; i++) {
                block[start + i] ^= part[i];
            }
        }
    }

    private static byte[] padded(byte[] bytes, int length) {
        return joined(new byte[length - bytes.length], bytes);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
