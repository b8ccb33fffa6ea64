package dev.exeunt.core.delivery;

import java.time.Duration;

/// What is done next about a delivery.
public sealed interface Verdict {

    /// Nothing: the application knows.
    record Done() implements Verdict {}

    /// The same again, after a while.
    record TryAgain(Duration after) implements Verdict {}

    /// Nothing more by itself: an operator sees it as failed.
    record GiveUp(String why) implements Verdict {}
}
