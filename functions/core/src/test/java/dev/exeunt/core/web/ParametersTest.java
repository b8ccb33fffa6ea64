package dev.exeunt.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    @Test
    void plusAndPercentAreDecoded() {
        var parameters = Parameters.parse("a=x+y&b=%C3%A9%20%2B&c=%2b");

        assertThat(parameters.get("a")).isEqualTo("x y");
        assertThat(parameters.get("b")).isEqualTo("é +");
        assertThat(parameters.get("c")).isEqualTo("+");
        assertThat(parameters.isMalformed()).isFalse();
    }

    @Test
    void namesAreDecodedTooSoARepetitionCannotHideBehindAnEscape() {
        var parameters = Parameters.parse("state=a&st%61te=b");

        assertThat(parameters.repeated(List.of("state"))).contains("state");
    }

    @Test
    void a3AnEmptyValueIsAsIfItHadNotCome() {
        var parameters = Parameters.parse("state=&client_id&=&&state=x");

        assertThat(parameters.get("client_id")).isNull();
        assertThat(parameters.get("state")).isEqualTo("x");
        assertThat(parameters.repeated(List.of("state", "client_id"))).isEmpty();
        assertThat(parameters.isMalformed()).isFalse();
    }

    @Test
    void aValueMayHoldAnEqualsSign() {
        assertThat(Parameters.parse("a=b=c==").get("a")).isEqualTo("b=c==");
    }

    @Test
    void namesAreToldApartByCase() {
        var parameters = Parameters.parse("State=x&state=y");

        assertThat(parameters.get("state")).isEqualTo("y");
        assertThat(parameters.repeated(List.of("state"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "%=x", "a=%u0041", "a=%-1", "a=%+1", "a=%C3", "a=%C0%AF",
        "a=%ED%A0%80",
        "a=%FF", "a=%F5%80%80%80", "a=\u0025\uff11\uff16", "a=\ud83d", "x=1&a=%E2%82&y=2"})
    void whatCannotBeDecodedMakesTheWholeMalformed(String raw) {
        assertThat(Parameters.parse(raw).isMalformed()).isTrue();
    }

    @Test
    void charactersThatWereNotEscapedComeThroughUnchanged() {
        assertThat(Parameters.parse("state=é€\ud83d\ude00").get("state")).isEqualTo("é€\ud83d\ude00");
    }

    @Test
    void nothingAtAllIsNoParameters() {
        assertThat(Parameters.parse("").first()).isEmpty();
        assertThat(Parameters.parse("&&&").first()).isEmpty();
        assertThat(Parameters.NONE.isMalformed()).isFalse();
    }

    @Test
    void firstValuesKeepTheOrderTheyCameIn() {
        assertThat(Parameters.parse("b=1&a=2&b=3").first()).containsExactly(java.util.Map.entry("b", "1"),
                java.util.Map.entry("a", "2"));
    }

    @Test
    void noiseNeverThrows() {
        var seed = 20261122L;
        var random = new Random(seed);
        var alphabet = "%&=+;abC01 \u00e9\ud83d\u0000";
        for (int round = 0; round < 5000; round++) {
            var raw = new StringBuilder();
            var length = random.nextInt(30);
            for (int i = 0; i < length; i++) {
                raw.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            var text = raw.toString();
            assertThat(Parameters.parse(text)).as("seed %s: %s", seed, text).isNotNull();
        }
    }
}
