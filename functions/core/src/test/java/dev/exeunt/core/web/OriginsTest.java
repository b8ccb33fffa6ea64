package dev.exeunt.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

    @ParameterizedTest
    @CsvSource({"https://a.example/x?y=1,https://a.example", "HTTPS://A.Example:443,https://a.example",
        "http://a.example:80/,http://a.example", "http://a.example:443,http://a.example:443",
        "https://a.example:80,https://a.example:80", "https://a.example:,https://a.example",
        "http://[::1]:8080/x,http://[::1]:8080", "https://u:p@a.example/,https://a.example"})
    void c2SchemeHostAndPortMakeAnOriginAndTheSchemesOwnPortIsLeftOut(String url, String origin) {
        assertThat(Origins.of(url)).contains(origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.example", "//a.example", "ftp://a.example", "javascript:alert(1)", "https:a.example",
        "https:///x", "https://a b/", "https://a.example\\@evil.example", "https://a_b.example/", "com.app:/x",
        "https://a.example:x/", "https://"})
    void anythingElseHasNone(String url) {
        assertThat(Origins.of(url)).isEmpty();
    }

    @Test
    void theTurkishLocaleChangesNothing() {
        assertThat(Origins.of("HTTPS://ID.EXAMPLE")).contains("https://id.example");
    }
}
