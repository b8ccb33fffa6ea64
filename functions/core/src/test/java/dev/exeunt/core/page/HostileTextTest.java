package dev.exeunt.core.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Names, texts and URLs that want to be more than that stay what they are, on every page.
class HostileTextTest {

    private static final List<String> ELEMENTS = List.of("img", "b", "object", "embed", "base", "math", "textarea");

    static List<String> texts() {
        return List.of("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
                "\" autofocus onfocus=alert(1) x=\"", "</title><script>alert(1)</script>",
                "</h1></main><base href=//evil>",
                "<!--", "-->", "<![CDATA[", "]]>", "&lt;b&gt;", "&#60;b&#62;", "${7*7}", "{{7*7}}", "{0}", "@endif",
                "<svg><script>alert(1)</script></svg>", "<math><b>", "<textarea>", "</script><script>alert(1)</script>",
                "</noscript><img src=x>", "</bdi><b>", "\u202egnp.exe", "\u2069\u2066x\u2069", "a\u0000b", "\r\nX: y",
                "<object data=x>", "<embed src=x>", "\ud83d\ude00", "<iframe src=javascript:alert(1)>",
                "<a href=\"javascript:alert(1)\">", "x".repeat(2000));
    }

    static List<String> urls() {
        return List.of("javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
                "\u0001javascript:alert(1)", "javascript://login.example/%0aalert(1)",
                "data:text/html,<script>x</script>",
                "vbscript:x", "file:///etc/passwd", "blob:https://login.example/1", "filesystem:https://x/1",
                "about:blank", "view-source:https://x/", "\"><script>alert(1)</script>", "https://x\"onload=alert(1)",
                "https://evil.example; script-src *", "https://evil.example,https://x", "//evil.example/", "https://",
                "http:evil", "https://a b/", "https://[evil/");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsStayTexts(String text) {
        for (var page : Examples.everyPage(text, "https://wiki.example/")) {
            assertInert(Examples.document(page));
        }
    }

    @ParameterizedTest
    @MethodSource("urls")
    void urlsThatAreNotAddressesBecomeNothing(String url) {
        for (var page : Examples.everyPage("Wiki", url)) {
            var document = Examples.document(page);
            assertInert(document);
            assertThat(document.select("iframe")).isEmpty();
            assertThat(document.select("main a").eachAttr("href")).allMatch("/logout"::equals);
            assertThat(Examples.policy(page)).doesNotContain("evil", "frame-src", "javascript", "script-src *")
                    .endsWith(document.select("form").isEmpty() ? "form-action 'none'" : "form-action 'self' https:");
        }
    }

    private static void assertInert(Document document) {
        assertThat(document.select("script")).allMatch(script -> script.attr("src").startsWith("/assets/exeunt."));
        assertThat(document.select(String.join(",", ELEMENTS))).isEmpty();
        assertThat(document.select("iframe")).allMatch(frame -> frame.attr("src").equals("https://wiki.example/"));
        assertThat(document.getAllElements()).allSatisfy(element -> assertThat(element.attributes().asList())
                .noneMatch(attribute -> attribute.getKey().startsWith("on") || attribute.getKey().equals("autofocus")));
        assertThat(document.select("main")).hasSize(1);
        assertThat(document.select("main h1")).hasSize(1);
        assertThat(document.head().select("link")).hasSize(1);
    }
}
