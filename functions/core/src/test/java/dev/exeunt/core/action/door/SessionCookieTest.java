package dev.exeunt.core.action.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SessionCookieTest {

    @Test
    void g9ItIsClearedWithIdenticalNamePathAndDomain() {
        assertThat(new SessionCookie("__Host-session", null).cleared(true))
                .isEqualTo("__Host-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
        assertThat(new SessionCookie("session", "example.com").cleared(false))
                .isEqualTo("session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Domain=example.com");
    }

    @Test
    void g9AHostCookieCannotHaveADomain() {
        assertThatThrownBy(() -> new SessionCookie("__Host-session", "example.com"))
                .hasMessageContaining("__Host-");
    }
}
