package dev.exeunt.core.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.exeunt.core.oidc.IdTokenHint.Verified;
import dev.exeunt.core.web.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An identity provider that signs whatever a test wants.
final class Hints {

    static final String ISSUER = "https://idp.example/";
    static final RSAKey RSA = rsa("rsa-1");
    static final RSAKey OTHER_RSA = rsa("rsa-1");
    private static final KeyPair ED = ed();
    static final OctetKeyPair ED_KEY = edKey();

    private Hints() {
    }

    static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey ec(Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID("ec-1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, Object> claims(Object... more) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", ISSUER);
        claims.put("sub", "u-1");
        claims.put("aud", "wiki");
        claims.put("iat", 1_700_000_000L);
        claims.put("exp", 1_700_000_300L);
        claims.put("sid", "s-1");
        claims.putAll(map(more));
        return claims;
    }

    static Map<String, Object> without(Map<String, Object> map, String... names) {
        var less = new LinkedHashMap<>(map);
        Arrays.asList(names).forEach(less::remove);
        return less;
    }

    static Map<String, Object> header(String alg, Object... more) {
        var header = new LinkedHashMap<String, Object>();
        header.put("alg", alg);
        header.putAll(map(more));
        return header;
    }

    private static Map<String, Object> map(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /// A compact JWS, each part whatever it is.
    static String input(Map<String, Object> header, String payload) {
        return Base64URL.encode(Json.write(header)) + "." + Base64URL.encode(payload);
    }

    static String signed(RSAKey key, Map<String, Object> header, Map<String, Object> claims) {
        return signed(key, header, Json.write(claims));
    }

    static String signed(RSAKey key, Map<String, Object> header, String payload) {
        var input = input(header, payload);
        try {
            var algorithm = JWSAlgorithm.parse((String) header.get("alg"));
            var signature = new RSASSASigner(key).sign(new com.nimbusds.jose.JWSHeader(algorithm),
                    input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + signature;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A good hint with these claims.
    static String hint(Map<String, Object> claims) {
        return signed(RSA, header("RS256", "kid", "rsa-1"), claims);
    }

    static String ecSigned(ECKey key, String alg) {
        var input = input(header(alg, "kid", "ec-1"), Json.write(claims()));
        try {
            return input + "." + new ECDSASigner(key).sign(
                    new com.nimbusds.jose.JWSHeader(JWSAlgorithm.parse(alg)),
                    input.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String edSigned(String alg) {
        var input = input(header(alg, "kid", "ed-1"), Json.write(claims()));
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(ED.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64URL.encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Verified verify(String compact, JWK... published) {
        return IdTokenHint.verify(compact, ISSUER, kid -> Optional.of(Arrays.stream(published)
                .filter(key -> kid == null || kid.equals(key.getKeyID())).map(JWK::toPublicJWK).toList()));
    }

    static Verified verify(String compact) {
        return verify(compact, RSA);
    }

    static IdTokenHint valid(String compact) {
        if (verify(compact) instanceof Verified.Valid valid) {
            return valid.hint();
        }
        throw new AssertionError(verify(compact));
    }

    static List<String> accepted() {
        return List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    }

    private static KeyPair ed() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The X.509 form of an Ed25519 key ends with its 32 bytes (RFC 8410).
    private static OctetKeyPair edKey() {
        var encoded = ED.getPublic().getEncoded();
        var x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).keyID("ed-1").build();
    }
}
