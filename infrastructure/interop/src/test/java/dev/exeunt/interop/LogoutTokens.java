package dev.exeunt.interop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.exeunt.aws.signing.SoftwareSigner;
import dev.exeunt.core.action.Signer;
import dev.exeunt.core.client.OidcClient;
import dev.exeunt.core.client.OidcClient.Encryption;
import dev.exeunt.core.client.OidcClient.Profile;
import dev.exeunt.core.client.OidcClient.Subject;
import dev.exeunt.core.oidc.LogoutToken;
import dev.exeunt.core.oidc.TokenEncryption;
import dev.exeunt.core.session.OidcIdentity;
import dev.exeunt.interop.OpenIdProvider.Login;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.EdECPrivateKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Logout tokens as the deliverer makes and signs them, and such as are good but for one thing.
final class LogoutTokens {

    private static final RSAKey RSA;
    private static final RSAKey FOREIGN;
    private static final ECKey EC;
    /// Signs with every algorithm that Exeunt knows: one key each, in memory.
    static final Signer SIGNER;

    static {
        try {
            RSA = rsa("rsa", JWSAlgorithm.RS256);
            FOREIGN = rsa("rsa", JWSAlgorithm.RS256);
            EC = ec(Curve.P_256);
            var keys = List.<JWK>of(RSA, rsa("pss", JWSAlgorithm.PS256), EC, ec(Curve.P_384), ec(Curve.P_521),
                    ed25519());
            SIGNER = SoftwareSigner.parse(new JWKSet(keys).toString(false));
        } catch (JOSEException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private final String issuer;

    LogoutTokens(OpenIdProvider provider) {
        this.issuer = provider.issuer();
    }

    /// What a client may ask for in its profile.
    enum Form {

        STANDARD(Profile.STANDARD), TYPED_AS_ANY_JWT(new Profile("JWT", Subject.BOTH, null)), SESSION_ONLY(
                new Profile("logout+jwt", Subject.SID, null)), USER_ONLY(new Profile("logout+jwt", Subject.SUB, null));

        private final Profile profile;

        Form(Profile profile) {
            this.profile = profile;
        }
    }

    /// What may be wrong with a token: the modules of the conformance suite for relying parties (the first seven), and what
    /// it does not try.
    enum Mutation {

        ALG_NONE, WRONG_ALG, WRONG_ISS, WRONG_AUD, NO_EVENT, WRONG_EVENT, WITH_NONCE, EXPIRED, NEITHER_SUB_NOR_SID, ANOTHER_KEY, HMAC_WITH_THE_PUBLIC_KEY, CLAIMS_CHANGED_AFTER_SIGNING
    }

    /// A token as it is sent.
    String good(Form form, String clientId, String alg, Login login) {
        var client = new OidcClient(clientId, clientId, "A client", List.of(), List.of(), null, null, alg, null, null,
                form.profile);
        var key = SIGNER.key(JWSAlgorithm.parse(alg)).orElseThrow();
        var token = LogoutToken.of(client, new OidcIdentity(issuer, login.sub(), login.sid()),
                new LogoutToken.Stamp(Instant.now(), UUID.randomUUID().toString(), key.getKeyID()));
        return token.signed(SIGNER.sign(key, JWSAlgorithm.parse(alg), token.signingInput()));
    }

    /// The token for a client whose ID tokens are encrypted.
    ///
    /// @param key the client's
    String encrypted(Encryption wanted, Form form, String clientId, Login login, JWK key) {
        return TokenEncryption.encrypt(wanted, issuer, good(form, clientId, "RS256", login), key.toPublicJWK())
                .orElseThrow();
    }

    /// A key to encrypt to with this algorithm.
    static JWK encryptionKey(String alg) throws JOSEException {
        return alg.startsWith("RSA") ? new RSAKeyGenerator(2048).keyID("enc").generate() : ec(Curve.P_256);
    }

    /// A token for a client that takes RS256, with one thing wrong.
    String spoilt(Mutation mutation, String clientId, Login login) throws JOSEException, ParseException {
        var good = SignedJWT.parse(good(Form.STANDARD, clientId, "RS256", login));
        var claims = new JWTClaimsSet.Builder(good.getJWTClaimsSet());
        return switch (mutation) {
            case ALG_NONE -> new PlainJWT(claims.build()).serialize();
            case WRONG_ALG -> ecSigned(claims);
            case WRONG_ISS -> signed(claims.issuer("https://other.example"));
            case WRONG_AUD -> signed(claims.audience("another-client"));
            case NO_EVENT -> signed(claims.claim("events", null));
            case WRONG_EVENT -> signed(claims.claim("events",
                    Map.of("http://schemas.openid.net/event/foobar", Map.of())));
            case WITH_NONCE -> signed(claims.claim("nonce", "n-1"));
            case EXPIRED -> signed(claims.issueTime(ago(20)).expirationTime(ago(18)));
            case NEITHER_SUB_NOR_SID -> signed(claims.subject(null).claim("sid", null));
            case ANOTHER_KEY -> signed(FOREIGN, claims);
            case HMAC_WITH_THE_PUBLIC_KEY -> macSigned(claims);
            case CLAIMS_CHANGED_AFTER_SIGNING -> good.getHeader().toBase64URL() + "."
                    + claims.subject("somebody-else").build().toPayload().toBase64URL() + "." + good.getSignature();
        };
    }

    private static Date ago(long minutes) {
        return Date.from(Instant.now().minus(Duration.ofMinutes(minutes)));
    }

    private static String signed(JWTClaimsSet.Builder claims) throws JOSEException {
        return signed(RSA, claims);
    }

    private static String signed(RSAKey key, JWTClaimsSet.Builder claims) throws JOSEException {
        var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").build(), claims.build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static String ecSigned(JWTClaimsSet.Builder claims) throws JOSEException {
        var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(EC.getKeyID()).build(),
                claims.build());
        token.sign(new ECDSASigner(EC));
        return token.serialize();
    }

    private static String macSigned(JWTClaimsSet.Builder claims) throws JOSEException {
        var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(), claims.build());
        token.sign(new MACSigner(RSA.toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    private static RSAKey rsa(String kid, JWSAlgorithm alg) throws JOSEException {
        return new RSAKeyGenerator(2048).keyID(kid).algorithm(alg).generate();
    }

    private static ECKey ec(Curve curve) throws JOSEException {
        return new ECKeyGenerator(curve).keyID(curve.getName()).generate();
    }

    /// Made by the JDK, as the library would need another for it.
    private static OctetKeyPair ed25519() throws NoSuchAlgorithmException {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var published = pair.getPublic().getEncoded();
        var x = Arrays.copyOfRange(published, published.length - 32, published.length);
        var d = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).d(Base64URL.encode(d)).keyID("ed").build();
    }
}
