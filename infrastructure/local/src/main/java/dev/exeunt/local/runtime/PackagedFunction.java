package dev.exeunt.local.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// A function in a JVM of its own under Lambda's runtime client, from its start to its end.
public final class PackagedFunction implements AutoCloseable {

    /// For anything it does; far more than it needs, for machines that are busy.
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final RuntimeApi api = RuntimeApi.open();
    private final Path scratch;
    private final Process process;
    private final long startedAt;
    private final Turn first;

    private PackagedFunction(Launch launch) {
        try {
            scratch = Files.createTempDirectory("exeunt-function");
            var command = RuntimeClient.command(launch.handler(), launch.options(), launch.before());
            command.add(1, "-Djava.io.tmpdir=" + scratch);
            var builder = new ProcessBuilder(command).directory(launch.folder().toFile()).redirectErrorStream(true)
                    .redirectOutput(scratch.resolve("output").toFile());
            builder.environment().clear();
            builder.environment().putAll(launch.environment());
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.authority());
            startedAt = System.nanoTime();
            process = builder.start();
            process.onExit().thenAccept(ended -> api.ended(ended.exitValue()));
            first = next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts one and waits until it can take an event, or is suspended, or has failed ([#first]).
    public static PackagedFunction start(Launch launch) {
        return new PackagedFunction(launch);
    }

    /// What came of its start.
    public Turn first() {
        return first;
    }

    /// From the start of the process until [#first].
    public Duration starting() {
        return Duration.ofNanos(first.at() - startedAt);
    }

    /// Lets it go on after its snapshot, and waits until it can take an event.
    ///
    /// @return how long that took, its hooks included
    public Duration restore() {
        var from = System.nanoTime();
        api.restore();
        return switch (next()) {
            case Turn.Waiting(var at) -> Duration.ofNanos(at - from);
            case Turn other -> throw new IllegalStateException("not restored: " + other + "\n" + output());
        };
    }

    /// An outcome of an event.
    ///
    /// @param turn how it ended
    /// @param took from the event's leaving until the outcome arrived
    public record Outcome(Turn turn, Duration took) {

        /// What it answered.
        ///
        /// @throws IllegalStateException if it did not
        public String answer() {
            return switch (turn) {
                case Turn.Answered answered -> answered.body();
                case Turn other -> throw new IllegalStateException("no answer: " + other);
            };
        }
    }

    /// Hands it one event and waits for the outcome, and until it asks for the next.
    public Outcome invoke(String event) {
        var from = System.nanoTime();
        api.send(event, TIMEOUT);
        var turn = next();
        if (!(turn instanceof Turn.Ended)) {
            next();
        }
        return new Outcome(turn, Duration.ofNanos(turn.at() - from));
    }

    /// The most memory it has had resident, in bytes; empty where this system does not tell.
    public OptionalLong peakMemory() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024).findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /// What it has written so far: its log.
    public String output() {
        try {
            return Files.readString(scratch.resolve("output"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        api.close();
        Archive.remove(scratch);
    }

    private Turn next() {
        try {
            return api.next(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
