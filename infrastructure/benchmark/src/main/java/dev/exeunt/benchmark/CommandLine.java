package dev.exeunt.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What is to be measured, and how much.
///
/// @param benchmarks those that are named, or all
record CommandLine(List<Benchmark> benchmarks, Scale scale) {

    static final String USAGE = "[--rounds N] [--warm-ups N] [--keys kms|software] [name]...";

    CommandLine {
        benchmarks = List.copyOf(benchmarks);
    }

    /// An argument that is not understood, in a sentence for whoever gave it.
    static final class Wrong extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    /// Reads the arguments.
    ///
    /// @param all the benchmarks there are
    /// @throws Wrong for one that is not understood
    static CommandLine parse(List<Benchmark> all, String... arguments) {
        var scale = Scale.CLAIMED;
        var named = new ArrayList<Benchmark>();
        var rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            var argument = rest.next();
            switch (argument) {
                case "--rounds" -> scale = scale.rounds(scale.warmUps(), number(argument, rest, 1));
                case "--warm-ups" -> scale = scale.rounds(number(argument, rest, 0), scale.rounds());
                case "--keys" -> scale = scale.keys(keys(value(argument, rest)));
                default -> named.add(named(all, argument));
            }
        }
        return new CommandLine(named.isEmpty() ? all : named, scale);
    }

    private static Benchmark named(List<Benchmark> all, String name) {
        return all.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst().orElseThrow(() -> new Wrong(
                "%s is not understood; use %s, where name is %s".formatted(name, USAGE, all.stream().map(
                        Benchmark::name).collect(Collectors.joining(" or ")))));
    }

    private static int number(String option, Iterator<String> rest, int least) {
        var text = value(option, rest);
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < least) {
            throw new Wrong("%s must be a number from %d, not '%s'".formatted(option, least, text));
        }
        return Integer.parseInt(text);
    }

    private static Keys keys(String text) {
        return Arrays.stream(Keys.values()).filter(keys -> keys.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new Wrong("--keys must be kms or software, not '%s'".formatted(text)));
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new Wrong("%s needs a value; use %s".formatted(option, USAGE));
        }
        return rest.next();
    }
}
