package dev.exeunt.acceptance.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.exeunt.aws.Environment;
import dev.exeunt.local.aws.Naming;
import dev.exeunt.local.template.Stack;
import dev.exeunt.local.template.StartProblem;
import dev.exeunt.local.template.Template;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What must be true of the description of the deployed system, whatever else it says.
class TemplateTest {

    private static final Map<String, String> REQUIRED = Map.of("Issuer", "https://id.example", "IdpJwksUri",
            "https://id.example/jwks");

    /// The routes of the contract that exist so far.
    private static final List<String> PUBLIC_ROUTES = List.of("/logout", "/oauth2/end-session", "/logout/{visit}",
            "/logout/{visit}/status", "/logout/{visit}/stages/{index}", "/.well-known/openid-configuration",
            "/oauth2/jwks", "/assets/{name}", "/saml/slo", "/saml/slo/soap",
            "/saml/metadata");

    /// Keys may be named by alias, and a policy cannot name the keys behind aliases.
    private static final String KEYS = "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*";

    private static final Pattern VARIABLE_READ = Pattern.compile(
            "\\benvironment\\s*\\.(?:required|optional|list|seconds|days)\\(\\s*\"([A-Z0-9_]+)\"");

    private final TemplateFile file = TemplateFile.read();
    private final Stack stack = stack(REQUIRED);

    @Test
    void everyHandlerIsAClassThatCanBeMadeFromAnEnvironment() throws ReflectiveOperationException {
        assertThat(stack.functions()).isNotEmpty();
        for (var function : stack.functions()) {
            var handler = function.handler().split("::");
            assertThat(RequestStreamHandler.class).as(function.id()).isAssignableFrom(Class.forName(handler[0]));
            assertThat(Class.forName(handler[0]).getConstructor(Environment.class)).isNotNull();
            assertThat(Class.forName(handler[0]).getConstructor()).as("what Lambda calls").isNotNull();
            assertThat(handler[1]).isEqualTo("handleRequest");
        }
    }

    @Test
    void everyFunctionHasAnArchiveNamedLikeItself() {
        file.resources("AWS::Serverless::Function").forEach((id, properties) -> {
            var name = id.replace("Function", "").toLowerCase(Locale.ROOT);
            assertThat(properties.get("CodeUri")).isEqualTo("functions/%s/target/%s.zip".formatted(name, name));
        });
    }

    @Test
    void aFunctionBehindAnHttpApiAnswersBeforeTheApiGivesUp() {
        assertThat(stack.functions()).filteredOn(function -> !function.routes().isEmpty()).isNotEmpty().allSatisfy(
                function -> assertThat(function.timeout()).isLessThanOrEqualTo(Duration.ofSeconds(29)));
    }

    @Test
    void aQueueHidesAMessageForSixTimesTheTimeOutOfItsReader() {
        assertThat(readers()).isNotEmpty().allSatisfy(reader -> assertThat(Long.parseLong(reader.queue.attributes().get(
                "VisibilityTimeout"))).isGreaterThanOrEqualTo(6 * reader.function.timeout().toSeconds()));
    }

    @Test
    void everyReaderOfAQueueReportsWhichMessagesFailed() {
        assertThat(readers()).isNotEmpty().allSatisfy(reader -> assertThat(reader.source.reportsFailures()).isTrue());
    }

    @Test
    void poisonOfEveryReadQueueGoesToAQueueThatKeepsItLongest() {
        assertThat(readers()).isNotEmpty().allSatisfy(reader -> {
            var redrive = reader.queue.redrive().orElseThrow();
            var deadLetters = queue(redrive.deadLetterArn());
            assertThat(redrive.maxReceiveCount()).isGreaterThanOrEqualTo(5);
            assertThat(deadLetters).isNotEqualTo(reader.queue);
            assertThat(deadLetters.attributes()).containsEntry("MessageRetentionPeriod", "1209600");
            assertThat(deadLetters.redrive()).isEmpty();
        });
    }

    @Test
    void theRoutesOfTheContractExistForEveryMethod() {
        assertThat(routes(false)).containsAll(PUBLIC_ROUTES.stream().map(path -> "ANY " + path).toList());
        assertThat(routes(true)).containsExactly("ANY /{proxy+}");
        assertThat(Stream.concat(routes(false).stream(), routes(true).stream())).allMatch(route -> route.startsWith(
                "ANY "));
    }

    @Test
    void eachShardOfTheClockIsSweptEachMinute() {
        var sweeper = stack.functions().stream().filter(function -> function.id().equals("SweeperFunction")).findFirst()
                .orElseThrow();

        assertThat(sweeper.schedules()).extracting(schedule -> schedule.input().orElseThrow()).containsExactly(
                "{\"shard\":0}", "{\"shard\":1}", "{\"shard\":2}", "{\"shard\":3}");
        assertThat(sweeper.schedules()).extracting(Stack.Schedule::rate).containsOnly(Duration.ofMinutes(1));
    }

    @Test
    void everyParameterIsExplainedAndConstrained() {
        file.section("Parameters").forEach((name, declared) -> {
            var parameter = TemplateFile.map(declared);
            assertThat((String) parameter.get("Description")).as(name).hasSizeGreaterThan(10);
            var constraints = new TreeSet<>(parameter.keySet());
            constraints.retainAll(Set.of("AllowedPattern", "AllowedValues", "MinValue", "MaxValue", "MinLength",
                    "MaxLength"));
            assertThat(!constraints.isEmpty() || !parameter.get("Type").equals("String")).as(name
                    + " has a constraint or a type that is one").isTrue();
        });
    }

    @Test
    void noPolicyReachesWiderThanItMust() {
        var wide = new ArrayList<String>();
        file.section("Resources").forEach((id, resource) -> TemplateFile.walk(id, resource, (path, value) -> {
            if (value instanceof String text && text.contains("*") && (path.contains(".Resource") || path.contains(
                    ".Action"))) {
                wide.add(path.replaceFirst("\\..*\\.", " ") + " " + text);
            }
        }));

        assertThat(wide).containsOnlyOnceElementsOf(List.of("SigningKey Action kms:*", "SigningKey Resource *"))
                .allMatch(entry -> entry.startsWith("SigningKey ") || entry.endsWith(KEYS)
                        || entry.equals("QueuesOverTlsOnly Action sqs:*"));
    }

    @Test
    void theOnlyPolicyOfTheQueuesForbidsWhatComesInTheClear() {
        var policy = file.resources("AWS::SQS::QueuePolicy").get("QueuesOverTlsOnly");
        var statements = (List<?>) TemplateFile.map(policy.get("PolicyDocument")).get("Statement");

        assertThat((List<?>) policy.get("Queues")).hasSize(file.resources("AWS::SQS::Queue").size());
        assertThat(statements).hasSize(1);
        assertThat(TemplateFile.map(statements.getFirst())).containsEntry("Effect", "Deny").containsEntry("Condition",
                Map.of("Bool", Map.of("aws:SecureTransport", "false")));
    }

    @Test
    void everyFunctionIsPublishedFromASnapshotAndTakenBackIfAnAlarmGoesOff() {
        var globals = TemplateFile.map(file.section("Globals").get("Function"));
        assertThat(globals).containsEntry("AutoPublishAlias", "live").containsEntry("AutoPublishAliasAllProperties",
                "true").containsEntry("SnapStart", Map.of("ApplyOn", Map.of("!Ref", "SnapStart")));
        file.resources("AWS::Serverless::Function").forEach((id, properties) -> {
            var preference = TemplateFile.map(properties.get("DeploymentPreference"));
            assertThat(preference).as(id).containsEntry("Type", Map.of("!Ref", "Deployment"));
            assertThat((List<?>) preference.get("Alarms")).as(id).isNotEmpty().allSatisfy(
                    alarm -> assertThat(alarms()).contains((String) TemplateFile.map(alarm).get("!Ref")));
        });
    }

    @Test
    void twoBadMinutesOfTheFiveThatANewVersionHasAreEnoughToTakeItBack() {
        file.resources("AWS::Serverless::Function").forEach((id, properties) -> {
            var own = id.replace("Function", "Broken");
            assertThat(TemplateFile.map(properties.get("DeploymentPreference")).get("Alarms")).asInstanceOf(LIST)
                    .as(id).contains(Map.of("!Ref", own));
            var alarm = file.resources("AWS::CloudWatch::Alarm").get(own);
            assertThat(alarm).as(own).containsEntry("Period", "60").containsEntry("EvaluationPeriods", "5");
            assertThat(alarm.get("DatapointsToAlarm")).as(own).isIn("1", "2");
        });
    }

    /// A flood at one door leaves the other its calls, and the queue takes no more instances than it was given.
    @Test
    void everyDoorIsThrottledAndEveryFunctionHasItsShare() {
        assertThat(file.resources("AWS::Serverless::HttpApi")).hasSize(2)
                .allSatisfy((id, api) -> assertThat(TemplateFile.map(api.get("DefaultRouteSettings"))).as(id)
                        .containsKeys("ThrottlingBurstLimit", "ThrottlingRateLimit"));
        file.resources("AWS::Serverless::Function").forEach((id, properties) -> {
            var reserved = (List<?>) TemplateFile.map(properties.get("ReservedConcurrentExecutions")).get("!If");
            assertThat(reserved.getFirst()).as(id).isEqualTo("ReservesConcurrency");
            assertThat(reserved.getLast()).as(id).isEqualTo(Map.of("!Ref", "AWS::NoValue"));
        });
        assertThat(file.text()).containsOnlyOnce("ScalingConfig: { MaximumConcurrency: !Ref DeliveryConcurrency }");
        assertThat(readers()).hasSize(1);
    }

    @Test
    void aKeyOfTheStackSignsAsTheParameterSays() {
        assertThat(stack.keys()).extracting(Stack.SigningKey::spec).containsExactly("RSA_2048");
        assertThat(stack(with("SigningAlgorithm", "ES256")).keys()).extracting(Stack.SigningKey::spec).containsExactly(
                "ECC_NIST_P256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://slo.example.com/", "https://slo.example.com/sso", "https://slo.example.com/a/b",
        "https://slo.example.com?x", "https://slo.example.com#x", "https://user@slo.example.com", "slo.example.com"})
    void aPublicUrlWithMoreThanAHostIsRefusedByTheTemplateAndAtTheStart(String url) {
        assertThatThrownBy(() -> stack(with("PublicUrl", url))).isInstanceOf(StartProblem.class)
                .hasMessageContaining("PublicUrl").hasMessageContaining("without a path");
        for (var function : stack.functions()) {
            var variables = new HashMap<>(function.environment());
            variables.putAll(Map.of("AWS_REGION", "eu-central-1", "AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY",
                    "secret"));
            if (variables.replace("PUBLIC_URL", url) != null) {
                assertThatThrownBy(() -> start(function, variables)).as(function.id())
                        .hasRootCauseInstanceOf(IllegalStateException.class)
                        .rootCause().hasMessageContaining("PUBLIC_URL").hasMessageContaining("without a path");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://slo.example.com", "https://slo.example.com:8443", "http://localhost:8080",
        "https://[2001:db8::1]"})
    void aPublicUrlThatIsAnOriginIsTaken(String url) {
        assertThat(environment(stack(with("PublicUrl", url)), "LogoutFunction").get("PUBLIC_URL")).isEqualTo(url);
    }

    private static Object start(Stack.Function function, Map<String, String> variables)
            throws ReflectiveOperationException {
        return Class.forName(function.handler().replaceFirst("::.*", "")).getConstructor(Environment.class)
                .newInstance(new Environment(variables, InstantSource.system()));
    }

    @Test
    void noAccessLogHoldsAQueryStringOrAPath() {
        file.resources("AWS::Serverless::HttpApi").forEach((id, api) -> assertThat((String) TemplateFile.map(api.get(
                "AccessLogSettings")).get("Format")).as(id).contains("$context.routeKey")
                .doesNotContain("context.path", "queryString", "context.protocol", "header"));
    }

    @Test
    void everyFunctionWritesToALogThatEnds() {
        var logs = file.resources("AWS::Logs::LogGroup");
        assertThat(logs).isNotEmpty().allSatisfy((_, properties) -> assertThat(properties).containsKey(
                "RetentionInDays"));
        var used = file.resources("AWS::Serverless::Function").values().stream().map(properties -> TemplateFile.map(
                TemplateFile.map(properties.get("LoggingConfig")).get("LogGroup")).get("!Ref")).toList();
        assertThat(used).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(logs).containsKeys(used.toArray(String[]::new));
    }

    @Test
    void whatTheCodeOfAFunctionReadsTheTemplateSets() throws IOException {
        for (var function : stack.functions()) {
            var module = function.id().replace("Function", "").toLowerCase(Locale.ROOT);
            assertThat(function.environment().keySet()).as(function.id()).containsAll(variablesReadBy(module));
        }
    }

    @Test
    void aKeyOfTheStackIsMadeOnlyWhereNoOtherKeysAreNamed() {
        assertThat(stack.keys()).hasSize(1);
        assertThat(environment(stack, "BackchannelFunction").get("SIGNING_KEY_IDS")).isEqualTo(stack.keys().getFirst()
                .keyId());

        var named = stack(with("SigningKeyIds", "alias/a,alias/b"));
        assertThat(named.keys()).isEmpty();
        assertThat(environment(named, "BackchannelFunction")).containsEntry("SIGNING_KEY_IDS", "alias/a,alias/b");

        var secret = stack(with("SigningJwksSecret", "arn:aws:secretsmanager:eu-west-1:1:secret:keys"));
        assertThat(secret.keys()).isEmpty();
        assertThat(environment(secret, "BackchannelFunction")).containsEntry("SIGNING_KEY_IDS", "");
    }

    @Test
    void theLocalCloudRunsThisVeryFile() throws IOException {
        try (var packaged = Template.class.getResourceAsStream("/template.yaml")) {
            assertThat(packaged).isNotNull();
            assertThat(new String(packaged.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(file.text());
        }
    }

    @Test
    void cfnLintFindsNothing() throws IOException, InterruptedException {
        var present = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).map(folder -> Path
                .of(folder, "cfn-lint")).anyMatch(Files::isExecutable);
        if (!present) {
            System.out.println("cfn-lint is not installed: template.yaml was not linted");
        }
        Assumptions.assumeTrue(present);
        var lint = new ProcessBuilder("cfn-lint", file.path().toString(),
                TemplateFile.REPOSITORY.resolve("infrastructure/operations/dashboard.yaml").toString())
                .redirectErrorStream(true).start();
        var findings = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(lint.waitFor()).as(findings).isZero();
    }

    private Set<String> alarms() {
        return file.resources("AWS::CloudWatch::Alarm").keySet();
    }

    private record Reader(Stack.Function function, Stack.QueueSource source, Stack.Queue queue) {}

    private List<Reader> readers() {
        return stack.functions().stream().flatMap(function -> function.sources().stream().map(source -> new Reader(
                function, source, queue(source.queueArn())))).toList();
    }

    private Stack.Queue queue(String arn) {
        return stack.queues().stream().filter(queue -> queue.arn().equals(arn)).findFirst().orElseThrow();
    }

    private List<String> routes(boolean registry) {
        var apis = stack.apis().stream().filter(api -> api.iam() == registry).map(Stack.Api::ref).toList();
        assertThat(apis).hasSize(1);
        return stack.functions().stream().flatMap(function -> function.routes().stream()).filter(route -> apis.contains(
                route.api())).map(Stack.Route::key).toList();
    }

    private static Set<String> variablesReadBy(String module) throws IOException {
        var sources = TemplateFile.REPOSITORY.resolve("functions").resolve(module).resolve("src/main/java");
        Set<String> names = new TreeSet<>();
        try (var files = Files.walk(sources)) {
            for (var source : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                VARIABLE_READ.matcher(Files.readString(source)).results().forEach(found -> names.add(found.group(1)));
            }
        }
        return names;
    }

    private static Map<String, String> environment(Stack stack, String function) {
        return stack.functions().stream().filter(each -> each.id().equals(function)).findFirst().orElseThrow()
                .environment();
    }

    private static Map<String, String> with(String name, String value) {
        return Map.of("Issuer", "https://id.example", "IdpJwksUri", "https://id.example/jwks", name, value);
    }

    private Stack stack(Map<String, String> parameters) {
        return Template.parse(file.text()).stack(parameters, new Naming(URI.create("https://sqs.example")));
    }
}
