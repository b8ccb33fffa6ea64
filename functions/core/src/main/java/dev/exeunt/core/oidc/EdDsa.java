package dev.exeunt.core.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/// EdDSA over Ed25519 (RFC 8037) by the JDK, because the JOSE library would bring another crypto library for it.
final class EdDsa {

    private static final int BYTES = 32;

    private EdDsa() {
    }

    static boolean is(JWSAlgorithm algorithm) {
        return algorithm.equals(JWSAlgorithm.EdDSA) || algorithm.equals(JWSAlgorithm.Ed25519);
    }

    static boolean verify(JWK key, byte[] input, byte[] signature) {
        if (!(key instanceof OctetKeyPair pair) || !Curve.Ed25519.equals(pair.getCurve())
                || pair.getX().decode().length != BYTES) {
            return false;
        }
        try {
            var verifier = Signature.getInstance("Ed25519");
            var spec = new EdECPublicKeySpec(NamedParameterSpec.ED25519, point(pair.getX().decode()));
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(spec));
            verifier.update(input);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// The point as RFC 8032, 5.1.2 encodes it: little-endian, the highest bit being the sign of x.
    private static EdECPoint point(byte[] encoded) {
        var bigEndian = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bigEndian[i] = encoded[BYTES - 1 - i];
        }
        var odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        return new EdECPoint(odd, new BigInteger(1, bigEndian));
    }
}
