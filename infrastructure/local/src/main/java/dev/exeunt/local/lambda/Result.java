package dev.exeunt.local.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// How one invocation of a function ended.
public sealed interface Result {

    /// The function answered.
    ///
    /// @param payload JSON, or empty for a function that answers nothing
    record Answered(byte[] payload) implements Result {
        /// The payload as UTF-8.
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    /// The function threw, or a payload was too large for Lambda.
    ///
    /// @param type    the exception's class name, or Lambda's own error type
    /// @param message what it said
    record Failed(String type, String message) implements Result {}

    /// The function did not answer in time and was stopped.
    ///
    /// @param after its time-out, or the caller's patience where that is shorter
    record TimedOut(Duration after) implements Result {}
}
