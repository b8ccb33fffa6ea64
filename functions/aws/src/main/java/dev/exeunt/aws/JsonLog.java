package dev.exeunt.aws;

import dev.exeunt.core.action.Events;
import dev.exeunt.core.web.Json;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Log events as one line of JSON each, on the stream that Lambda reads. An event with a field `error` has the level
/// `ERROR`, every other `INFO`.
public final class JsonLog implements Events {

    private final PrintStream out;
    private final InstantSource time;

    /// On standard output.
    public JsonLog(InstantSource time) {
        this(System.out, time);
    }

    /// On a stream of the caller's.
    public JsonLog(PrintStream out, InstantSource time) {
        this.out = out;
        this.time = time;
    }

    @Override
    public void emit(String name, Map<String, ?> fields) {
        var line = new LinkedHashMap<String, Object>();
        line.put("timestamp", time.instant().toString());
        line.put("level", fields.containsKey("error") ? "ERROR" : "INFO");
        line.put("event", name);
        line.putAll(fields);
        out.println(Json.write(line));
    }
}
