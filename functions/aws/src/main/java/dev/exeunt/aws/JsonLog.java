package dev.exeunt.aws;

import dev.exeunt.core.action.Events;
import dev.exeunt.core.web.Json;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Log events as one line of JSON each, on the stream that Lambda reads. An event with a field `error` has the level
/// `ERROR`, every other `INFO`. A line has the id of the trace it belongs to, and where its event counts for something
/// ([Metrics]) it is a line of CloudWatch's embedded metric format too.
public final class JsonLog implements Events {

    private final PrintStream out;
    private final InstantSource time;
    private final String stack;

    /// On standard output; the deployment is the one that `STACK_NAME` names.
    public JsonLog(Environment environment) {
        this(System.out, environment.time(), environment.required("STACK_NAME"));
    }

    /// On a stream of the caller's.
    ///
    /// @param stack which deployment this is
    public JsonLog(PrintStream out, InstantSource time, String stack) {
        this.out = out;
        this.time = time;
        this.stack = stack;
    }

    @Override
    public void emit(String name, Map<String, ?> fields) {
        var now = time.instant();
        var line = new LinkedHashMap<String, Object>();
        line.put("timestamp", now.toString());
        line.put("level", fields.containsKey("error") ? "ERROR" : "INFO");
        line.put("event", name);
        line.putAll(fields);
        TraceHeader.root().ifPresent(trace -> line.put("trace", trace));
        line.putAll(Metrics.of(name, fields).members(stack, now));
        out.println(Json.write(line));
    }
}
