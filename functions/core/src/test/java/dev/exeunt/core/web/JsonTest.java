package dev.exeunt.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "[[\"user\",\"x\"]]", "1", "\"x\"", "{", "{\"a\"}", "{\"a\":1,}",
        "{} {}", "{\"a\":1}x",
        "<xml/>", "{\"a\":NaN}", "{'a':1}", "{a:1}", "\u0000"})
    void whatIsNoJsonObjectIsNone(String text) {
        assertThat(Json.read(text)).isEmpty();
    }

    @Test
    void aNestThatIsTooDeepIsNoneAndNoCrash() {
        assertThat(Json.read("{\"a\":".repeat(100_000))).isEmpty();
        assertThat(Json.read("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}")).isEmpty();
    }

    @Test
    void wholeNumbersAreLong() {
        assertThat(Json.read("{\"a\":1,\"b\":[true,null,\"é\"]}").orElseThrow())
                .containsEntry("a", 1L).containsEntry("b", java.util.Arrays.asList(true, null, "é"));
    }

    @Test
    void theOrderAndTheCharactersOfWhatIsWrittenStay() {
        var object = new LinkedHashMap<String, Object>();
        object.put("z", "http://a/\"\\\n<>&'=é");
        object.put("a", List.of(1, Map.of()));

        var text = Json.write(object);

        assertThat(text).startsWith("{\"z\":\"http://a/").endsWith("\"a\":[1,{}]}");
        assertThat(Json.read(text).orElseThrow()).containsEntry("z", "http://a/\"\\\n<>&'=é");
    }
}
