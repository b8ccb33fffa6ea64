package dev.exeunt.local;

import dev.exeunt.local.demo.Demo;
import dev.exeunt.local.lambda.Log;
import dev.exeunt.local.template.StartProblem;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The local run: the cloud with the demo, until it is told to stop.
///
/// It prints one line on standard output once everything answers; what goes wrong is on standard error.
public final class Main {

    private static final int DEFAULT_PORT = 8080;

    private static final Duration BETWEEN_LOOKS_AT_THE_PARENT = Duration.ofMillis(100);

    private final PrintStream out;
    private final PrintStream err;
    private final AtomicReference<@Nullable LocalCloud> cloud = new AtomicReference<>();
    private volatile boolean leaving;

    private Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// Starts the local run; see the usage line in {@link CommandLine}.
    public static void main(String[] arguments) {
        var main = new Main(System.out, System.err);
        var code = main.run(arguments);
        // An exit, because embedded services leave threads behind.
        main.leaving = true;
        System.exit(code);
    }

    private int run(String[] arguments) {
        try {
            var line = CommandLine.parse(arguments);
            var log = line.verbose() ? Logs.everything(err) : Logs.warnings(err);
            // Standard output is for the one line; what functions print is their log.
            System.setOut(LogStream.to(log, "function"));
            System.setErr(LogStream.to(log, "platform"));
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
            if (line.withParent()) {
                stopWithParent();
            }
            return line.demo() ? demo(line, log) : serve(line, log);
        } catch (StartProblem problem) {
            err.println("Exeunt cannot start: " + problem.getMessage());
            return 1;
        } catch (RuntimeException bug) {
            bug.printStackTrace(err);
            return 1;
        }
    }

    private int serve(CommandLine line, Log log) {
        var demo = start(line.port().orElse(DEFAULT_PORT), line, log);
        demo.setUp();
        var addresses = Objects.requireNonNull(cloud.get()).addresses();
        out.printf("Exeunt is ready: %s (registry %s)%n", addresses.publicUrl(), addresses.registryUrl());
        out.flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private int demo(CommandLine line, Log log) {
        // Nobody types the address of a demo run, so it does not need a port of its own beside a local run.
        var demo = start(line.port().orElse(0), line, log);
        demo.setUp();
        var code = demo.runOnce(out);
        out.flush();
        return code;
    }

    private Demo start(int port, CommandLine line, Log log) {
        var demo = new AtomicReference<@Nullable Demo>();
        var options = new Options().port(port).log(log).site(addresses -> {
            var made = new Demo(addresses);
            demo.set(made);
            return made;
        });
        line.parameters().forEach(options::parameter);
        cloud.set(LocalCloud.start(options));
        return Objects.requireNonNull(demo.get());
    }

    /// Runs when the process is told to end, by whatever signal. A clean stop is a success.
    private void stop() {
        var running = cloud.get();
        if (running != null) {
            running.close();
            if (!leaving) {
                Runtime.getRuntime().halt(0);
            }
        }
    }

    /// Maven leaves its child alive when it is killed alone.
    private static void stopWithParent() {
        ProcessHandle.current().parent().ifPresent(parent -> Thread.ofPlatform().daemon().name("parent").start(() -> {
            try {
                while (parent.isAlive()) {
                    Thread.sleep(BETWEEN_LOOKS_AT_THE_PARENT);
                }
                System.exit(0);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
    }
}
