package dev.exeunt.local;

import dev.exeunt.local.lambda.Log;
import java.io.PrintStream;
import java.util.regex.Pattern;

/// Ways to treat what functions and the platform write.
public final class Logs {

    private static final Pattern ALARMING = Pattern.compile("\\b(WARN|WARNING|ERROR|FATAL)\\b");

    private Logs() {
    }

    /// Every line, with its source before it.
    public static Log everything(PrintStream out) {
        return (source, line) -> out.println(source + ": " + line);
    }

    /// Lines at WARN and above.
    public static Log warnings(PrintStream out) {
        var all = everything(out);
        return (source, line) -> {
            if (ALARMING.matcher(line).find()) {
                all.write(source, line);
            }
        };
    }

    /// Nothing.
    public static Log silence() {
        return (_, _) -> {};
    }
}
