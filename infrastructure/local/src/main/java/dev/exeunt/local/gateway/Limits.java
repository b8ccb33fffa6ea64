package dev.exeunt.local.gateway;

import java.time.Duration;

/// What API Gateway lets through at most.
final class Limits {

    /// Bytes of the request line and all headers together.
    static final int HEAD = 10_240;

    /// Bytes of a request's body.
    static final int BODY = 10 * 1024 * 1024;

    /// Time for a function to answer.
    static final Duration INTEGRATION = Duration.ofSeconds(30);

    private Limits() {
    }
}
