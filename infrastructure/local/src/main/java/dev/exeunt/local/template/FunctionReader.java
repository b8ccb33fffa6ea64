package dev.exeunt.local.template;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads `AWS::Serverless::Function` and its events.
final class FunctionReader {

    private static final Pattern RATE = Pattern.compile("rate\\((\\d+) (second|minute|hour|day)s?\\)");

    private final List<Stack.Route> routes = new ArrayList<>();
    private final List<Stack.QueueSource> sources = new ArrayList<>();
    private final List<Stack.Schedule> schedules = new ArrayList<>();

    private FunctionReader() {
    }

    static Stack.Function function(String id, String name, Fields fields) {
        if (!fields.text("Runtime").startsWith("java")) {
            throw new StartProblem(fields.path() + ".Runtime must be a Java runtime");
        }
        var events = new FunctionReader();
        events.read(fields.fields("Events"), fields.node("Events"));
        var function = new Stack.Function(id, name, fields.text("Handler"),
                Duration.ofSeconds(fields.optionalNumber("Timeout").orElse(3)),
                fields.optionalNumber("MemorySize").orElse(128), variables(fields.fields("Environment")), events.routes,
                events.sources, events.schedules);
        fields.end(Irrelevant.FUNCTION);
        return function;
    }

    private static Map<String, String> variables(Fields environment) {
        var variables = environment.fields("Variables");
        Map<String, String> values = new LinkedHashMap<>();
        if (environment.node("Variables") instanceof Node.Mapping(var entries)) {
            entries.keySet().forEach(name -> values.put(name, variables.text(name)));
        }
        environment.end(Irrelevant.NONE);
        return values;
    }

    private void read(Fields events, Node node) {
        if (node instanceof Node.Mapping(var entries)) {
            entries.keySet().forEach(name -> event(name, events.fields(name)));
        }
    }

    private void event(String name, Fields event) {
        var type = event.text("Type");
        var properties = event.fields("Properties");
        switch (type) {
            case "HttpApi" -> routes.add(route(properties));
            case "SQS" -> queueSource(properties);
            case "Schedule" -> schedule(name, properties);
            default -> throw new StartProblem("%s has the type %s, which the local cloud does not have".formatted(
                    event.path(), type));
        }
        event.end(Irrelevant.NONE);
    }

    private static Stack.Route route(Fields fields) {
        if (!fields.optionalText("PayloadFormatVersion").orElse("2.0").equals("2.0")) {
            throw new StartProblem(fields.path() + ".PayloadFormatVersion must be 2.0");
        }
        var method = fields.text("Method").toUpperCase(Locale.ROOT);
        var route = new Stack.Route(fields.text("ApiId"), method.equals("*") ? "ANY" : method, fields.text("Path"));
        if (!route.path().startsWith("/")) {
            throw new StartProblem(fields.path() + ".Path must begin with a slash");
        }
        fields.end(Irrelevant.NONE);
        return route;
    }

    private void queueSource(Fields fields) {
        var responses = fields.texts("FunctionResponseTypes");
        if (!List.of("ReportBatchItemFailures").containsAll(responses)) {
            throw new StartProblem(fields.path() + ".FunctionResponseTypes may only be ReportBatchItemFailures");
        }
        var scaling = fields.fields("ScalingConfig");
        var enabled = fields.optionalFlag("Enabled").orElse(true);
        var source = new Stack.QueueSource(fields.text("Queue"), fields.optionalNumber("BatchSize").orElse(10),
                scaling.optionalNumber("MaximumConcurrency").orElse(10), !responses.isEmpty());
        if (source.batchSize() < 1 || source.batchSize() > 10) {
            throw new StartProblem(fields.path() + ".BatchSize must be 1 to 10: larger ones need a window");
        }
        scaling.end(Irrelevant.NONE);
        fields.end(Irrelevant.NONE);
        if (enabled) {
            sources.add(source);
        }
    }

    private void schedule(String name, Fields fields) {
        var expression = fields.text("Schedule");
        var rate = RATE.matcher(expression);
        if (!rate.matches()) {
            throw new StartProblem("%s.Schedule is %s; the local cloud has rate(n unit) only".formatted(fields.path(),
                    expression));
        }
        var period = Duration.ofSeconds(Long.parseLong(rate.group(1)) * switch (rate.group(2)) {
            case "second" -> 1;
            case "minute" -> 60;
            case "hour" -> 3_600;
            default -> 86_400;
        });
        var enabled = fields.optionalFlag("Enabled").orElse(true);
        var schedule = new Stack.Schedule(name, period, fields.optionalText("Input"));
        fields.end(Irrelevant.SCHEDULE);
        if (enabled) {
            schedules.add(schedule);
        }
    }
}
