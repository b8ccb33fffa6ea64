package dev.exeunt.benchmark;

import java.io.IOException;

/// One claim that is measured. A new one is a class that implements this, and a line in the list of [Main].
interface Benchmark {

    /// What it is called on the command line.
    String name();

    /// Measures, in a system of its own.
    ///
    /// @throws IOException if something does not answer, or not as it should: then there is nothing to measure
    Report measure(Scale scale) throws IOException;
}
