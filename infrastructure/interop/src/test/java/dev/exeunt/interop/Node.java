package dev.exeunt.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Scripts on Node.js with a package from npm, both only where they are present. Each package has a folder of its own under
/// `target`.
final class Node {

    private static final int INSTALL_SECONDS = 120;
    private static final int RUN_SECONDS = 120;

    private final String name;
    private final String version;
    private final Path home;

    /// With this package in exactly this version.
    Node(String name, String version) {
        this.name = name;
        this.version = version;
        this.home = Path.of("target", "node", name.replace('/', '-')).toAbsolutePath();
    }

    /// Makes sure of the package.
    ///
    /// @return why it cannot be had; empty if it is there
    Optional<String> lacks() {
        if (Files.isDirectory(home.resolve("node_modules").resolve(name))) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(home);
            var install = run(List.of("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save",
                    "--prefer-offline", "--fetch-retries=0", "--fetch-timeout=20000", "--loglevel=error", "--prefix",
                    home.toString(), name + "@" + version), "", INSTALL_SECONDS);
            return install.isPresent() ? Optional.empty() : Optional.of("npm cannot install " + name);
        } catch (IOException e) {
            return Optional.of("there is no Node.js with npm");
        }
    }

    /// What the script answers to this input.
    String answer(Path script, String input) {
        try {
            return run(command(script), input, RUN_SECONDS)
                    .orElseThrow(() -> new AssertionError("the script failed; see its error above"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A script that runs until its standard input ends.
    Process start(Path script) {
        try {
            return new ProcessBuilder(command(script)).directory(home.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(Path script) throws IOException {
        var copy = home.resolve(script.getFileName());
        Files.writeString(copy, Files.readString(script));
        return List.of("node", copy.toString());
    }

    /// Standard output, or empty if it failed or took too long. Files carry the streams, so that neither side waits.
    private Optional<String> run(List<String> command, String input, int seconds) throws IOException {
        var in = home.resolve("in");
        var out = home.resolve("out");
        Files.writeString(in, input);
        var process = new ProcessBuilder(command).directory(home.toFile()).redirectInput(in.toFile())
                .redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return process.exitValue() == 0
                ? Optional.of(Files.readString(out, StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
