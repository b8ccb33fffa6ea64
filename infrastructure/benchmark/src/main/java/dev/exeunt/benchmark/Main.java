package dev.exeunt.benchmark;

import dev.exeunt.local.template.StartProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/// Measures the claims and prints what came of it on standard output.
public final class Main {

    /// Every benchmark there is.
    static final List<Benchmark> BENCHMARKS = List.of(new BrowserWait(), new LastTold(), new ColdStart(),
            new ColdChoices(), new Deliveries(), new SamlMessages());

    private Main() {
    }

    /// See [CommandLine#USAGE]. Ends with 0 when everything was measured, otherwise with 1.
    public static void main(String[] arguments) {
        var out = System.out;
        var err = System.err;
        // The functions' logs and the embedded services' own words are none of the results.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        // An exit, because embedded services leave threads behind.
        System.exit(run(arguments, out, err));
    }

    private static int run(String[] arguments, PrintStream out, PrintStream err) {
        try {
            var line = CommandLine.parse(BENCHMARKS, arguments);
            measure(line.benchmarks(), line.scale(), out);
            return 0;
        } catch (CommandLine.Wrong | StartProblem | IOException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    /// Measures these, one after the other.
    static void measure(List<Benchmark> benchmarks, Scale scale, PrintStream out) throws IOException {
        out.printf("%d cores, %s %s, %s %s%n", Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name"), Runtime.version(), System.getProperty("os.name"),
                System.getProperty("os.arch"));
        out.printf("%d rounds after %d to warm up; tokens signed by %s%n", scale.rounds(), scale.warmUps(), scale
                .keys().description());
        for (Benchmark benchmark : benchmarks) {
            var report = benchmark.measure(scale);
            out.printf("%n%s: ", benchmark.name());
            report.print(out);
        }
    }
}
