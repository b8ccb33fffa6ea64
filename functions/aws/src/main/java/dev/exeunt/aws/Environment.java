package dev.exeunt.aws;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a function is told from outside: its environment variables and the time. Every function has a constructor that
/// takes one, so that a test or the local run can hand it another.
///
/// @param variables the environment variables, as `template.yaml` sets them
/// @param time      the only clock that is asked
public record Environment(Map<String, String> variables, InstantSource time) {

    public Environment {
        variables = Map.copyOf(variables);
    }

    /// The environment of this process and the system's clock: what a function has in the cloud.
    public static Environment ofProcess() {
        return new Environment(System.getenv(), InstantSource.system());
    }

    /// The value of a variable that must be there.
    ///
    /// @throws IllegalStateException if it is missing or empty: the template is wrong, so the function must not start
    public String required(String name) {
        return optional(name)
                .orElseThrow(() -> new IllegalStateException("environment variable " + name + " is missing or empty"));
    }

    /// The value of a variable, where an empty one counts as missing.
    public Optional<String> optional(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /// A comma-separated variable as a list; missing means empty.
    public List<String> list(String name) {
        return optional(name).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /// A variable that holds whole seconds.
    public Duration seconds(String name) {
        return Duration.ofSeconds(number(name));
    }

    /// A variable that holds whole days.
    public Duration days(String name) {
        return Duration.ofDays(number(name));
    }

    private long number(String name) {
        var value = required(name);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("environment variable " + name + " is not a whole number: " + value, e);
        }
    }
}
