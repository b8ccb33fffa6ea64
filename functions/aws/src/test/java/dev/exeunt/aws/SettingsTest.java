package dev.exeunt.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://idp.example/tsch\u00fcss", "https://idp.example/a b", "/bye",
        "javascript:alert(1)"})
    void aLastStopThatNoBrowserCanBeSentToKeepsTheFunctionFromStarting(String url) {
        var environment = environment(url);
        assertThatThrownBy(() -> Settings.signedOutUrl(environment)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("IDP_SIGNED_OUT_URL");
    }

    @Test
    void aLastStopIsTakenAsItIsAndNeedNotBe() {
        assertThat(Settings.signedOutUrl(environment("https://idp.example/bye?a=b%20c#d")))
                .contains("https://idp.example/bye?a=b%20c#d");
        assertThat(Settings.signedOutUrl(environment(""))).isEmpty();
    }

    private static Environment environment(String url) {
        return new Environment(Map.of("IDP_SIGNED_OUT_URL", url), InstantSource.system());
    }
}
