package dev.exeunt.local.lambda;

/// Where lines go that functions and the platform write.
@FunctionalInterface
public interface Log {

    /// Takes one line.
    ///
    /// @param source the function's name in the template, or `platform`
    /// @param line   without a line break at its end
    void write(String source, String line);
}
