package dev.exeunt.acceptance.template;

import static dev.exeunt.acceptance.template.Expanded.attribute;
import static dev.exeunt.acceptance.template.Expanded.ref;
import static dev.exeunt.acceptance.template.TemplateFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What CloudFormation gets once SAM has read the template is what the documents promise.
class SamShapeTest {

    private static final String CODE_DEPLOY = "arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambda";
    private static final String LOGS = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    private static final String TRACES = "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess";

    @ParameterizedTest
    @MethodSource("dev.exeunt.acceptance.template.Shapes#all")
    void everyFunctionIsCalledByAnAliasOfAVersionThatIsKept(Expanded shape) {
        assertThat(shape.resources("AWS::Lambda::Function")).hasSize(5).allSatisfy((id, function) -> {
            assertThat(function).containsEntry("Runtime", "java25").containsEntry("SnapStart", Map.of("ApplyOn", ref(
                    "SnapStart")));
            var alias = shape.properties(id + "Aliaslive");
            var version = Shapes.same(id + "Version" + Sam.DIGEST, shape);
            assertThat(alias).containsEntry("Name", "live").containsEntry("FunctionName", ref(id))
                    .containsEntry("FunctionVersion", attribute(version, "Version"));
            assertThat(shape.resource(version)).containsEntry("DeletionPolicy", "Retain");
            assertThat(shape.properties(version)).containsEntry("FunctionName", ref(id));
        });
        assertThat(shape.resources("AWS::Lambda::Version")).hasSize(5);
    }

    @ParameterizedTest
    @MethodSource("dev.exeunt.acceptance.template.Shapes#all")
    void callsMoveToANewVersionLittleByLittleAndBackIfAnAlarmGoesOff(Expanded shape) {
        assertThat(shape.resources("AWS::CodeDeploy::Application").keySet()).containsExactly(
                "ServerlessDeploymentApplication");
        assertThat(shape.properties("CodeDeployServiceRole")).containsEntry("ManagedPolicyArns", List.of(CODE_DEPLOY));
        shape.resources("AWS::Lambda::Function").keySet().forEach(id -> {
            assertThat(shape.resource(id + "Aliaslive")).containsEntry("UpdatePolicy",
                    Map.of("CodeDeployLambdaAliasUpdate",
                            Map.of("ApplicationName", ref("ServerlessDeploymentApplication"), "DeploymentGroupName",
                                    ref(id
                                            + "DeploymentGroup"))));
            var group = shape.properties(id + "DeploymentGroup");
            assertThat(group).containsEntry("DeploymentConfigName", Map.of("Fn::Sub", List.of(
                    "CodeDeployDefault.Lambda${ConfigName}", Map.of("ConfigName", "Canary10Percent5Minutes"))));
            assertThat(map(group.get("AutoRollbackConfiguration"))).containsEntry("Enabled", "true");
            assertThat((List<?>) map(group.get("AutoRollbackConfiguration")).get("Events")).asString().contains(
                    "DEPLOYMENT_STOP_ON_ALARM");
            assertThat(map(group.get("AlarmConfiguration"))).containsEntry("Enabled", "true");
            assertThat(References.in(group.get("AlarmConfiguration")).things()).as(id)
                    .contains(id.replace("Function", "Broken"))
                    .isSubsetOf(shape.resources("AWS::CloudWatch::Alarm").keySet());
        });
    }

    /// Who called the function itself would have no snapshot and no gradual deployment.
    @ParameterizedTest
    @MethodSource("dev.exeunt.acceptance.template.Shapes#all")
    void whateverCallsAFunctionCallsItsAliasAndMay(Expanded shape) {
        var permissions = shape.resources("AWS::Lambda::Permission").values();
        assertThat(permissions).hasSize(4 + 13).allSatisfy(permission -> assertThat((String) map(permission.get(
                "FunctionName")).get("Ref")).endsWith("Aliaslive"));

        assertThat(shape.resources("AWS::Events::Rule")).hasSize(4).allSatisfy((id, rule) -> {
            assertThat(rule).containsEntry("ScheduleExpression", "rate(1 minute)");
            assertThat((List<?>) rule.get("Targets")).singleElement().satisfies(target -> {
                assertThat(map(target)).containsEntry("Arn", ref("SweeperFunctionAliaslive")).containsKey("Input");
                assertThat(allowed(permissions, "events.amazonaws.com", attribute(id, "Arn")))
                        .containsExactly(map(target)
                                .get("Arn"));
            });
        });
        shape.resources("AWS::ApiGatewayV2::Api")
                .forEach((api, properties) -> paths(properties).forEach((path, methods) -> {
                    var source = Map.of("Fn::Sub", List.of(
                            "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/${__Stage__}/*"
                                    + path.replaceAll("\\{[^}]+}", "*"),
                            Map.of("__ApiId__", ref(api), "__Stage__", "*")));
                    var called = integration(methods).get("uri");
                    assertThat(References.in(called).things()).as(path)
                            .containsAll(allowed(permissions, "apigateway.amazonaws.com",
                                    source).stream().map(alias -> (String) map(alias).get("Ref")).toList())
                            .anyMatch(
                                    name -> name.endsWith("Aliaslive"));
                    assertThat(allowed(permissions, "apigateway.amazonaws.com", source)).as(path).hasSize(1);
                    assertThat(integration(methods)).containsEntry("payloadFormatVersion", "2.0");
                }));
    }

    @ParameterizedTest
    @MethodSource("dev.exeunt.acceptance.template.Shapes#all")
    void theDelivererReadsTheQueueThroughItsAliasAndReportsWhatFailed(Expanded shape) {
        assertThat(shape.resources("AWS::Lambda::EventSourceMapping")).hasSize(1).containsEntry(
                "BackchannelFunctionDeliveries",
                Map.of("EventSourceArn", attribute("DeliveriesQueue", "Arn"), "FunctionName", ref(
                        "BackchannelFunctionAliaslive"), "BatchSize", "10", "FunctionResponseTypes",
                        List.of(
                                "ReportBatchItemFailures"),
                        "ScalingConfig", Map.of("MaximumConcurrency", ref(
                                "DeliveryConcurrency"))));
    }

    @ParameterizedTest
    @MethodSource("dev.exeunt.acceptance.template.Shapes#all")
    void eachApiHasOneStageAtItsRootThatIsThrottledAndKeepsALog(Expanded shape) {
        var apis = shape.resources("AWS::ApiGatewayV2::Api").keySet();
        assertThat(apis).containsExactlyInAnyOrder("PublicApi", "RegistryApi");
        assertThat(shape.resources("AWS::ApiGatewayV2::Stage")).hasSameSizeAs(apis);
        for (var api : apis) {
            var stage = shape.properties(api + "ApiGatewayDefaultStage");
            assertThat(stage).as(api).containsEntry("ApiId", ref(api)).containsEntry("StageName", "$default")
                    .containsEntry(
                            "AutoDeploy", "true");
            assertThat(map(stage.get("DefaultRouteSettings"))).containsKeys("ThrottlingBurstLimit",
                    "ThrottlingRateLimit");
            assertThat(map(stage.get("AccessLogSettings"))).containsEntry("DestinationArn",
                    attribute("AccessLog", "Arn"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.exeunt.acceptance.template.Shapes#all")
    void everyRouteOfTheRegistryWantsASignatureAndNoneOfThePublicDoor(Expanded shape) {
        var signed = List.of(Map.of("AWS_IAM", List.of()));
        assertThat(paths(shape.properties("RegistryApi"))).isNotEmpty()
                .allSatisfy((_, methods) -> assertThat(map(map(methods)
                        .get("x-amazon-apigateway-any-method"))).containsEntry("security", signed));
        assertThat(paths(shape.properties("PublicApi"))).hasSizeGreaterThan(10)
                .allSatisfy((_, methods) -> assertThat(map(map(
                        methods).get("x-amazon-apigateway-any-method"))).doesNotContainKey("security"));
    }

    @ParameterizedTest
    @MethodSource("dev.exeunt.acceptance.template.Shapes#all")
    void everyFunctionHasARoleOfItsOwnWithItsPoliciesAndThoseThatSamAdds(Expanded shape) {
        shape.resources("AWS::Lambda::Function").forEach((id, function) -> {
            assertThat(function).containsEntry("Role", attribute(id + "Role", "Arn"));
            var role = shape.properties(id + "Role");
            assertThat((List<?>) role.get("ManagedPolicyArns")).extracting(SamShapeTest::arn)
                    .isEqualTo(List.of(LOGS, TRACES));
            var written = map(LongForm.of(Shapes.FILE.resources("AWS::Serverless::Function").get(id)));
            assertThat((List<?>) role.get("Policies")).isNotEmpty();
            if (!written.containsKey("Role")) {
                assertThat((List<?>) role.get("Policies")).extracting(policy -> map(policy).get("PolicyDocument"))
                        .isEqualTo(written.get("Policies"));
            }
        });
        assertThat(shape.resources("AWS::IAM::Role")).hasSize(5 + 1);
    }

    @ParameterizedTest
    @MethodSource("dev.exeunt.acceptance.template.Shapes#all")
    void everyFunctionWritesJsonToALogOfTheStack(Expanded shape) {
        shape.resources("AWS::Lambda::Function").forEach((id, function) -> {
            var log = id.replace("Function", "Log");
            assertThat(map(function.get("LoggingConfig"))).containsEntry("LogFormat", "JSON").containsEntry("LogGroup",
                    ref(
                            log));
            assertThat(shape.properties(log)).containsEntry("RetentionInDays", ref("LogRetentionDays"));
        });
    }

    /// As it is in the partition that most have.
    private static String arn(Object written) {
        return written instanceof Map<?, ?> tag
                ? String.valueOf(tag.get("Fn::Sub")).replace("${AWS::Partition}", "aws")
                : (String) written;
    }

    private static List<Object> allowed(Collection<Map<String, Object>> permissions, String principal, Object source) {
        return permissions.stream()
                .filter(permission -> permission.get("Principal").equals(principal) && permission.get(
                        "SourceArn").equals(source))
                .map(permission -> permission.get("FunctionName")).toList();
    }

    private static Map<String, Object> paths(Map<String, Object> api) {
        return map(map(api.get("Body")).get("paths"));
    }

    private static Map<String, Object> integration(Object methods) {
        return map(map(map(methods).get("x-amazon-apigateway-any-method")).get("x-amazon-apigateway-integration"));
    }
}
