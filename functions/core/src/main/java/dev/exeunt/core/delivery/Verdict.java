package dev.exeunt.core.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is done next about a delivery.
public sealed interface Verdict {

    /// Nothing: the application knows.
    ///
    /// @param warning what was odd about its answer, or null
    record Done(@Nullable String warning) implements Verdict {}

    /// The same again, after a while.
    record TryAgain(Duration after) implements Verdict {}

    /// Nothing more by itself: an operator sees it as failed.
    record GiveUp(String why) implements Verdict {}
}
