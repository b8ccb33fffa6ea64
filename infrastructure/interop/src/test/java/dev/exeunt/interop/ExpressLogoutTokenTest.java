package dev.exeunt.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.exeunt.core.client.OidcClient.Encryption;
import dev.exeunt.interop.LogoutTokens.Form;
import dev.exeunt.interop.OpenIdProvider.Login;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Applications made with Express and `express-openid-connect`, one for each algorithm, on real sockets.
class ExpressLogoutTokenTest extends LogoutTokenContract {

    private static final String PACKAGE = "express-openid-connect";
    private static final Node NODE = new Node(PACKAGE, "3.4.0");

    private static OpenIdProvider provider;
    private static Process process;
    /// By `client_id`.
    private static Map<String, Object> addresses;

    private final Person person = new Person();

    @BeforeAll
    static void start() throws Exception {
        var lacks = NODE.lacks();
        lacks.ifPresent(
                why -> System.out.println("Skipped: logout tokens against " + PACKAGE + ", because " + why + "."));
        assumeTrue(lacks.isEmpty(), "no Node.js with " + PACKAGE);
        provider = new OpenIdProvider(LogoutTokens.SIGNER);
        provider.register(CLIENT, "RS256");
        List.of("PS256", "ES256", "ES384", "ES512", "EdDSA").forEach(alg -> provider.register(alg, alg));
        process = NODE.start(Path.of(Objects.requireNonNull(ExpressLogoutTokenTest.class.getResource("express.cjs"))
                .toURI()));
        var to = process.outputWriter(StandardCharsets.UTF_8);
        to.write(JSONObjectUtils.toJSONString(Map.of("issuer", provider.issuer(), "clients", provider.clients()))
                + "\n");
        to.flush();
        var from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        addresses = JSONObjectUtils
                .parse(Objects.requireNonNull(from.readLine(), "the script failed; see its error above"));
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (process != null) {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        if (provider != null) {
            provider.close();
        }
    }

    @Override
    Login signIn() throws Exception {
        return signIn(CLIENT);
    }

    @Override
    boolean accepts(String token) throws Exception {
        return accepts(CLIENT, token);
    }

    @Override
    boolean isSignedIn() throws Exception {
        return isSignedIn(CLIENT);
    }

    @Override
    LogoutTokens tokens() {
        return new LogoutTokens(provider);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PS256", "ES256", "ES384", "ES512", "EdDSA"})
    void b11OurTokenIsAcceptedUnderEachAlgorithmButNoOther(String alg) throws Exception {
        var login = signIn(alg);

        assertThat(accepts(alg, tokens().good(Form.STANDARD, alg, "RS256", login))).isFalse();
        assertThat(isSignedIn(alg)).isTrue();
        assertThat(accepts(alg, tokens().good(Form.STANDARD, alg, alg, login))).isTrue();
        assertThat(isSignedIn(alg)).isFalse();
    }

    /// The library beneath reads encrypted tokens, and the middleware what was in them.
    @ParameterizedTest
    @CsvSource({"RSA-OAEP-256, A256GCM", "RSA-OAEP-512, A128CBC-HS256", "ECDH-ES, A128GCM",
        "ECDH-ES+A256KW, A256CBC-HS512"})
    void b14OurEncryptedTokenIsReadByAnotherLibrary(String alg, String enc) throws Exception {
        var login = signIn();
        var key = LogoutTokens.encryptionKey(alg);
        var sealed = tokens().encrypted(new Encryption(alg, enc, null, null), Form.STANDARD, CLIENT, login, key);
        assertThat(accepts(sealed)).as("as it is: the middleware has no key").isFalse();
        assertThat(isSignedIn()).isTrue();

        var read = JSONObjectUtils.parse(NODE.answer(
                Path.of(Objects.requireNonNull(ExpressLogoutTokenTest.class.getResource("jose.cjs")).toURI()),
                JSONObjectUtils.toJSONString(Map.of("jwe", sealed, "jwk", key.toJSONObject(), "alg", alg))));

        assertThat(JSONObjectUtils.getJSONObject(read, "header")).containsEntry("cty", "JWT")
                .containsEntry("iss", provider.issuer()).containsEntry("enc", enc);
        assertThat(accepts(JSONObjectUtils.getString(read, "token"))).isTrue();
        assertThat(isSignedIn()).isFalse();
    }

    private Login signIn(String client) throws Exception {
        assertThat(person.comesTo(addresses.get(client) + "/login").body()).isEqualTo(provider.last().sub());
        return provider.last();
    }

    private boolean isSignedIn(String client) throws Exception {
        return !person.looksAt(addresses.get(client) + "/").body().equals("nobody");
    }

    private static boolean accepts(String client, String token) throws Exception {
        var answer = Person.post(addresses.get(client) + "/backchannel-logout", token);
        assertThat(answer.statusCode()).isIn(204, 400);
        return answer.statusCode() == 204;
    }
}
