package dev.exeunt.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// That everything starts and measures; what it measures is for people to read.
class SmokeTest {

    @Test
    void everyBenchmarkMeasures() throws IOException {
        var printed = new ByteArrayOutputStream();
        Main.measure(Main.BENCHMARKS, new Scale(2, 0, 2, Keys.SOFTWARE), new PrintStream(printed, true,
                StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("2 rounds after 0 to warm up", "a software key",
                "browser-wait: ", "  1.00 ", "2 that take 500 ms", "last-told: ", "naive", "the slowest application + ")
                .doesNotContain("NaN");
    }

    @Test
    void theCommandLineNamesBenchmarksAndTheirScale() {
        var line = CommandLine.parse(Main.BENCHMARKS, "last-told", "--rounds", "3", "--warm-ups", "0", "--keys",
                "software");

        assertThat(line.benchmarks()).extracting(Benchmark::name).containsExactly("last-told");
        assertThat(line.scale()).isEqualTo(new Scale(20, 0, 3, Keys.SOFTWARE));
        assertThat(CommandLine.parse(Main.BENCHMARKS)).isEqualTo(new CommandLine(Main.BENCHMARKS, Scale.CLAIMED));
    }

    @Test
    void aWrongArgumentIsToldInASentence() {
        assertThatThrownBy(() -> CommandLine.parse(Main.BENCHMARKS, "nothing")).hasMessage(
                "nothing is not understood; use [--rounds N] [--warm-ups N] [--keys kms|software] [name]..., where name"
                        + " is browser-wait or last-told");
        assertThatThrownBy(() -> CommandLine.parse(Main.BENCHMARKS, "--rounds", "0")).hasMessageContaining("'0'");
        assertThatThrownBy(() -> CommandLine.parse(Main.BENCHMARKS, "--keys")).hasMessageContaining("needs a value");
    }
}
