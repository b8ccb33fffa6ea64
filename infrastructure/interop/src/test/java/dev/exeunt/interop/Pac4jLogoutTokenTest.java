package dev.exeunt.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import dev.exeunt.interop.LogoutTokens.Form;
import dev.exeunt.interop.OpenIdProvider.Login;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pac4j.core.config.Config;
import org.pac4j.core.context.CallContext;
import org.pac4j.core.exception.http.BadRequestAction;
import org.pac4j.core.logout.handler.SessionLogoutHandler;
import org.pac4j.oidc.client.OidcClient;
import org.pac4j.oidc.config.OidcConfiguration;

/// pac4j without a web framework around it: its client reads the request and has sessions destroyed by their `sid`.
class Pac4jLogoutTokenTest extends LogoutTokenContract {

    private static OpenIdProvider provider;
    private static OidcClient client;
    private static final Sessions SESSIONS = new Sessions();

    private Login last = new Login("", "");

    @BeforeAll
    static void start() throws IOException {
        provider = new OpenIdProvider(LogoutTokens.SIGNER);
        client = client("RS256");
    }

    private static OidcClient client(String alg) {
        var configuration = new OidcConfiguration();
        configuration.setClientId(CLIENT);
        configuration.setSecret("secret");
        configuration.setDiscoveryURI(provider.issuer() + "/.well-known/openid-configuration");
        configuration.setPreferredJwsAlgorithm(JWSAlgorithm.parse(alg));
        var made = new OidcClient(configuration);
        made.setCallbackUrl("http://localhost/callback");
        made.setConfig(new Config().setSessionLogoutHandler(SESSIONS));
        made.init();
        return made;
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    /// What an application would look sessions up by.
    private static final class Sessions implements SessionLogoutHandler {

        private final Set<String> keys = new HashSet<>();

        @Override
        public void recordSession(CallContext context, String key) {
            keys.add(key);
        }

        @Override
        public void destroySession(CallContext context, String key) {
            keys.remove(key);
        }

        @Override
        public void renewSession(CallContext context, String key) {
            throw new AssertionError("nobody renews a session here");
        }

        @Override
        public Optional<String> cleanRecord(String id) {
            return Optional.empty();
        }
    }

    @Override
    Login signIn() {
        last = provider.login();
        SESSIONS.keys.add(last.sid());
        return last;
    }

    /// EdDSA it cannot verify without another library.
    @ParameterizedTest
    @ValueSource(strings = {"PS256", "ES256", "ES384", "ES512"})
    void b11OurTokenIsAcceptedUnderEachAlgorithmButNoOther(String alg) {
        var login = signIn();
        var other = client(alg);

        assertThat(accepts(other, tokens().good(Form.STANDARD, CLIENT, "RS256", login))).isFalse();
        assertThat(isSignedIn()).isTrue();
        assertThat(accepts(other, tokens().good(Form.STANDARD, CLIENT, alg, login))).isTrue();
        assertThat(isSignedIn()).isFalse();
    }

    @Override
    boolean accepts(String token) {
        return accepts(client, token);
    }

    private static boolean accepts(OidcClient client, String token) {
        var call = new CallContext(new PostedForm("logout_token", token), new NoSession());
        try {
            var credentials = client.getCredentials(call);
            return credentials.isPresent() && client.processLogout(call, credentials.get()).getCode() == 200;
        } catch (BadRequestAction _) {
            return false;
        }
    }

    @Override
    boolean isSignedIn() {
        return SESSIONS.keys.contains(last.sid());
    }

    @Override
    LogoutTokens tokens() {
        return new LogoutTokens(provider);
    }

    @Override
    boolean understands(Form form) {
        return form != Form.USER_ONLY;
    }
}
