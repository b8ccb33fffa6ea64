package dev.exeunt.acceptance.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads log lines as CloudWatch does that looks for metrics in them (Specification: embedded metric format).
final class Emf {

    private static final Set<String> UNITS = Set.of("Seconds", "Microseconds", "Milliseconds", "Bytes", "Count",
            "Percent", "None", "Count/Second");
    private static final Pattern NAMESPACE = Pattern.compile("[0-9A-Za-z._/#:-]{1,255}");
    private static final Pattern DIMENSION = Pattern.compile("[\\x21-\\x7e]{1,250}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{1,1024}");

    private Emf() {
    }

    /// One number of one metric.
    ///
    /// @param dimensions their values by their names
    record Datum(String name, Map<String, String> dimensions, String unit, double value) {}

    /// The numbers in these lines.
    ///
    /// @throws AssertionError for a line that CloudWatch would not understand
    static List<Datum> read(List<JsonNode> lines) {
        return lines.stream().filter(line -> line.has("_aws")).flatMap(Emf::read).toList();
    }

    /// The sum of a metric by the values of its dimensions besides the deployment; by nothing for the whole.
    static Map<String, Double> sums(List<Datum> data, String metric, Set<String> dimensions) {
        var sums = new TreeMap<String, Double>();
        data.stream().filter(datum -> datum.name().equals(metric))
                .filter(datum -> without(datum.dimensions(), "Stack").keySet().equals(dimensions))
                .forEach(datum -> sums.merge(String.join(",", without(datum.dimensions(), "Stack").values()),
                        datum.value(), Double::sum));
        return sums;
    }

    private static Map<String, String> without(Map<String, String> map, String key) {
        var rest = new LinkedHashMap<>(map);
        rest.remove(key);
        return rest;
    }

    private static Stream<Datum> read(JsonNode line) {
        assertThat(line.toString().length()).isLessThan(256 * 1024);
        var meta = line.path("_aws");
        assertThat(fields(meta)).containsExactlyInAnyOrder("Timestamp", "CloudWatchMetrics");
        assertThat(meta.path("Timestamp").isIntegralNumber()).isTrue();
        assertThat(meta.path("CloudWatchMetrics").isArray()).isTrue();
        assertThat(meta.path("CloudWatchMetrics")).isNotEmpty();
        var data = new ArrayList<Datum>();
        meta.path("CloudWatchMetrics").forEach(directive -> data.addAll(read(line, directive)));
        return data.stream();
    }

    private static List<Datum> read(JsonNode line, JsonNode directive) {
        assertThat(fields(directive)).containsExactlyInAnyOrder("Namespace", "Dimensions", "Metrics");
        assertThat(directive.path("Namespace").asText()).matches(NAMESPACE).doesNotStartWith("AWS/");
        assertThat(directive.path("Dimensions").size()).isBetween(1, 30);
        assertThat(directive.path("Metrics").size()).isBetween(1, 100);
        var data = new ArrayList<Datum>();
        for (var set : directive.path("Dimensions")) {
            var dimensions = dimensions(line, set);
            for (var metric : directive.path("Metrics")) {
                assertThat(UNITS).contains(metric.path("Unit").asText());
                var name = metric.path("Name").asText();
                assertThat(line.path(name).isNumber()).as(name + " is a number at the root").isTrue();
                data.add(new Datum(name, dimensions, metric.path("Unit").asText(), line.path(name).asDouble()));
            }
        }
        return data;
    }

    private static Map<String, String> dimensions(JsonNode line, JsonNode set) {
        assertThat(set.size()).isBetween(1, 30);
        var dimensions = new LinkedHashMap<String, String>();
        for (var name : set) {
            assertThat(name.asText()).matches(DIMENSION).doesNotStartWith(":");
            assertThat(line.path(name.asText()).isTextual()).as(name + " is a text at the root").isTrue();
            assertThat(line.path(name.asText()).asText()).matches(VALUE).isNotBlank();
            dimensions.put(name.asText(), line.path(name.asText()).asText());
        }
        return dimensions;
    }

    private static List<String> fields(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
