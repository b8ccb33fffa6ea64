package dev.exeunt.local;

import dev.exeunt.local.template.StartProblem;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the local run was asked to do.
///
/// @param port       the public port, if one was named
/// @param demo       log out once, print the table, leave
/// @param verbose    show every line of the logs
/// @param withParent stop when the process that started this one is gone
/// @param parameters of the template
record CommandLine(Optional<Integer> port, boolean demo, boolean verbose, boolean withParent,
        Map<String, String> parameters) {

    static final String USAGE = "[--port N] [--demo] [--parameter Name=Value]... [--verbose]";

    private static final int HIGHEST_PORT = 65_534;

    /// Reads the arguments. `--name value` and `--name=value` are the same; an option with an empty value counts as not
    /// given, since Maven hands over every option.
    ///
    /// @throws StartProblem for an argument that is not understood
    static CommandLine parse(String... arguments) {
        Optional<Integer> port = Optional.empty();
        var flags = new LinkedHashMap<String, Boolean>();
        var parameters = new LinkedHashMap<String, String>();
        var rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            var parts = rest.next().split("=", 2);
            var name = parts[0];
            var inline = parts.length == 2 ? Optional.of(parts[1]) : Optional.<String>empty();
            switch (name) {
                case "--port" -> port = port(value(name, inline, rest));
                case "--parameter" -> assign(value(name, inline, rest), parameters);
                case "--parameters" -> {
                    for (var each : value(name, inline, rest).split(";")) {
                        if (!each.isBlank()) {
                            assign(each.strip(), parameters);
                        }
                    }
                }
                case "--demo", "--verbose", "--with-parent" -> flags.put(name, !inline.orElse("true").equals("false"));
                default -> throw new StartProblem("%s is not understood; use %s".formatted(name, USAGE));
            }
        }
        return new CommandLine(port, flags.getOrDefault("--demo", false), flags.getOrDefault("--verbose", false), flags
                .getOrDefault("--with-parent", false), parameters);
    }

    private static String value(String name, Optional<String> inline, Iterator<String> rest) {
        if (inline.isPresent()) {
            return inline.get();
        }
        if (!rest.hasNext()) {
            throw new StartProblem("%s needs a value; use %s".formatted(name, USAGE));
        }
        return rest.next();
    }

    private static Optional<Integer> port(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            var port = Integer.parseInt(text.strip());
            if (port >= 0 && port <= HIGHEST_PORT) {
                return Optional.of(port);
            }
        } catch (NumberFormatException _) {
            // The same answer as for a number that is no port.
        }
        throw new StartProblem("--port must be 0 to %d, not '%s'".formatted(HIGHEST_PORT, text));
    }

    private static void assign(String text, Map<String, String> parameters) {
        var parts = text.split("=", 2);
        if (parts.length != 2 || parts[0].isBlank()) {
            throw new StartProblem("--parameter must be Name=Value, not '%s'".formatted(text));
        }
        parameters.put(parts[0].strip(), parts[1]);
    }
}
