package dev.exeunt.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exeunt.local.template.StartProblem;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @Test
    void optionsAreReadInBothForms() {
        var expected = new CommandLine(Optional.of(9000), true, false, false, Map.of("Issuer", "http://a=b"));

        assertThat(CommandLine.parse("--port", "9000", "--demo", "--parameter", "Issuer=http://a=b")).isEqualTo(
                expected);
        assertThat(CommandLine.parse("--port=9000", "--demo=true", "--parameter=Issuer=http://a=b")).isEqualTo(
                expected);
    }

    @Test
    void whatMavenHandsOverEmptyCountsAsNotGiven() {
        assertThat(CommandLine.parse("--with-parent", "--port=", "--demo=false", "--parameters=")).isEqualTo(
                new CommandLine(Optional.empty(), false, false, true, Map.of()));
    }

    @Test
    void severalParametersAreSeparatedBySemicolons() {
        assertThat(CommandLine.parse("--parameters=RetrySeconds=1,5;BrandName=My Own ; ").parameters()).isEqualTo(Map
                .of("RetrySeconds", "1,5", "BrandName", "My Own"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--prot=1", "--port", "--port=x", "--port=-1", "--port=65535", "--parameter=Issuer",
        "--parameter==x", "serve"})
    void whatIsNotUnderstoodIsOneLine(String argument) {
        assertThatThrownBy(() -> CommandLine.parse(argument)).isInstanceOf(StartProblem.class)
                .hasMessageContaining("--").hasMessageNotContaining("\n");
    }
}
