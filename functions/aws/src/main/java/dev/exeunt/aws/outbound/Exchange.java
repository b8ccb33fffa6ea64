package dev.exeunt.aws.outbound;

import dev.exeunt.core.delivery.Outcome.Fault;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One call as it goes on: its socket, how far it is, and the two deadlines that end it. A deadline closes the socket,
/// which ends a connect, a TLS handshake, a write and a read alike, dripping ones too: a socket's own time-out would
/// start anew with every byte.
final class Exchange implements AutoCloseable {

    private final AtomicReference<State> state = new AtomicReference<>(new Connecting());
    /// As [System#nanoTime] has them.
    private final long connectDeadline;
    private final long deadline;
    private volatile @Nullable Socket socket;
    private boolean reached;

    /// It is not watched yet.
    private Exchange(long now, Duration connect, Duration whole) {
        connectDeadline = now + connect.toNanos();
        deadline = now + whole.toNanos();
    }

    /// Begins one, and with it its deadlines.
    static Exchange begin(Duration connect, Duration whole) {
        var exchange = new Exchange(System.nanoTime(), connect, whole);
        Watch.over(exchange);
        return exchange;
    }

    /// A new socket for the next address. The one before is of no use any more.
    Socket socket() throws IOException {
        reached = reached();
        hangUp();
        var next = new BoundedSocket();
        socket = next;
        if (state.get() instanceof Stopped) {
            next.close();
            throw new SocketException("stopped");
        }
        return next;
    }

    /// The connection stands, TLS included.
    void connected() throws IOException {
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

    /// Ends it if a deadline of its has passed.
    ///
    /// @param now as [System#nanoTime] has it
    void endIfOver(long now) {
        if (now - deadline >= 0) {
            state.updateAndGet(was -> was instanceof Stopped ? was : new Stopped(Fault.TIMEOUT));
            hangUp();
        } else if (now - connectDeadline >= 0 && state.updateAndGet(was -> was instanceof Connecting
                ? new Stopped(Fault.CONNECT_TIMEOUT)
                : was) instanceof Stopped) {
            hangUp();
        }
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
        Watch.end(this);
        hangUp();
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
