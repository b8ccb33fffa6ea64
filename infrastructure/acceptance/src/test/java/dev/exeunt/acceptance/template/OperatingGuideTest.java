package dev.exeunt.acceptance.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.observe.OperatingGuide;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The operators' page is held to the template that it is about. What is typed on it is in `CommandsTest`, too.
class OperatingGuideTest {

    /// The page's own functions, which take the name of a resource.
    private static final Pattern NAMED = Pattern.compile("(?:\\$\\(name|\\bask) ([A-Z]\\w+)");

    private final TemplateFile template = TemplateFile.read();
    private final OperatingGuide guide = OperatingGuide.read();

    @Test
    void everyAlarmHasItsPlaceAndNoOtherHas() {
        assertThat(guide.alarms().keySet()).isEqualTo(template.resources("AWS::CloudWatch::Alarm").keySet());
    }

    /// One that has its own place on the page, or is looked into as another is, says so.
    @Test
    void atEveryAlarmThereIsSomethingToType() {
        assertThat(guide.alarms()).allSatisfy((_, advice) -> assertThat(OperatingGuide.code(advice).stream().anyMatch(
                code -> code.startsWith("aws ") || code.startsWith("ask ")) || advice.contains("](#")
                || advice.contains(
                        "as above with `")
                || advice.contains("the same with `")).isTrue());
        assertThat(OperatingGuide.code(guide.alarms().get("PublicApiSlow"))).anyMatch(code -> code.startsWith("ask "));
        assertThat(OperatingGuide.code(guide.alarms().get("DeliveriesOld"))).anyMatch(code -> code.startsWith("aws "));
    }

    @Test
    void whatTheCommandsNameIsInTheTemplate() {
        var named = NAMED.matcher(guide.text()).results().map(found -> found.group(1)).collect(Collectors.toSet());

        assertThat(named).contains("LogoutLog", "DeadLetterQueue", "SweeperFunction").isSubsetOf(template.section(
                "Resources").keySet());
    }

    @Test
    void everyMetricOfOursThatAnAlarmReadsIsOnThePage() {
        var read = Pattern.compile("Namespace: Exeunt\\s+MetricName: (\\w+)").matcher(template.text()).results().map(
                found -> found.group(1)).collect(Collectors.toSet());

        assertThat(read).contains("DeliveriesFailed", "Attempts", "RequestsFailed")
                .isSubsetOf(guide.metrics().keySet());
    }
}
