package dev.exeunt.example.spring;

import dev.exeunt.local.Options;
import dev.exeunt.local.template.StartProblem;
import java.time.Duration;
import java.util.Arrays;
import org.springframework.boot.web.server.PortInUseException;

/// Starts the example and stays. It prints where everything is once everything answers; what goes wrong is one line on
/// standard error, and the exit code 1.
public final class Main {

    static final String USAGE = "[--ports EXEUNT,PROVIDER,FIRST,SECOND]";

    private static final Example.Ports PORTS = new Example.Ports(8080, 9000, 9001, 9002);
    private static final int HIGHEST_PORT = 65_534;

    private Main() {
    }

    /// Without arguments the ports are 8080, 9000, 9001 and 9002.
    public static void main(String[] arguments) throws InterruptedException {
        try {
            stay(Example.start(ports(arguments), Duration.ofHours(8), new Options()));
        } catch (StartProblem e) {
            refuse("The example cannot start: " + e.getMessage());
        } catch (RuntimeException e) {
            if (e.getCause() instanceof PortInUseException inUse) {
                refuse("The example cannot start: port %d is in use; choose others with --ports"
                        .formatted(inUse.getPort()));
            }
            e.printStackTrace();
            // An exit, because embedded services leave threads behind.
            System.exit(1);
        }
    }

    private static void stay(Example example) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(example::close, "end of the example"));
        System.out.println("""
                The identity provider is at %s, Exeunt at %s (registry %s).
                Sign in at %s as ada with the password ada, open %s too, and log out at either."""
                .formatted(example.issuer(), example.cloud().url(), example.cloud().registryUrl(),
                        example.clients().getFirst().url(), example.clients().getLast().url()));
        Thread.currentThread().join();
    }

    private static Example.Ports ports(String[] arguments) {
        if (arguments.length == 0) {
            return PORTS;
        }
        if (arguments.length != 2 || !arguments[0].equals("--ports")) {
            throw new StartProblem("%s is not understood; use %s".formatted(String.join(" ", arguments), USAGE));
        }
        var ports = Arrays.stream(arguments[1].split(",", -1)).map(Main::port).toList();
        if (ports.size() != 4) {
            throw new StartProblem("--ports needs four numbers; use " + USAGE);
        }
        return new Example.Ports(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }

    private static int port(String text) {
        try {
            var port = Integer.parseInt(text.strip());
            if (port >= 1 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException _) {
            // The same answer as for a number that is no port.
        }
        throw new StartProblem("--ports takes numbers of 1 to %d, not '%s'".formatted(HIGHEST_PORT, text));
    }

    private static void refuse(String line) {
        System.err.println(line);
        System.exit(1);
    }
}
