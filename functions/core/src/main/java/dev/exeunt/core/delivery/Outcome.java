package dev.exeunt.core.delivery;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What came of one call to an application.
public sealed interface Outcome {

    /// It answered.
    ///
    /// @param status     the HTTP status
    /// @param error      for a 400 with a JSON body, its `error` (OAuth) or `err` (RFC 8935, 2.4) if that is a plain word;
    ///                   otherwise null
    /// @param retryAfter what `Retry-After` asked for, or null
    /// @param bodyBytes  how long the body was, as far as it was read
    record Answered(int status, @Nullable String error, @Nullable Duration retryAfter, int bodyBytes)
            implements
                Outcome {}

    /// It answered, and what counts is a message in the answer: the SAML status in it, or why it proves nothing.
    ///
    /// @param status    the HTTP status
    /// @param meaning   what the message comes to
    /// @param word      the status or the check that failed, a plain word; null for a success
    /// @param bodyBytes how long the body was, as far as it was read
    record Replied(int status, Meaning meaning, @Nullable String word, int bodyBytes) implements Outcome {

        /// What a message comes to.
        public enum Meaning {
            /// The application has proven that it did all of it.
            DONE,
            /// It has proven that it did not, and that asking again changes nothing.
            FINAL,
            /// Nothing is proven, or it could not just now.
            OPEN
        }
    }

    /// It did not answer, or what it is sent could not be made: a fault that may pass.
    record Unanswered(Fault fault) implements Outcome {}

    /// It was never called: the notice cannot be sent as things are registered.
    record Refused(String why) implements Outcome {}

    /// How a call failed without an answer.
    enum Fault {
        DNS, CONNECT, CONNECT_TIMEOUT, TLS, TIMEOUT, RESET, PROTOCOL,
        /// What is at its `jwks_uri` could not be had.
        JWKS,
        /// No key there can be encrypted to.
        JWKS_UNUSABLE,
        /// No key of ours signs with its algorithm now.
        NO_SIGNING_KEY;

        /// As a receipt spells it.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// All that a receipt may spell.
        static Set<String> texts() {
            return Stream.of(values()).map(Fault::text).collect(Collectors.toUnmodifiableSet());
        }
    }
}
