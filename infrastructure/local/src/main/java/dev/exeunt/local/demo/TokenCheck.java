package dev.exeunt.local.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;

/// What an application believes: ID tokens and logout tokens that the identity provider's keys have signed with RS256,
/// checked by the OAuth 2.0 SDK and by nothing of ours.
final class TokenCheck {

    private static final long KEYS_MILLIS = 300_000;
    private static final int CONNECT_MILLIS = 1_000;
    private static final int READ_MILLIS = 4_000;
    private static final long FETCH_MILLIS = 5_000;
    private static final long FETCH_PAUSE_MILLIS = 500;

    /// What a check came to.
    sealed interface Checked<T> {

        record Good<T>(T claims) implements Checked<T> {}

        /// The token is wrong and will stay so.
        record Bad<T>(String why) implements Checked<T> {}

        /// The keys cannot be had just now, so nothing can be said.
        record NotNow<T>(String why) implements Checked<T> {}
    }

    @FunctionalInterface
    private interface Validation<T> {
        T run() throws BadJOSEException, JOSEException, ParseException;
    }

    private final IDTokenValidator idTokens;
    private final LogoutTokenValidator logoutTokens;

    TokenCheck(URI issuer, String clientId, URI jwksUri) {
        var iss = new Issuer(issuer);
        var client = new ClientID(clientId);
        var keys = new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys(jwksUri));
        idTokens = new IDTokenValidator(iss, client, keys, null);
        logoutTokens = new LogoutTokenValidator(iss, client, keys, null);
    }

    private static JWKSource<SecurityContext> keys(URI jwksUri) {
        try {
            var patient = new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS);
            return JWKSourceBuilder.create(jwksUri.toURL(), patient).refreshAheadCache(false)
                    .cache(KEYS_MILLIS, FETCH_MILLIS)
                    .rateLimited(FETCH_PAUSE_MILLIS).build();
        } catch (MalformedURLException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    Checked<IDTokenClaimsSet> idToken(String token, String nonce) {
        return judge(() -> idTokens.validate(JWTParser.parse(token), new Nonce(nonce)));
    }

    /// Checks a logout token (OpenID Connect Back-Channel Logout, 2.6).
    Checked<LogoutTokenClaimsSet> logoutToken(String token) {
        return judge(() -> logoutTokens.validate(JWTParser.parse(token)));
    }

    private static <T> Checked<T> judge(Validation<T> validation) {
        try {
            return new Checked.Good<>(validation.run());
        } catch (KeySourceException unavailable) {
            return new Checked.NotNow<>("the issuer's keys cannot be had");
        } catch (BadJOSEException | JOSEException | ParseException bad) {
            return new Checked.Bad<>(String.valueOf(bad.getMessage()));
        }
    }
}
