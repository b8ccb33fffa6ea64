package dev.exeunt.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exeunt.local.Small;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemplateTest {

    private static final Physical NAMES = (id, _) -> new Physical.Identity("ref-" + id, Map.of("Arn", "arn-" + id,
            "QueueName", "name-" + id));

    @Test
    void globalsAreMergedIntoFunctionsAndTheFunctionsOwnValuesWin() {
        var functions = stack(Map.of()).functions();

        assertThat(functions).extracting(Stack.Function::id).containsExactly("EchoFunction", "WorkerFunction");
        assertThat(functions).extracting(Stack.Function::timeout).containsExactly(Duration.ofSeconds(2), Duration
                .ofSeconds(1));
        assertThat(functions.get(0).environment()).containsEntry("TABLE_NAME", "ref-Things").containsEntry("QUEUE_URL",
                "ref-Work");
        assertThat(functions.get(1).environment()).containsOnlyKeys("TABLE_NAME");
    }

    @Test
    void listsOfGlobalsComeBeforeTheFunctionsOwn() {
        var global = YamlReader.read("{a: [1], b: {c: 1, d: {Ref: X}}, e: 1}");
        var own = YamlReader.read("{a: [2], b: {c: 2, d: {Ref: Y}}, f: 2}");

        assertThat(Node.merged(global, own)).isEqualTo(YamlReader.read(
                "{a: [1, 2], b: {c: 2, d: {Ref: Y}}, e: 1, f: 2}"));
    }

    @Test
    void subLeavesLiteralsAndFillsVariablesAndAttributes() {
        assertThat(echoEnvironment(Map.of())).containsEntry("KEY", "key ref-Signer in us-east-1, ${literal}");
        assertThat(value("!Sub '${Work.Arn}/x'")).isEqualTo("arn-Work/x");
        assertThat(value("!Sub ['${Own}-${AWS::Partition}-${Level}', {Own: !Join ['', [a, b]]}]")).isEqualTo(
                "ab-aws-3");
    }

    @Test
    void theLongFormsMeanTheSame() {
        assertThat(value("{'Fn::Join': ['/', [{Ref: Work}, {'Fn::GetAtt': [Work, Arn]}, {'Fn::Sub': '${Level}'}]]}"))
                .isEqualTo("ref-Work/arn-Work/3");
    }

    @Test
    void conditionsChooseAndUntakenBranchesAreNotLookedAt() {
        assertThat(echoEnvironment(Map.of())).containsEntry("NAMES", "none");
        assertThat(echoEnvironment(Map.of("Names", "a, b"))).containsEntry("NAMES", "a+b");
        assertThat(value("!If [IsLoud, !Ref Nobody, quiet]")).isEqualTo("quiet");
        assertThat(value("!If [IsLoud, loud, quiet]", Map.of("Names", "a", "Level", "5"))).isEqualTo("loud");
    }

    @Test
    void noValueTakesAPropertyAway() {
        var template = Template.parse(Small.template().replace("Timeout: 1\n", "Timeout: !Ref AWS::NoValue\n"));

        // Then the global time-out is not overridden, as the property is not there; SAM merges before it evaluates.
        assertThat(template.stack(Map.of(), NAMES).functions().get(1).timeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aResourceWhoseConditionFailsDoesNotExist() {
        var conditional = Small.template().replace("  Signer:\n", "  Signer:\n    Condition: IsLoud\n");

        assertThatThrownBy(() -> Template.parse(conditional).stack(Map.of(), NAMES)).isInstanceOf(StartProblem.class)
                .hasMessage("EchoFunction.Environment.Variables.KEY refers to Signer, which does not exist");
        assertThat(Template.parse(conditional).stack(Map.of("Names", "a", "Level", "5"), NAMES).keys()).hasSize(1);
    }

    @Test
    void anUnknownPropertyIsAnErrorThatNamesResourceAndProperty() {
        assertProblem("VisibilityTimeout: 2", "VisibilityTimout: 2",
                "Work.VisibilityTimout is not understood by the local cloud");
        assertProblem("ProjectionType: KEYS_ONLY", "ProjectionType: KEYS_ONLY, Odd: 1",
                "Things.GlobalSecondaryIndexes[0].Projection.Odd is not understood by the local cloud");
        assertProblem("BatchSize: 10", "FilterCriteria: {}",
                "WorkerFunction.Events.Messages.Properties.FilterCriteria is not understood by the local cloud");
        assertProblem("    Timeout: 2", "    Timeout: 2\n    Odd: 1", "EchoFunction.Odd is not understood by the local "
                + "cloud");
    }

    @Test
    void anUnknownTypeOrFunctionOrSectionIsAnError() {
        assertProblem("AWS::KMS::Key", "AWS::S3::Bucket",
                "Signer has the type AWS::S3::Bucket, which the local cloud does not have");
        assertProblem("Type: Schedule", "Type: S3",
                "WorkerFunction.Events.Often has the type S3, which the local cloud does not have");
        assertProblem("!Ref Work", "!Select [0, [a]]",
                "EchoFunction.Environment.Variables.QUEUE_URL uses Fn::Select, which is not understood by the local "
                        + "cloud");
        assertProblem("Resources:", "Mappings: {}\nResources:", "template.Mappings is not understood by the local "
                + "cloud");
        assertProblem("rate(1 day)", "cron(0 0 * * ? *)",
                "WorkerFunction.Events.Seldom.Properties.Schedule is cron(0 0 * * ? *); the local cloud has rate(n "
                        + "unit) only");
    }

    @Test
    void aWrongParameterIsOneClearLine() {
        assertThatThrownBy(() -> stack(Map.of("Level", "9"))).hasMessage(
                "parameter Level is '9', but must be at most 5");
        assertThatThrownBy(() -> stack(Map.of("Level", "x"))).hasMessage(
                "parameter Level is 'x', but must be a number");
        assertThatThrownBy(() -> stack(Map.of("Levl", "1"))).hasMessage(
                "parameter Levl is unknown; the template has PublicUrl, Names, Level");
        assertThatThrownBy(() -> Parameters.values(YamlReader.read(
                "{A: {Type: String, AllowedPattern: 'a+', ConstraintDescription: only a}}"), Map.of("A", "aab")))
                .hasMessage("parameter A is 'aab', but must match a+ (only a)");
        assertThatThrownBy(() -> Parameters.values(YamlReader.read("{A: {Type: String, AllowedValues: [x, y]}}"), Map
                .of("A", "z"))).hasMessage("parameter A is 'z', but must be one of x, y");
        assertThatThrownBy(() -> Parameters.values(YamlReader.read("{A: {Type: String}}"), Map.of())).hasMessage(
                "parameter A needs a value: it has no default");
    }

    @Test
    void routesSourcesAndSchedulesAreRead() {
        var functions = stack(Map.of()).functions();

        assertThat(functions.get(0).routes()).extracting(Stack.Route::key).containsExactly("ANY /echo",
                "ANY /echo/{name}", "GET /files/{proxy+}", "ANY /{proxy+}");
        assertThat(functions.get(1).sources()).containsExactly(new Stack.QueueSource("arn-Work", 10, 10, true));
        assertThat(functions.get(1).schedules()).containsExactly(new Stack.Schedule("Often", Duration.ofSeconds(1),
                Optional.of("{\"shard\":0}")),
                new Stack.Schedule("Seldom", Duration.ofDays(1), Optional.of(
                        "{\"shard\":1}")));
    }

    private static void assertProblem(String written, String instead, String message) {
        assertThat(Small.template()).contains(written);
        assertThatThrownBy(() -> Template.parse(Small.template().replace(written, instead)).stack(Map.of(), NAMES))
                .isInstanceOf(StartProblem.class).hasMessage(message);
    }

    private static Stack stack(Map<String, String> parameters) {
        return Template.parse(Small.template()).stack(parameters, NAMES);
    }

    private static Map<String, String> echoEnvironment(Map<String, String> parameters) {
        return stack(parameters).functions().getFirst().environment();
    }

    private static String value(String expression) {
        return value(expression, Map.of());
    }

    private static String value(String expression, Map<String, String> parameters) {
        return Template.parse(Small.template().replace("QUEUE_URL: !Ref Work", "QUEUE_URL: " + expression)).stack(
                parameters, NAMES).functions().getFirst().environment().get("QUEUE_URL");
    }
}
