package dev.exeunt.acceptance.world;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// What somebody answers.
public sealed interface Reply {

    /// This, at once.
    record Status(int status, Map<String, String> headers, String body) implements Reply {}

    /// That, once the latch opens (or the world ends).
    record Held(CountDownLatch until, Reply then) implements Reply {}

    /// Nothing: the connection is closed.
    record Dropped() implements Reply {}

    /// A status without a body.
    static Reply status(int status) {
        return new Status(status, Map.of("Cache-Control", "no-store"), "");
    }

    /// That, once the latch opens.
    static Reply held(CountDownLatch until, Reply then) {
        return new Held(until, then);
    }

    /// Nothing: the connection is closed.
    static Reply dropped() {
        return new Dropped();
    }
}
