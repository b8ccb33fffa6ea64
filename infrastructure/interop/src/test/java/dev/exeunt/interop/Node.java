package dev.exeunt.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Scripts on Node.js with packages from npm, both only where they are present. Packages go under `target`.
final class Node {

    private static final Path HOME = Path.of("target", "node").toAbsolutePath();
    private static final int INSTALL_SECONDS = 120;
    private static final int RUN_SECONDS = 120;

    private Node() {
    }

    /// Makes sure of a package in exactly this version.
    ///
    /// @return why it cannot be had; empty if it is there
    static Optional<String> lacks(String name, String version) {
        if (Files.isDirectory(HOME.resolve("node_modules").resolve(name))) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(HOME);
            var install = run(List.of("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save",
                    "--fetch-retries=0", "--fetch-timeout=20000", "--loglevel=error", "--prefix", HOME.toString(),
                    name + "@" + version), "", INSTALL_SECONDS);
            return install.isPresent() ? Optional.empty() : Optional.of("npm cannot install " + name);
        } catch (IOException e) {
            return Optional.of("there is no Node.js with npm");
        }
    }

    /// What the script answers to this input.
    static String answer(Path script, String input) {
        try {
            var copy = HOME.resolve(script.getFileName());
            Files.writeString(copy, Files.readString(script));
            return run(List.of("node", copy.toString()), input, RUN_SECONDS)
                    .orElseThrow(() -> new AssertionError("the script failed; see its error above"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Standard output, or empty if it failed or took too long. Files carry the streams, so that neither side waits.
    private static Optional<String> run(List<String> command, String input, int seconds) throws IOException {
        var in = HOME.resolve("in");
        var out = HOME.resolve("out");
        Files.writeString(in, input);
        var process = new ProcessBuilder(command).directory(HOME.toFile()).redirectInput(in.toFile())
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
