package dev.exeunt.example.spring;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.UUID;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.context.SecurityContextHolderFilter;

/// A small OpenID Provider made with Spring Authorization Server. What makes Exeunt its logout half: [OpenSession],
/// [AskWhetherItLives], [JoiningAuthorizations], [SessionEnded], [SharedKeys], the `sid` and the metadata below.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(SessionEnded.class)
class IdentityProvider {

    @Bean
    SignedIn signedIn() {
        return new SignedIn();
    }

    @Bean
    ExeuntRegistry registry(Deployment deployment) {
        // In the cloud each request is signed here, with the AWS SDK's AwsV4HttpSigner.
        return new ExeuntRegistry(deployment.registry(), request -> request);
    }

    @Bean
    SharedKeys sharedKeys(Deployment deployment) {
        return new SharedKeys(deployment);
    }

    @Bean
    JWKSource<SecurityContext> published(SharedKeys keys) {
        return keys::published;
    }

    @Bean
    JwtEncoder encoder(SharedKeys keys) {
        return new NimbusJwtEncoder(keys.own());
    }

    @Bean
    JwtDecoder decoder(SharedKeys keys) {
        return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys.own());
    }

    @Bean
    AuthorizationServerSettings settings(Deployment deployment) {
        return AuthorizationServerSettings.builder().issuer(deployment.issuer().toString()).build();
    }

    @Bean
    OAuth2AuthorizationService authorizations(RegisteredClientRepository clients, ExeuntRegistry registry,
            Deployment deployment) {
        return new JoiningAuthorizations(new InMemoryOAuth2AuthorizationService(), clients, registry, deployment);
    }

    @Bean
    RegisteredClientRepository clients(ClientList clients) {
        return new InMemoryRegisteredClientRepository(
                clients.all().stream().map(IdentityProvider::registered).toList());
    }

    @Bean
    UserDetailsService users() {
        // A demonstration: one person, whose password is no secret.
        return new InMemoryUserDetailsManager(User.withUsername("ada").password("{noop}ada").roles("USER").build());
    }

    /// The `sid` is the session as Exeunt knows it: what the client joined with.
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> sid() {
        return context -> {
            if (context.getTokenType().getValue().equals("id_token")
                    && context.getPrincipal().getDetails() instanceof OpenSession.Details details) {
                context.getClaims().claim("sid", details.id());
            }
        };
    }

    @Bean
    @Order(1)
    SecurityFilterChain protocol(HttpSecurity http, ExeuntRegistry registry, SignedIn signedIn, Deployment deployment)
            throws Exception {
        http.oauth2AuthorizationServer(server -> {
            http.securityMatcher(server.getEndpointsMatcher());
            server.oidc(oidc -> oidc.providerConfigurationEndpoint(
                    endpoint -> endpoint.providerConfigurationCustomizer(metadata -> metadata
                            .endSessionEndpoint(deployment.exeunt() + "/oauth2/end-session")
                            .claim("backchannel_logout_supported", true)
                            .claim("backchannel_logout_session_supported", true)
                            .claim("frontchannel_logout_supported", true)
                            .claim("frontchannel_logout_session_supported", true))));
        });
        return http.authorizeHttpRequests(all -> all
                // Spring's own end of a session would leave the others signed in.
                .requestMatchers("/connect/logout").denyAll()
                .anyRequest().authenticated())
                .exceptionHandling(
                        each -> each.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
                .addFilterBefore(new AskWhetherItLives(registry, signedIn), SecurityContextHolderFilter.class)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http, ExeuntRegistry registry, SignedIn signedIn, Deployment deployment)
            throws Exception {
        return http.authorizeHttpRequests(all -> all
                .requestMatchers("/session-ended", "/signed-out").permitAll()
                .anyRequest().authenticated())
                .csrf(csrf -> csrf.ignoringRequestMatchers("/session-ended"))
                .formLogin(form -> form.successHandler(new OpenSession(registry, signedIn, deployment)))
                // Exeunt's page logs out.
                .logout(logout -> logout.disable())
                .addFilterBefore(new AskWhetherItLives(registry, signedIn), SecurityContextHolderFilter.class)
                .build();
    }

    private static RegisteredClient registered(ClientList.Client client) {
        return RegisteredClient.withId(UUID.randomUUID().toString())
                .clientId(client.id())
                .clientSecret("{noop}" + client.secret())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .redirectUri(client.url() + "/login/oauth2/code/idp")
                .scope("openid")
                .build();
    }
}
