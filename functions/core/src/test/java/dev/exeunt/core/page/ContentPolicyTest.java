package dev.exeunt.core.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.page.Page.Ask;
import dev.exeunt.core.page.Page.Link;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContentPolicyTest {

    private static final ContentPolicy.Forms NONE = new ContentPolicy.Forms.None();

    @Test
    void g2APageWithoutScriptFramesAndFormsAllowsAStylesheetAndPictures() {
        assertThat(new ContentPolicy(false, List.of(), List.of(), NONE).text())
                .isEqualTo("default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'self'; "
                        + "img-src 'self'; form-action 'none'");
    }

    @Test
    void g3TheIframePageNamesExactlyTheOriginsOfItsFrames() {
        assertThat(frames("https://a.example/x?y=1", "https://A.example:443/z", "http://b.localhost:8080/",
                "https://c.example:8443/"))
                .contains("; frame-src https://a.example http://b.localhost:8080 https://c.example:8443;");
    }

    /// A gateway takes about 10 KB of headers.
    @Test
    void g5ALongListBecomesAnyHttpsOrigin() {
        var policy = frames(IntStream.range(0, 250).mapToObj(n -> "https://application-" + n + ".example/")
                .toArray(String[]::new));
        assertThat(policy).contains("; frame-src https:;").hasSizeLessThan(300);
    }

    @Test
    void g5ALongListKeepsPlainHttpOnlyForThisMachine() {
        var many = IntStream.range(0, 250).mapToObj(n -> "https://application-" + n + ".example/");
        assertThat(frames(
                Stream.concat(many, List.of("http://wiki.localhost:8080/", "http://plain.example/").stream())
                        .toArray(String[]::new)))
                .contains("; frame-src https: http://localhost:* http://*.localhost:* http://127.0.0.1:*;");
    }

    /// A policy's grammar has no IPv6 addresses.
    @Test
    void g5AnAddressThatAPolicyCannotSayIsItsScheme() {
        assertThat(frames("https://[2001:db8::1]/")).contains("; frame-src https:;");
    }

    /// Chrome holds redirects after a submit against `form-action`.
    @Test
    void g2AFormMayLeadToWhereTheWayEnds() {
        assertThat(form("https://wiki.example/out")).endsWith("; form-action 'self' https:");
        assertThat(form("http://wiki.localhost:8080/out?a=b"))
                .endsWith("; form-action 'self' https: http://wiki.localhost:8080");
        assertThat(form("com.example.app:/out")).endsWith("; form-action 'self' https: com.example.app:");
        assertThat(form("com.example.app://out")).endsWith("; form-action 'self' https: com.example.app:");
        assertThat(Examples.policy(new Ask("/logout", "s", null, true, null))).endsWith("; form-action 'self' https:");
    }

    private static String frames(String... urls) {
        var origins = List.of(urls).stream().map(url -> WebOrigin.of(url).orElseThrow()).toList();
        return new ContentPolicy(true, List.of(), origins, NONE).text();
    }

    private static String form(String end) {
        return Examples.policy(new Ask("/logout", "s", null, true, new Link(end, "App")));
    }
}
