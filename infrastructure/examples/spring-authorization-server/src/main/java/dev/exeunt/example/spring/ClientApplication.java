package dev.exeunt.example.spring;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OidcBackChannelLogoutHandler;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.oidc.session.InMemoryOidcSessionRegistry;
import org.springframework.security.oauth2.client.oidc.session.OidcSessionRegistry;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// An application that signs people in by OpenID Connect, as Spring Security does it: nothing here knows of Exeunt.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ClientApplication.Pages.class)
class ClientApplication {

    @Bean
    OidcSessionRegistry oidcSessions() {
        return new InMemoryOidcSessionRegistry();
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, ClientRegistrationRepository clients, OidcSessionRegistry sessions,
            CookieName cookie) throws Exception {
        var atTheProvider = new OidcClientInitiatedLogoutSuccessHandler(clients);
        atTheProvider.setPostLogoutRedirectUri("{baseUrl}/bye");
        var byNotice = new OidcBackChannelLogoutHandler(sessions);
        byNotice.setSessionCookieName(cookie.name());
        return http
                .authorizeHttpRequests(all -> all.requestMatchers("/bye").permitAll().anyRequest().authenticated())
                .oauth2Login(login -> login.loginPage("/oauth2/authorization/idp"))
                .logout(logout -> logout.logoutSuccessHandler(atTheProvider))
                .oidcLogout(logout -> logout.backChannel(back -> back.logoutHandler(byNotice)))
                .build();
    }

    /// The session cookie's own name: on one host, cookies of all ports meet.
    record CookieName(String name) {}

    @RestController
    static class Pages {

        @GetMapping(path = "/", produces = "text/html")
        String home(@AuthenticationPrincipal OidcUser user, CsrfToken csrf) {
            return """
                    <!doctype html><title>Application</title><h1>Signed in as %s</h1>
                    <form method="post" action="/logout"><input type="hidden" name="%s" value="%s">
                    <button>Log out</button></form>""".formatted(user.getSubject(), csrf.getParameterName(),
                    csrf.getToken());
        }

        @GetMapping(path = "/bye", produces = "text/html")
        String bye() {
            return "<!doctype html><title>Bye</title><h1>Logged out</h1><a href=\"/\">Sign in again</a>";
        }
    }
}
