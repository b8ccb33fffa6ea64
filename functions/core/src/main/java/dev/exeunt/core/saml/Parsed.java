package dev.exeunt.core.saml;

import java.util.function.Function;

/// What came of reading or checking something from outside.
public sealed interface Parsed<T> {

    /// It passed; this is its value.
    record Good<T>(T value) implements Parsed<T> {}

    /// It failed this check, and was read no further.
    record Refused<T>(Refusal why) implements Parsed<T> {}

    /// Goes on with the next step, unless one has failed.
    default <U> Parsed<U> then(Function<T, Parsed<U>> next) {
        return switch (this) {
            case Good<T>(T value) -> next.apply(value);
            case Refused<T>(Refusal why) -> new Refused<>(why);
        };
    }

    /// The value in another form.
    default <U> Parsed<U> map(Function<T, U> form) {
        return then(value -> new Good<>(form.apply(value)));
    }
}
