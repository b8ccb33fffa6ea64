package dev.exeunt.benchmark.bare;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;

/// Verifies one RSA signature, which is none, at its first event: what the first use of the JDK's cryptography costs.
public final class Verified implements RequestStreamHandler {

    private static final int BITS = 2048;

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        try {
            var modulus = BigInteger.ONE.shiftLeft(BITS).subtract(BigInteger.valueOf(1942289));
            var key = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537)));
            var verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(key);
            verifier.update(input.readAllBytes());
            output.write("{\"statusCode\":200,\"body\":\"%s\"}".formatted(verifier.verify(new byte[BITS / 8]))
                    .getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
