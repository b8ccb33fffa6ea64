package dev.exeunt.aws.outbound;

import dev.exeunt.core.client.AddressGuard.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks up a target's addresses within a time. A look-up by the system cannot be interrupted, so it has a thread of its
/// own, which is left behind when it takes too long.
final class Lookup {

    private static final ExecutorService THREADS = Executors
            .newCachedThreadPool(Thread.ofPlatform().name("lookup-", 0).daemon().factory());

    private final Resolver resolver;

    Lookup(Resolver resolver) {
        this.resolver = resolver;
    }

    /// @throws UnknownHostException if there is no answer, or none in time
    List<InetAddress> addresses(Target target, Duration most) throws UnknownHostException {
        var known = target.known();
        if (!known.isEmpty()) {
            return known;
        }
        var answer = THREADS.submit(() -> resolver.resolve(target.host()));
        try {
            return answer.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException _) {
            throw new UnknownHostException(target.host());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(target.host());
        } finally {
            answer.cancel(true);
        }
    }
}
