package dev.exeunt.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWEDecryptionKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import dev.exeunt.core.client.OidcClient.Encryption;
import dev.exeunt.interop.LogoutTokens.Form;
import dev.exeunt.interop.OpenIdProvider.Login;
import java.io.IOException;
import java.text.ParseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The validator of Nimbus OAuth 2.0 SDK, which has no sessions: its word is what counts.
class NimbusLogoutTokenTest extends LogoutTokenContract {

    private static OpenIdProvider provider;

    private boolean signedIn;

    @BeforeAll
    static void start() throws IOException {
        provider = new OpenIdProvider(LogoutTokens.SIGNER);
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @Override
    Login signIn() {
        signedIn = true;
        return provider.login();
    }

    @Override
    boolean accepts(String token) throws ParseException, JOSEException {
        var accepted = accepts(token, JWSAlgorithm.RS256);
        signedIn &= !accepted;
        return accepted;
    }

    @Override
    boolean isSignedIn() {
        return signedIn;
    }

    @Override
    LogoutTokens tokens() {
        return new LogoutTokens(provider);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "ES384", "ES512"})
    void b11OurTokenIsAcceptedUnderEachAlgorithmButNoOther(String alg) throws Exception {
        var token = tokens().good(Form.STANDARD, CLIENT, alg, signIn());

        assertThat(accepts(token, JWSAlgorithm.parse(alg))).isTrue();
        assertThat(accepts(token, JWSAlgorithm.parse(alg.equals("RS256") ? "ES256" : "RS256"))).isFalse();
    }

    /// With a `typ` of their own inside, which it allows in plain tokens alone, it refuses them: the profile's `typ` is for that.
    @ParameterizedTest
    @CsvSource({"RSA-OAEP-256, A256GCM", "ECDH-ES+A128KW, A128CBC-HS256"})
    void b14OurEncryptedTokenIsAcceptedByWhoHasTheKeyAndByNobodyElse(String alg, String enc) throws Exception {
        var key = LogoutTokens.encryptionKey(alg);
        var wanted = new Encryption(alg, enc, null, null);
        var login = signIn();
        var token = tokens().encrypted(wanted, Form.TYPED_AS_ANY_JWT, CLIENT, login, key);

        assertThat(accepts(token, alg, enc, key)).isTrue();
        assertThat(accepts(tokens().encrypted(wanted, Form.STANDARD, CLIENT, login, key), alg, enc, key)).isFalse();
        assertThat(accepts(token, alg, enc, LogoutTokens.encryptionKey(alg))).isFalse();
    }

    private static boolean accepts(String token, String alg, String enc, JWK key) throws ParseException {
        var signed = new JWSVerificationKeySelector<>(JWSAlgorithm.RS256,
                new ImmutableJWKSet<>(new JWKSet(LogoutTokens.SIGNER.publicKeys())));
        var encrypted = new JWEDecryptionKeySelector<>(JWEAlgorithm.parse(alg), EncryptionMethod.parse(enc),
                new ImmutableJWKSet<>(new JWKSet(key)));
        try {
            new LogoutTokenValidator(new Issuer(provider.issuer()), new ClientID(CLIENT), signed, encrypted)
                    .validate(JWTParser.parse(token));
            return true;
        } catch (BadJOSEException | JOSEException _) {
            return false;
        }
    }

    private static boolean accepts(String token, JWSAlgorithm alg) throws ParseException, JOSEException {
        try {
            new LogoutTokenValidator(new Issuer(provider.issuer()), new ClientID(CLIENT), alg,
                    new JWKSet(LogoutTokens.SIGNER.publicKeys())).validate(JWTParser.parse(token));
            return true;
        } catch (BadJOSEException _) {
            return false;
        }
    }
}
