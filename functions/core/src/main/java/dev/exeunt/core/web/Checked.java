package dev.exeunt.core.web;

/// What came of reading something that may be wrong.
public sealed interface Checked<T> {

    /// It is right; this is its value.
    record Good<T>(T value) implements Checked<T> {}

    /// It is wrong, and this is what the caller is told.
    record Bad<T>(Problem problem) implements Checked<T> {}
}
