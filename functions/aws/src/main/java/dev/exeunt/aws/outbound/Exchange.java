package dev.exeunt.aws.outbound;

import dev.exeunt.core.delivery.Outcome.Fault;
import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One call as it goes on: its socket, how far it is, and the two deadlines that end it. A deadline closes the socket,
/// which ends a connect, a TLS handshake, a write and a read alike, dripping ones too: a socket's own time-out would
/// start anew with every byte.
final class Exchange implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final AtomicReference<State> state = new AtomicReference<>(new Connecting());
    private final ScheduledFuture<?> connectDeadline;
    private final ScheduledFuture<?> deadline;
    private volatile @Nullable Socket socket;
    private boolean reached;

    /// Starts the deadlines.
    Exchange(Duration connect, Duration whole) {
        connectDeadline = TIMER.schedule(this::stopConnecting, connect.toNanos(), TimeUnit.NANOSECONDS);
        deadline = TIMER.schedule(() -> stop(Fault.TIMEOUT), whole.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// A new socket for the next address; no proxy, whatever the system's properties say.
    Socket socket() throws IOException {
        reached = reached();
        var next = new Socket(Proxy.NO_PROXY);
        socket = next;
        if (state.get() instanceof Stopped) {
            next.close();
            throw new SocketException("stopped");
        }
        return next;
    }

    /// The connection stands, TLS included.
    void connected() throws IOException {
        connectDeadline.cancel(false);
        if (!(state.updateAndGet(was -> was instanceof Connecting ? new Talking() : was) instanceof Talking)) {
            throw new SocketException("stopped");
        }
    }

    /// Whether somebody took the connection, at this address or at one before. For the calling thread.
    boolean reached() {
        var last = socket;
        return reached || last != null && last.isConnected();
    }

    /// How far it is now.
    State state() {
        return state.get();
    }

    private void stopConnecting() {
        if (state.updateAndGet(
                was -> was instanceof Connecting ? new Stopped(Fault.CONNECT_TIMEOUT) : was) instanceof Stopped) {
            hangUp();
        }
    }

    private void stop(Fault fault) {
        state.updateAndGet(was -> was instanceof Stopped ? was : new Stopped(fault));
        hangUp();
    }

    private void hangUp() {
        var open = socket;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException _) {
            // It is of no use any more, closed or not.
        }
    }

    @Override
    public void close() {
        connectDeadline.cancel(false);
        deadline.cancel(false);
        hangUp();
    }

    private static ScheduledThreadPoolExecutor timer() {
        var timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("outbound-timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /// How far a call is.
    sealed interface State {}

    /// Not all of connection and TLS stands.
    record Connecting() implements State {}

    /// It stands.
    record Talking() implements State {}

    /// A deadline has ended it.
    record Stopped(Fault fault) implements State {}
}
