package dev.exeunt.acceptance.template;

import static dev.exeunt.acceptance.template.TemplateFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exeunt.acceptance.observe.OperatingGuide;
import dev.exeunt.acceptance.world.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// What operators see first.
class DashboardTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

    /// The dashboard is 24 units wide.
    private static final int WIDTH = 24;

    private final TemplateFile template = TemplateFile.read();
    private final Map<String, Object> stack = template.resources("AWS::CloudFormation::Stack").get("Dashboard");
    private final TemplateFile file = TemplateFile
            .read(TemplateFile.REPOSITORY.resolve((String) stack.get("TemplateURL")));
    private final List<?> written = (List<?>) map(file.resources("AWS::CloudWatch::Dashboard").get("Dashboard").get(
            "DashboardBody")).get("!Sub");
    private final List<JsonNode> widgets = StreamSupport.stream(Json.parse((String) written.getFirst()).path("widgets")
            .spliterator(), false).toList();

    @Test
    void theDashboardGetsEveryNameItAsksFor() {
        assertThat(map(stack.get("Parameters")).keySet()).isEqualTo(file.section("Parameters").keySet());
        var names = VARIABLE.matcher((String) written.getFirst()).results().map(found -> found.group(1)).toList();
        assertThat(names).contains("AWS::Region")
                .allMatch(name -> name.startsWith("AWS::") || file.section("Parameters")
                        .containsKey(name) || map(written.getLast()).containsKey(name));
    }

    @Test
    void nothingInTheDashboardRefersToWhatIsNotThereAndNothingIsHandedOverForNothing() {
        var references = References.in(LongForm.of(file.section("Resources")));

        assertThat(references.conditions()).isEmpty();
        assertThat(references.things()).filteredOn(name -> !name.startsWith("AWS::"))
                .containsExactlyInAnyOrderElementsOf(file.section("Parameters").keySet());
    }

    @Test
    void noWidgetLiesOnAnotherOrBeyondTheEdge() {
        var taken = new HashSet<List<Integer>>();
        for (var widget : widgets) {
            var title = widget.path("properties").path("title").asText();
            var x = widget.path("x").asInt();
            var y = widget.path("y").asInt();
            assertThat(x + widget.path("width").asInt()).as(title).isLessThanOrEqualTo(WIDTH);
            for (var column = x; column < x + widget.path("width").asInt(); column++) {
                for (var row = y; row < y + widget.path("height").asInt(); row++) {
                    assertThat(taken.add(List.of(column, row))).as(title).isTrue();
                }
            }
        }
        assertThat(widgets).hasSizeGreaterThan(15);
    }

    /// One parameter brings them all: names with commas between, which the dashboard puts in quotation marks.
    @Test
    void theStateOfEveryAlarmIsShown() {
        var handed = (List<?>) map(map(stack.get("Parameters")).get("Alarms")).get("!Join");
        assertThat(handed.getFirst()).isEqualTo(",");
        var arn = "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:";
        assertThat(((List<?>) handed.getLast()).stream().map(each -> (String) map(each).get("!Sub")).toList())
                .containsExactlyElementsOf(template.resources("AWS::CloudWatch::Alarm").keySet().stream().map(id -> arn
                        + "${" + id + "}").toList());

        assertThat(file.section("Parameters").get("Alarms")).extracting(each -> map(each).get("Type")).isEqualTo(
                "CommaDelimitedList");
        assertThat(map(written.getLast())).containsEntry("AlarmsQuoted",
                Map.of("!Join", List.of("\", \"", Map.of("!Ref",
                        "Alarms"))));
        assertThat(widgets).filteredOn(widget -> widget.path("type").asText().equals("alarm")).singleElement()
                .satisfies(
                        widget -> assertThat(widget.path("properties").path("alarms").toString()).isEqualTo(
                                "[\"${AlarmsQuoted}\"]"));
    }

    /// The page holds the names that the code writes (`MetricsTest`).
    @Test
    void everyMetricOfOursOnTheOperatorsPageIsDrawnAndNoOther() {
        assertThat(drawn()).contains("OutagesBegun", "OutagesEnded", "ProbesFailed", "DeliveriesPutOff",
                "ApplicationsUnreachable").isEqualTo(OperatingGuide.read().metrics().keySet());
    }

    @Test
    void everyMetricDrawnIsOfThisStack() {
        for (var widget : widgets) {
            for (var metric : widget.path("properties").path("metrics")) {
                assertThat(metric.toString()).contains("${");
                assertThat(metric.size() == 1 || metric.size() % 2 == 1).as(metric.toString()).isTrue();
            }
        }
    }

    private Set<String> drawn() {
        var names = new TreeSet<String>();
        for (var widget : widgets) {
            for (var metric : widget.path("properties").path("metrics")) {
                if (metric.path(0).asText().equals("Exeunt")) {
                    names.add(metric.path(1).asText());
                }
                searched(metric.path(0).path("expression").asText()).forEach(names::add);
            }
        }
        return names;
    }

    private static List<String> searched(String expression) {
        var names = new ArrayList<String>();
        Pattern.compile("\\{Exeunt,[\\w,]+} MetricName=\"(\\w+)\"").matcher(expression).results().forEach(
                found -> names.add(found.group(1)));
        return names;
    }
}
