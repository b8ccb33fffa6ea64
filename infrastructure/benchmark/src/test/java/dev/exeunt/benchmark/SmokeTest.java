package dev.exeunt.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// That everything starts and measures; what it measures is for people to read.
class SmokeTest {

    @Test
    void everyBenchmarkOfLogoutsMeasures() throws IOException {
        assertThat(measured(new Scale(2, 0, 1, Keys.SOFTWARE), new BrowserWait(), new LastTold(), new Deliveries()))
                .contains("1 rounds after 0 to warm up", "software keys",
                        "browser-wait: ", "  1.00 ", "2 that take 500 ms", "last-told: ", "a loop would take",
                        "the slowest application + ", "deliveries: ", "RS256: the bare signature",
                        "ES256, a second and core: ", "by the whole function (",
                        "-Xmx%dm: ".formatted(DelivererProcess.HEAP))
                .doesNotContain("NaN");
    }

    @Test
    void samlMessagesAreMeasuredInEitherDirectionAndAlgorithm() throws IOException {
        assertThat(measured(new Scale(1, 0, 1, Keys.SOFTWARE), new SamlMessages())).contains("saml: ",
                "rsa-sha256: a message signed for POST", "rsa-sha256: the first: a message by POST",
                "ecdsa-sha256: a message by Redirect inflated", "ecdsa-sha256, a second and core: ")
                .doesNotContain("NaN");
    }

    /// Of two functions, as the tests of the archives start all of them. With the archives as they are; `mvn verify` has built them before it comes here, `mvn test` has not.
    @Test
    void coldStartsAreMeasured() throws IOException {
        var archives = Path.of("..", "..", "functions", "sweeper", "target", "sweeper.zip");
        if (!Files.exists(archives)) {
            System.out.println("functions/sweeper is not packaged: cold starts were not measured");
        }
        Assumptions.assumeTrue(Files.exists(archives));

        assertThat(measured(new Scale(1, 0, 1, Keys.KMS), new ColdStart(List.of("logout", "backchannel")),
                new ColdChoices()))
                .contains("start and first answer, logout",
                        "first answer after a snapshot, backchannel", "start alone, bare, a constant",
                        "Memory resident",
                        "first answer alone, the event by Jackson", "start alone, one read by apache5-client")
                .doesNotContain("NaN");
    }

    private static String measured(Scale scale, Benchmark... benchmarks) throws IOException {
        var printed = new ByteArrayOutputStream();
        Main.measure(List.of(benchmarks), scale, new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8);
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
                        + " is browser-wait or last-told or cold-start or cold-choices or deliveries or saml");
        assertThatThrownBy(() -> CommandLine.parse(Main.BENCHMARKS, "--rounds", "0")).hasMessageContaining("'0'");
        assertThatThrownBy(() -> CommandLine.parse(Main.BENCHMARKS, "--keys")).hasMessageContaining("needs a value");
    }
}
