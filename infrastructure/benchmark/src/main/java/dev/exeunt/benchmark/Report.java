package dev.exeunt.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What came of a benchmark.
///
/// @param claim what it is about, in a sentence
/// @param lines the table
/// @param notes sentences below it
record Report(String claim, List<Line> lines, List<String> notes) {

    private static final long TEN_MILLIS = 10_000_000;

    Report {
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
    }

    /// One line of the table.
    ///
    /// @param what    what was measured
    /// @param timings what it took
    /// @param measure what it is compared with: the line whose ratio is 1
    record Line(String what, Timings timings, Timings measure) {}

    /// Prints it, the ratio first: the rest is of this machine and this day.
    void print(PrintStream out) {
        out.println(claim);
        out.println("  ratio      median         min         max");
        for (Line line : lines) {
            out.printf(Locale.ROOT, "  %5.2f %11s %11s %11s   %s%n", line.timings().ratioTo(line.measure()), millis(line
                    .timings().median()), millis(line.timings().least()), millis(line.timings().most()), line.what());
        }
        notes.forEach(note -> out.println("  " + note));
    }

    /// Milliseconds, with as many decimals as mean something.
    static String millis(Duration duration) {
        var format = duration.toNanos() < TEN_MILLIS ? "%.3f ms" : "%.1f ms";
        return String.format(Locale.ROOT, format, duration.toNanos() / 1e6);
    }
}
