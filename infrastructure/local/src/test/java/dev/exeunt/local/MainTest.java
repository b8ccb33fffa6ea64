package dev.exeunt.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The program as a process of its own.
class MainTest {

    private static final long PATIENCE_SECONDS = 60;

    @Test
    void oneLineSaysThatItIsReadyAndASignalEndsItCleanly() throws IOException, InterruptedException {
        var process = start("--port", "0");
        try (var out = reader(process)) {
            var line = out.readLine();
            assertThat(line).matches("Exeunt is ready: http://localhost:\\d+ \\(registry http://localhost:\\d+\\)");
            var url = URI.create(line.split(" ")[3]);
            assertThat(Raw.send(url, "GET / HTTP/1.1\nHost: localhost").status()).isEqualTo(200);
            assertThat(Raw.send(url, "GET /oauth2/jwks HTTP/1.1\nHost: localhost").body()).contains("\"keys\"");

            // The handle leaves the streams open.
            process.toHandle().destroy();

            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(out.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aPortInUseIsOneLineAndAnExitCode() throws IOException, InterruptedException {
        try (var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));

            assertRefused("port " + taken.getLocalPort() + " is in use; choose another with --port", "--port=" + taken
                    .getLocalPort());
        }
    }

    @Test
    void whatIsWrongWithAParameterIsOneLineAndAnExitCode() throws IOException, InterruptedException {
        assertRefused("parameter HintKeyDays is '0', but must be at least 1", "--parameter", "HintKeyDays=0");
        assertRefused("--frob is not understood; use " + CommandLine.USAGE, "--frob");
    }

    private static void assertRefused(String why, String... arguments) throws IOException, InterruptedException {
        var process = start(arguments);
        try (var out = reader(process); var err = process.errorReader(StandardCharsets.UTF_8)) {
            assertThat(err.lines().filter(line -> !line.startsWith("WARNING: "))).containsExactly(
                    "Exeunt cannot start: " + why);
            assertThat(out.readLine()).isNull();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty(
                        "java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    private static BufferedReader reader(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }
}
