package dev.exeunt.benchmark;

import com.amazonaws.services.lambda.runtime.Context;
import com.nimbusds.jose.JWSAlgorithm;
import com.sun.management.OperatingSystemMXBean;
import dev.exeunt.aws.Environment;
import dev.exeunt.aws.signing.Signers;
import dev.exeunt.backchannel.BackchannelFunction;
import dev.exeunt.core.action.Signer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A process that holds the deliverer and nothing else, as one instance of the function does: its memory and its
/// processor's time are its own. It does what it is told by the lines of its standard input:
///
/// - `batches N`, and N events of the queue, one a line: works them one after the other;
/// - `engine ALGORITHM N URI SID`: N notices, with stores in memory in place of the table;
/// - `sign ALGORITHM N`: N signatures and nothing else;
/// - `memory`.
///
/// It answers each with numbers in one line ([DelivererProcess]).
public final class Deliverer {

    private static final int MILLIS = 26_000;

    private final Environment environment = Environment.ofProcess();
    private final BackchannelFunction function = new BackchannelFunction(environment);
    private final Signer signer = Signers.from(environment);
    private final Engine engine = new Engine(signer);
    private final Context context = context();

    private Deliverer() {
    }

    /// Works until its standard input ends.
    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // The log is none of the answers, but it is written.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        var deliverer = new Deliverer();
        try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                out.println(deliverer.obey(line.split(" "), in));
            }
        }
        System.exit(0);
    }

    private String obey(String[] words, BufferedReader in) throws IOException {
        return switch (words[0]) {
            case "batches" -> {
                var events = new ArrayList<String>();
                for (var left = Integer.parseInt(words[1]); left > 0; left--) {
                    events.add(in.readLine());
                }
                yield measured(() -> work(events));
            }
            case "engine" -> measured(() -> engine.tell(words[1], Integer.parseInt(words[2]), words[3], words[4]));
            case "sign" -> measured(() -> sign(JWSAlgorithm.parse(words[1]), Integer.parseInt(words[2])));
            case "memory" -> memory();
            default -> throw new IllegalArgumentException("no such word: " + words[0]);
        };
    }

    /// What is measured: by the processor's time of the whole process, and by the clock.
    private interface Work {
        void run() throws IOException;
    }

    private static String measured(Work work) throws IOException {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var cpu = system.getProcessCpuTime();
        var begun = System.nanoTime();
        work.run();
        var wall = System.nanoTime() - begun;
        return (system.getProcessCpuTime() - cpu) + " " + wall;
    }

    private void work(List<String> events) throws IOException {
        for (var event : events) {
            var output = new ByteArrayOutputStream();
            function.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, context);
            if (!output.toString(StandardCharsets.UTF_8).contains("[]")) {
                throw new IOException("not every message was dealt with: " + output.toString(StandardCharsets.UTF_8));
            }
        }
    }

    private void sign(JWSAlgorithm algorithm, int count) {
        var key = signer.key(algorithm).orElseThrow();
        var input = "a".repeat(600).getBytes(StandardCharsets.US_ASCII);
        for (int n = 0; n < count; n++) {
            signer.sign(key, algorithm, input);
        }
    }

    private static String memory() throws IOException {
        var heap = ManagementFactory.getMemoryMXBean();
        var used = heap.getHeapMemoryUsage().getUsed();
        heap.gc();
        return used + " " + heap.getHeapMemoryUsage().getUsed() + " " + DelivererProcess.peak(ProcessHandle.current());
    }

    private static Context context() {
        return (Context) Proxy.newProxyInstance(Deliverer.class.getClassLoader(), new Class<?>[]{Context.class},
                (_, method, _) -> method.getReturnType() == int.class ? MILLIS : null);
    }
}
