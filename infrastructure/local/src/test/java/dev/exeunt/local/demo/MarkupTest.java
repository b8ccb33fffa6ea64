package dev.exeunt.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkupTest {

    @Test
    void formsAndFramesAreFoundHoweverTheirAttributesAreWritten() {
        var page = new Markup(
                """
                        <iframe sandbox="x" src="http://a.localhost/x?iss=a&amp;sid=b"></iframe><IFRAME src='/f?&#x61;&#39;'></IFRAME>
                        <form method="get" action="/no"></form>
                        <form class="x"
                          method=post action="/logout/v/stages/1"><input type="hidden" name="t" value="&quot;&lt;&amp;lt;">
                        <input name="typed"><button name="confirm" value="yes">Yes</button></form>
                        """);
        assertThat(page.frames()).containsExactly("http://a.localhost/x?iss=a&sid=b", "/f?a'");
        assertThat(page.posts()).hasSize(1).first().satisfies(form -> {
            assertThat(form.action()).isEqualTo("/logout/v/stages/1");
            assertThat(form.fields()).isEqualTo(Map.of("t", "\"<&lt;"));
            assertThat(form.buttons()).containsEntry("confirm", List.of("yes"));
        });
    }
}
