package dev.exeunt.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void valuesAreEscapedAndMarkupIsNot() {
        var html = Html.of("<p title=\"{}\">{}{}</p>", "\"><script>", "<b>&'", Html.of("<b>{}</b>", "x"));
        assertThat(html.markup())
                .isEqualTo("<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;&#39;<b>x</b></p>");
    }

    @Test
    void placesInAValueAreNotFilled() {
        assertThat(Html.of("{}{}", "{}", "x").markup()).isEqualTo("{}x");
    }

    @Test
    void aTemplateWantsAsManyValuesAsItHasPlaces() {
        assertThatThrownBy(() -> Html.of("{}", "a", "b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHostileNameIsShownAsItIsOnEveryPage() throws Exception {
        var hostile = Person.of("seamus").orElseThrow();
        try (var exeunt = FakeExeunt.start()) {
            var browser = new Browser();
            var page = exeunt.signIn(browser, hostile, Application.WIKI);
            var home = browser.open(exeunt.addresses.publicUrl().resolve("/"));
            assertThat(page.body()).contains("Séamus O’Brien &lt;&amp;&gt; Söhne").doesNotContain("<&>");
            assertThat(home.body()).contains("Séamus O’Brien &lt;&amp;&gt; Söhne").doesNotContain("<&>");
        }
    }

    @Test
    void whatAFormIsSentWithComesBackEscaped() throws Exception {
        try (var exeunt = FakeExeunt.start()) {
            var shown = new Browser().open(java.net.URI.create(exeunt.addresses.publicUrl()
                    + "/idp/authorize?client_id=wiki&response_type=code&redirect_uri="
                    + Application.WIKI.redirectUri(exeunt.addresses)
                    + "&state=%22%3E%3Cscript%3E&x=\"".replace("\"", "%22")));
            assertThat(shown.body()).contains("Who wants to sign in?").doesNotContain("<script>");
        }
    }

    @Test
    void pagesAllowNoForeignResourcesAndNoFrames() throws Exception {
        try (var exeunt = FakeExeunt.start()) {
            var answer = new Wire().get(exeunt.addresses.publicUrl().resolve("/"));
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'",
                            "frame-ancestors 'none'")
                    .doesNotContain("unsafe-inline");
        }
    }

    @Test
    void aPartThatIsTheSameIsNotSentAgain() throws Exception {
        try (var exeunt = FakeExeunt.start()) {
            var first = Page.fragment(Html.of("<p>{}</p>", "a"), java.util.Optional.empty());
            var again = Page.fragment(Html.of("<p>{}</p>", "a"), first.headers().get("ETag").stream().findFirst());
            assertThat(first.status()).isEqualTo(200);
            assertThat(again.status()).isEqualTo(304);
            assertThat(exeunt.ended).isFalse();
        }
    }
}
