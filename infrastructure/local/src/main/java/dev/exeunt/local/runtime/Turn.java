package dev.exeunt.local.runtime;

/// What the process of a function did next, as the Runtime API sees it.
///
/// @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda Runtime API</a>
public sealed interface Turn {

    /// When it came, in nanoseconds of this machine's clock.
    long at();

    /// It asks for an event: its start is over, or its last event is done with.
    record Waiting(long at) implements Turn {}

    /// It has run its hooks before the snapshot, and waits to be restored.
    record Suspended(long at) implements Turn {}

    /// It answers an event.
    record Answered(String request, String body, long at) implements Turn {}

    /// It could not answer an event.
    ///
    /// @param type as in `Lambda-Runtime-Function-Error-Type`
    record Failed(String request, String type, String body, long at) implements Turn {}

    /// It could not start.
    ///
    /// @param type as in `Lambda-Runtime-Function-Error-Type`
    record NotStarted(String type, String body, long at) implements Turn {}

    /// A hook after the snapshot failed.
    record NotRestored(String type, String body, long at) implements Turn {}

    /// It is gone.
    record Ended(int status, long at) implements Turn {}
}
