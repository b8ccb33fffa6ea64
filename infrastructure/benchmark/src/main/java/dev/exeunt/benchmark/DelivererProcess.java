package dev.exeunt.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The other end of a [Deliverer]: starts it with the heap of a small function, and tells it what to do.
final class DelivererProcess implements AutoCloseable {

    /// Megabytes of heap: what is left of 256 MB by compiled code, classes, threads and the compilers at work.
    static final int HEAP = 64;

    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private final Worker worker;

    private DelivererProcess(Worker worker) {
        this.worker = worker;
    }

    /// What a piece of work took.
    ///
    /// @param cpu  of the processor, all threads together
    /// @param wall by the clock
    record Took(Duration cpu, Duration wall) {

        Took each(int count) {
            return new Took(cpu.dividedBy(count), wall.dividedBy(count));
        }
    }

    /// Bytes.
    ///
    /// @param used of the heap, with what nobody needs any more
    /// @param live of the heap
    /// @param peak of the whole process in memory, the most there has been; 0 where the system does not tell
    record Memory(long used, long live, long peak) {}

    /// Starts one.
    ///
    /// @param variables the function's environment
    static DelivererProcess start(Map<String, String> variables) throws IOException {
        return new DelivererProcess(Worker.start(Deliverer.class,
                List.of("-Xmx" + HEAP + "m", "-XX:+UseSerialGC", "-Xss512k"), variables));
    }

    /// Works these events of the queue.
    Took deliver(List<String> events) throws IOException {
        var lines = new ArrayList<>(List.of("batches " + events.size()));
        lines.addAll(events);
        return took(worker.ask(lines));
    }

    /// Tells one application so often, without the table.
    Took engine(String algorithm, int count, String uri, String sid) throws IOException {
        return took(worker.ask(List.of("engine %s %d %s %s".formatted(algorithm, count, uri, sid))));
    }

    /// Signs and does nothing else.
    Took sign(String algorithm, int count) throws IOException {
        return took(worker.ask(List.of("sign %s %d".formatted(algorithm, count))));
    }

    /// What it takes of the machine's memory.
    Memory memory() throws IOException {
        var numbers = worker.ask(List.of("memory"));
        return new Memory(numbers[0], numbers[1], numbers[2]);
    }

    /// The most memory that a process has had, in bytes, where the system tells.
    static long peak(ProcessHandle process) throws IOException {
        var status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        var peak = PEAK.matcher(Files.readString(status));
        return peak.find() ? Long.parseLong(peak.group(1)) * 1024 : 0;
    }

    @Override
    public void close() {
        worker.close();
    }

    private static Took took(long[] numbers) {
        return new Took(Duration.ofNanos(numbers[0]), Duration.ofNanos(numbers[1]));
    }
}
