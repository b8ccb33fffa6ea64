package dev.exeunt.aws.signing;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import dev.exeunt.core.action.Signer;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// Verifies by other hands than those that signed: Nimbus, and Bouncy Castle for EdDSA.
final class Verified {

    private Verified() {
    }

    static boolean signs(Signer signer, JWSAlgorithm algorithm, byte[] input) throws Exception {
        var key = signer.key(algorithm).orElseThrow();
        return holds(key, algorithm, input, signer.sign(key, algorithm, input));
    }

    static boolean holds(JWK key, JWSAlgorithm algorithm, byte[] input, byte[] signature) throws Exception {
        if (key instanceof OctetKeyPair okp) {
            var verifier = new Ed25519Signer();
            verifier.init(false, new Ed25519PublicKeyParameters(okp.getDecodedX()));
            verifier.update(input, 0, input.length);
            return verifier.verifySignature(signature);
        }
        var header = new JWSHeader(algorithm);
        return new DefaultJWSVerifierFactory().createJWSVerifier(header, ((AsymmetricJWK) key).toPublicKey())
                .verify(header, input, Base64URL.encode(signature));
    }
}
