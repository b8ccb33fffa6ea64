package dev.exeunt.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {

    @Test
    void aProblemHasTheMembersOfRfc9457AndOurCode() {
        assertThat(Problem.of(410, "session_ended", "It is over.").with("ref", "r1").members())
                .containsExactlyEntriesOf(new java.util.LinkedHashMap<>(Map.of()) {
                    {
                        put("type", "urn:exeunt:problem:session_ended");
                        put("title", "session ended");
                        put("status", 410);
                        put("code", "session_ended");
                        put("detail", "It is over.");
                        put("ref", "r1");
                    }
                });
    }

    @Test
    void aBrokenMemberIsNamedWithItsRule() {
        assertThat(Problem.invalid("x.y", "range", "x.y is too much.").members())
                .containsEntry("status", 400).containsEntry("field", "x.y").containsEntry("rule", "range");
    }

    @Test
    void aProblemIsNeverCachedAndHasItsMediaType() {
        var answer = WebAnswer.problem(Problem.of(400, "c", "d"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json")
                .containsEntry("Cache-Control", "no-store").containsEntry("Referrer-Policy", "no-referrer");
    }

    @Test
    void a25ARedirectMakesAGetOfWhateverCame() {
        var answer = WebAnswer.seeOther("https://rp.example/out");

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers()).containsEntry("Location", "https://rp.example/out")
                .containsEntry("Cache-Control", "no-store").containsEntry("Referrer-Policy", "no-referrer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a/\r\nSet-Cookie: x=y", "https://a/\n", "https://a/\u0000", "https://a/\u007f",
        "https://a/\u0085", "https://a/\u010a"})
    void g19ALocationNeverHoldsALineBreakOrWhatBecomesOneInBytes(String location) {
        assertThatThrownBy(() -> WebAnswer.seeOther(location)).isInstanceOf(IllegalArgumentException.class);
    }
}
