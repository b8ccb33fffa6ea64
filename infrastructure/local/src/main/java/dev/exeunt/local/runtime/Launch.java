package dev.exeunt.local.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How a packaged function is started.
///
/// @param folder      where it is unpacked; left as it is
/// @param handler     `class::method`
/// @param environment its variables; nothing of this process's own is handed on
/// @param options     of the JVM
/// @param before      what stands on the class path before Lambda's client
public record Launch(Path folder, String handler, Map<String, String> environment, List<String> options,
        List<Path> before) {

    /// As Lambda starts a Java 25 function of one gigabyte without a snapshot: the quick compiler, the simple collector.
    private static final List<String> AS_LAMBDA = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx768m",
            "--enable-native-access=ALL-UNNAMED");

    public Launch {
        environment = Map.copyOf(environment);
        options = List.copyOf(options);
        before = List.copyOf(before);
    }

    /// The usual way.
    public Launch(Path folder, String handler, Map<String, String> environment) {
        this(folder, handler, environment, AS_LAMBDA, List.of());
    }

    /// The same with a snapshot between its start and its first event.
    public Launch withSnapshot() {
        return with("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    }

    /// The same with another value of a variable; an empty one takes it away.
    public Launch with(String variable, String value) {
        var changed = new HashMap<>(environment);
        changed.put(variable, value);
        return new Launch(folder, handler, changed, options, before);
    }

    /// The same with more options, and more on the class path.
    public Launch with(List<String> moreOptions, List<Path> more) {
        var all = new ArrayList<>(options);
        all.addAll(moreOptions);
        return new Launch(folder, handler, environment, all, more);
    }
}
