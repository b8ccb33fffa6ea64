package dev.exeunt.example.spring;

import dev.exeunt.local.Options;
import java.time.Duration;

/// Starts the example and stays.
public final class Main {

    private static final Example.Ports PORTS = new Example.Ports(8080, 9000, 9001, 9002);

    private Main() {
    }

    /// Takes no arguments.
    public static void main(String[] arguments) throws InterruptedException {
        var example = Example.start(PORTS, Duration.ofHours(8), new Options());
        Runtime.getRuntime().addShutdownHook(new Thread(example::close, "end of the example"));
        System.out.println("""
                The identity provider is at %s, Exeunt at %s (registry %s).
                Sign in at %s as ada with the password ada, open %s too, and log out at either."""
                .formatted(example.issuer(), example.cloud().url(), example.cloud().registryUrl(),
                        example.clients().getFirst().url(), example.clients().getLast().url()));
        Thread.currentThread().join();
    }
}
