package dev.exeunt.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What log events say in numbers, in CloudWatch's embedded metric format: members that are added to the event's own line,
/// from which CloudWatch Logs makes metrics. Which event counts for what stands here and nowhere else.
///
/// A dimension has few values, all of our own making. A client never is one: each would be a metric of its own, for ever
/// and for money. Its name stands beside the numbers in the same line.
///
/// @param metrics   the numbers
/// @param dimension by which they are also kept apart; null for none
/// @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">the format</a>
record Metrics(List<Metric> metrics, @Nullable Dimension dimension) {

    static final String NAMESPACE = "Exeunt";
    private static final String STACK = "Stack";
    private static final Metrics NONE = new Metrics(List.of(), null);

    Metrics {
        metrics = List.copyOf(metrics);
    }

    /// One number.
    record Metric(String name, Unit unit, long value) {

        static Metric one(String name) {
            return new Metric(name, Unit.COUNT, 1);
        }
    }

    /// As CloudWatch spells them.
    enum Unit {
        COUNT("Count"), MILLISECONDS("Milliseconds"), SECONDS("Seconds");

        private final String text;

        Unit(String text) {
            this.text = text;
        }
    }

    /// Keeps numbers apart.
    record Dimension(String name, String value) {}

    /// What this event counts for, often nothing.
    static Metrics of(String event, Map<String, ?> fields) {
        return switch (event) {
            case "logout_committed" -> fields.get("ends") instanceof String ends && ends.equals("session")
                    ? by("Initiator", fields.get("initiator"), Metric.one("SessionsEnded"))
                    : NONE;
            case "delivery_attempted", "delivery_overtaken" -> attempt(event, fields);
            case "delivery_ran_out" -> one("DeliveriesFailed");
            case "backlog_measured" -> fields.get("age_seconds") instanceof Number age
                    ? by("", null, new Metric("OldestUnsettledAge", Unit.SECONDS, age.longValue()))
                    : NONE;
            case "outages_measured" -> fields.get("down") instanceof Number down
                    ? by("", null, new Metric("ApplicationsDown", Unit.COUNT, down.longValue()))
                    : NONE;
            case "application_unreachable" -> one("ApplicationsUnreachable");
            case "client_down" -> one("OutagesBegun");
            case "client_still_down" -> one("ProbesFailed");
            case "client_up" -> one("OutagesEnded");
            case "delivery_put_off" -> one("DeliveriesPutOff");
            case "message_poisoned" -> one("MessagesPoisoned");
            case "attempt_broken" -> one("AttemptsBroken");
            case "sweep_item_failed" -> one("SweepItemsFailed");
            case "request_failed" -> one("RequestsFailed");
            default -> NONE;
        };
    }

    /// A notice that is not sent (superseded) has come to something without an attempt.
    private static Metrics attempt(String event, Map<String, ?> fields) {
        var metrics = new ArrayList<Metric>();
        if (fields.get("ms") instanceof Number millis) {
            metrics.add(Metric.one("Attempts"));
            metrics.add(new Metric("AttemptDuration", Unit.MILLISECONDS, millis.longValue()));
        }
        if (event.equals("delivery_attempted") && "failed".equals(fields.get("state"))) {
            metrics.add(Metric.one("DeliveriesFailed"));
        }
        return by("Outcome", fields.get("outcome"), metrics.toArray(Metric[]::new));
    }

    private static Metrics one(String name) {
        return by("", null, Metric.one(name));
    }

    private static Metrics by(String dimension, @Nullable Object value, Metric... metrics) {
        return new Metrics(List.of(metrics), value == null ? null : new Dimension(dimension, value.toString()));
    }

    /// The members to add to the event's line, none if it counts for nothing.
    ///
    /// @param stack which deployment this is; a dimension of every metric
    Map<String, Object> members(String stack, Instant now) {
        var members = new LinkedHashMap<String, Object>();
        if (metrics.isEmpty()) {
            return members;
        }
        var dimensions = new ArrayList<List<String>>(List.of(List.of(STACK)));
        members.put(STACK, stack);
        if (dimension != null) {
            dimensions.add(List.of(STACK, dimension.name()));
            members.put(dimension.name(), dimension.value());
        }
        metrics.forEach(metric -> members.put(metric.name(), metric.value()));
        var definitions = metrics.stream().map(metric -> Map.of("Name", metric.name(), "Unit", metric.unit().text))
                .toList();
        members.put("_aws", Map.of("Timestamp", now.toEpochMilli(), "CloudWatchMetrics",
                List.of(Map.of("Namespace", NAMESPACE, "Dimensions", dimensions, "Metrics", definitions))));
        return members;
    }
}
