package dev.exeunt.acceptance.template;

import static dev.exeunt.acceptance.template.TemplateFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Trouble that a stack reports by itself.
class AlarmsTest {

    private final TemplateFile file = TemplateFile.read();
    private final Map<String, Map<String, Object>> alarms = file.resources("AWS::CloudWatch::Alarm");

    @Test
    void everyAlarmTellsTheTopicIfThereIsOne() {
        assertThat(alarms).isNotEmpty().allSatisfy((_, alarm) -> assertThat(alarm).containsEntry("AlarmActions", Map.of(
                "!If", List.of("HasAlarmTopic", List.of(Map.of("!Ref", "AlarmTopicArn")), Map.of("!Ref",
                        "AWS::NoValue")))));
        assertThat(file.section("Conditions")).containsEntry("HasAlarmTopic", Map.of("!Not", List.of(Map.of("!Equals",
                List.of(Map.of("!Ref", "AlarmTopicArn"), "")))));
    }

    @Test
    void everyAlarmSaysWhatItMeansAndWhatSilenceMeans() {
        alarms.forEach((id, alarm) -> {
            assertThat((String) alarm.get("AlarmDescription")).as(id).hasSizeGreaterThan(20);
            assertThat(alarm).as(id).containsKeys("TreatMissingData", "EvaluationPeriods", "Threshold",
                    "ComparisonOperator");
        });
    }

    /// Of an alarm with an expression, each metric in it.
    @Test
    void everyAlarmWatchesAMetricWithAStatisticAndAPeriod() {
        alarms.forEach((id, alarm) -> {
            var watched = alarm.containsKey("Metrics")
                    ? series(alarm).stream().filter(each -> each.containsKey("MetricStat")).map(each -> map(each.get(
                            "MetricStat"))).toList()
                    : List.of(alarm);
            assertThat(watched).as(id).isNotEmpty().allSatisfy(metric -> {
                assertThat(metric.containsKey("Stat") || metric.containsKey("Statistic") || metric.containsKey(
                        "ExtendedStatistic")).isTrue();
                assertThat(Integer.parseInt((String) metric.get("Period")) % 60).isZero();
                assertThat(map(metric.getOrDefault("Metric", metric))).containsKeys("Namespace", "MetricName",
                        "Dimensions");
            });
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            PublicApiFails   | AWS/ApiGateway | 5xx     | Sum     | ApiId        | PublicApi       | >= 5
            RegistryApiFails | AWS/ApiGateway | 5xx     | Sum     | ApiId        | RegistryApi     | >= 5
            PublicApiSlow    | AWS/ApiGateway | Latency | p99     | ApiId        | PublicApi       | > 3000
            RegistryApiSlow  | AWS/ApiGateway | Latency | p99     | ApiId        | RegistryApi     | > 1500
            DeadLettersThere | AWS/SQS        | ApproximateNumberOfMessagesVisible | Maximum | QueueName | DeadLetterQueue | > 0
            DeliveriesOld    | AWS/SQS        | ApproximateAgeOfOldestMessage      | Maximum | QueueName | DeliveriesQueue | > 1800
            SweeperAway      | AWS/Lambda     | Invocations | Sum | FunctionName | SweeperFunction | < 1
            """)
    void errorsSlownessDeadLettersOldMessagesAndASweeperThatIsAwayAreWatched(String id, String namespace, String metric,
            String statistic, String dimension, String resource, String breach) {
        var alarm = alarms.get(id);

        assertThat(alarm).containsEntry("Namespace", namespace).containsEntry("MetricName", metric)
                .containsEntry(statistic.startsWith("p") ? "ExtendedStatistic" : "Statistic", statistic);
        var value = namespace.equals("AWS/SQS")
                ? Map.of("!GetAtt", resource + ".QueueName")
                : Map.of("!Ref", resource);
        assertThat((List<?>) alarm.get("Dimensions")).isEqualTo(List.of(Map.of("Name", dimension, "Value", value)));
        assertThat(operator(alarm) + " " + alarm.get("Threshold")).isEqualTo(breach);
    }

    /// A sweeper that does not run has no data, and for all others no data is no trouble.
    @Test
    void silenceIsTroubleOfTheSweeperOnly() {
        alarms.forEach((id, alarm) -> assertThat(alarm.get("TreatMissingData")).as(id)
                .isEqualTo(id.equals("SweeperAway")
                        ? "breaching"
                        : "notBreaching"));
    }

    /// Empty stands for an hour in which nothing was counted. A notice that runs out counts as failed (`MetricsTest`).
    @ParameterizedTest(name = "of {0} attempts {1} given up: {2}")
    @CsvSource({"100, , false", "100, 10, false", "100, 11, true", "19, 19, false", "20, 20, true", "1000, 60, false",
        // These ran out while nobody attempted any, or hardly any.
        " , 20, true", " , 19, false", "15, 30, true", "200, 25, true", " , , false", "0, 0, false"})
    void moreThanATenthOfTheNoticesGivenUpGoesOffAlsoWithoutAnAttempt(Double attempts, Double failed, boolean goesOff) {
        var alarm = alarms.get("DeliveriesFail");
        var shown = series(alarm).stream().filter(each -> !"false".equals(each.get("ReturnData"))).toList();
        assertThat(shown).hasSize(1);

        var share = value(alarm, (String) shown.getFirst().get("Id"),
                Map.of("Attempts", or(attempts), "DeliveriesFailed",
                        or(failed)));

        assertThat(operator(alarm)).isEqualTo(">");
        assertThat(share > Double.parseDouble((String) alarm.get("Threshold"))).isEqualTo(goesOff);
    }

    private static double value(Map<String, Object> alarm, String id, Map<String, Double> metrics) {
        var series = series(alarm).stream().filter(each -> each.get("Id").equals(id)).findFirst().orElseThrow();
        return series.get("Expression") instanceof String expression
                ? MetricMath.evaluate(expression, name -> value(alarm, name, metrics))
                : metrics.get((String) map(map(series.get("MetricStat")).get("Metric")).get("MetricName"));
    }

    private static double or(Double value) {
        return value == null ? Double.NaN : value;
    }

    private static List<Map<String, Object>> series(Map<String, Object> alarm) {
        return ((List<?>) alarm.get("Metrics")).stream().map(TemplateFile::map).toList();
    }

    private static String operator(Map<String, Object> alarm) {
        return switch ((String) alarm.get("ComparisonOperator")) {
            case "GreaterThanThreshold" -> ">";
            case "GreaterThanOrEqualToThreshold" -> ">=";
            case "LessThanThreshold" -> "<";
            default -> throw new AssertionError("another operator");
        };
    }
}
