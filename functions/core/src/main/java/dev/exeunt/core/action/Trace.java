package dev.exeunt.core.action;

import java.util.Optional;

/// The trace that what is done here belongs to: a text that the platform made, which is carried on and never read. It goes
/// with the thread, because everything that logs or sends would otherwise have to hand it on; work that is given to
/// another thread takes it along by [#within].
public final class Trace {

    private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

    private Trace() {
    }

    /// The trace of this thread; empty where nobody traces.
    public static Optional<String> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /// Works within a trace, or within none.
    ///
    /// @return what the work returns
    public static <T, X extends Throwable> T within(Optional<String> trace,
            ScopedValue.CallableOp<? extends T, X> work) throws X {
        return trace.isEmpty() ? work.call() : ScopedValue.where(CURRENT, trace.get()).call(work);
    }
}
