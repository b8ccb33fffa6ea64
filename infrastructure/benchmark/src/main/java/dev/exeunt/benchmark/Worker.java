package dev.exeunt.benchmark;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A process of our own that takes lines and answers each demand with numbers in one line. What it costs is counted by
/// itself.
final class Worker implements AutoCloseable {

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    private Worker(Process process) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /// Starts one on this class path.
    ///
    /// @param options   of the virtual machine
    /// @param variables added to the environment
    static Worker start(Class<?> main, List<String> options, Map<String, String> variables) throws IOException {
        var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                main.getName()));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(variables);
        return new Worker(builder.start());
    }

    /// The numbers that it answers.
    long[] ask(List<String> lines) throws IOException {
        tell(lines);
        var answer = out.readLine();
        if (answer == null) {
            throw new IOException("a process has ended that was to be measured");
        }
        return List.of(answer.split(" ")).stream().mapToLong(Long::parseLong).toArray();
    }

    /// Lines that it does not answer.
    void tell(List<String> lines) throws IOException {
        for (var line : lines) {
            in.write(line);
            in.newLine();
        }
        in.flush();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
