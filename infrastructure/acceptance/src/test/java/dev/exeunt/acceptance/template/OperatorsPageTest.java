package dev.exeunt.acceptance.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The operators' page is held to the template that it is about. What is typed on it is in `CommandsTest`, too.
class OperatorsPageTest {

    /// The page's own functions, which take the name of a resource.
    private static final Pattern NAMED = Pattern.compile("(?:\\$\\(name|\\bask) ([A-Z]\\w+)");

    private final TemplateFile template = TemplateFile.read();
    private final OperatorsPage page = OperatorsPage.read();

    @Test
    void everyAlarmHasItsPlaceAndNoOtherHas() {
        assertThat(page.alarms().keySet()).isEqualTo(template.resources("AWS::CloudWatch::Alarm").keySet());
    }

    /// One that has its own place on the page, or is looked into as another is, says so.
    @Test
    void atEveryAlarmThereIsSomethingToType() {
        assertThat(page.alarms()).allSatisfy((_, advice) -> assertThat(OperatorsPage.code(advice).stream().anyMatch(
                code -> code.startsWith("aws ") || code.startsWith("ask ")) || advice.contains("](#")
                || advice.contains(
                        "as above with `")
                || advice.contains("the same with `")).isTrue());
        assertThat(OperatorsPage.code(page.alarms().get("PublicApiSlow"))).anyMatch(code -> code.startsWith("ask "));
        assertThat(OperatorsPage.code(page.alarms().get("DeliveriesOld"))).anyMatch(code -> code.startsWith("aws "));
    }

    @Test
    void whatTheCommandsNameIsInTheTemplate() {
        var named = NAMED.matcher(page.text()).results().map(found -> found.group(1)).collect(Collectors.toSet());

        assertThat(named).contains("LogoutLog", "DeadLetterQueue", "SweeperFunction").isSubsetOf(template.section(
                "Resources").keySet());
    }

    @Test
    void everyMetricOfOursThatAnAlarmReadsIsOnThePage() {
        var read = Pattern.compile("Namespace: Exeunt\\s+MetricName: (\\w+)").matcher(template.text()).results().map(
                found -> found.group(1)).collect(Collectors.toSet());

        assertThat(read).contains("DeliveriesFailed", "Attempts", "RequestsFailed").isSubsetOf(page.metrics());
    }
}
