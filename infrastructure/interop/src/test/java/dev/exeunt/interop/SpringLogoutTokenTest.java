package dev.exeunt.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.client.OidcClient.Encryption;
import dev.exeunt.interop.LogoutTokens.Form;
import dev.exeunt.interop.OpenIdProvider.Login;
import java.util.HashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// An application made with Spring Boot and Spring Security's back-channel logout, on a real socket.
class SpringLogoutTokenTest extends LogoutTokenContract {

    private static OpenIdProvider provider;
    private static ServletWebServerApplicationContext application;

    private final Person person = new Person();

    @BeforeAll
    static void start() throws Exception {
        provider = new OpenIdProvider(LogoutTokens.SIGNER);
        provider.register(CLIENT, "RS256");
        var properties = new HashMap<String, Object>();
        properties.put("server.port", 0);
        properties.put("server.address", "127.0.0.1");
        properties.put("spring.main.banner-mode", "off");
        properties.put("logging.level.root", "ERROR");
        properties.put("spring.security.oauth2.client.registration.idp.client-id", CLIENT);
        properties.put("spring.security.oauth2.client.registration.idp.client-secret", "secret");
        properties.put("spring.security.oauth2.client.registration.idp.scope", "openid");
        properties.put("spring.security.oauth2.client.provider.idp.issuer-uri", provider.issuer());
        application = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                .properties(properties).run();
    }

    @AfterAll
    static void stop() {
        application.close();
        provider.close();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Home.class)
    static class Application {

        @Bean
        SecurityFilterChain security(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
                    .oauth2Login(Customizer.withDefaults())
                    .oidcLogout(logout -> logout.backChannel(Customizer.withDefaults()))
                    .build();
        }
    }

    @RestController
    static class Home {

        @GetMapping("/")
        String home(@AuthenticationPrincipal OidcUser user) {
            return user.getSubject();
        }
    }

    @Override
    Login signIn() throws Exception {
        var home = person.comesTo(address("/"));
        assertThat(home.body()).isEqualTo(provider.last().sub());
        return provider.last();
    }

    @Override
    boolean accepts(String token) throws Exception {
        var answer = Person.post(address("/logout/connect/back-channel/idp"), token);
        assertThat(answer.statusCode()).isIn(200, 400);
        return answer.statusCode() == 200;
    }

    @Override
    boolean isSignedIn() throws Exception {
        return person.looksAt(address("/")).statusCode() == 200;
    }

    /// As it is by default: whoever registers a client of Spring Security registers RS256, and no encryption.
    @ParameterizedTest
    @ValueSource(strings = {"PS256", "ES256", "ES384", "ES512", "EdDSA"})
    void b11NoOtherAlgorithmIsAcceptedUnlessTheApplicationSaysSo(String alg) throws Exception {
        var login = signIn();

        assertThat(accepts(tokens().good(Form.STANDARD, CLIENT, alg, login))).isFalse();
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void b14AnEncryptedTokenIsAcceptedByNobodyWithoutTheKey() throws Exception {
        var login = signIn();

        assertThat(accepts(
                tokens().encrypted(new Encryption("RSA-OAEP-256", "A256GCM", null, null), Form.STANDARD, CLIENT, login,
                        LogoutTokens.encryptionKey("RSA-OAEP-256"))))
                .isFalse();
        assertThat(isSignedIn()).isTrue();
    }

    @Override
    LogoutTokens tokens() {
        return new LogoutTokens(provider);
    }

    private static String address(String path) {
        return "http://localhost:" + application.getWebServer().getPort() + path;
    }
}
