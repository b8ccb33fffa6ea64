package dev.exeunt.acceptance.template;

import static dev.exeunt.acceptance.template.Expanded.attribute;
import static dev.exeunt.acceptance.template.Expanded.ref;
import static dev.exeunt.acceptance.template.TemplateFile.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What SAM makes of `template.yaml`, by those of its rules that this template needs: *Generated CloudFormation resources* in
/// the developer guide of AWS SAM. Where SAM's own translator is installed, `SamTest` holds these rules to it.
final class Sam {

    /// Instead of the digits that SAM takes from all properties of a function, so that a change makes another version.
    static final String DIGEST = "0000000000";

    private static final String APPLICATION = "ServerlessDeploymentApplication";
    private static final String DEPLOYER = "CodeDeployServiceRole";
    private static final String MANAGED = "arn:aws:iam::aws:policy/";
    private static final String ANY = "x-amazon-apigateway-any-method";

    private final Map<String, Object> template;
    private final Map<String, Object> globals;
    private final Map<String, Object> made = new LinkedHashMap<>();

    private Sam(Map<String, Object> template) {
        this.template = template;
        this.globals = map(map(template.get("Globals")).get("Function"));
    }

    /// @throws IllegalStateException if the template has something for which there is no rule here
    static Expanded expand(TemplateFile file) {
        var sam = new Sam(map(LongForm.of(file.root())));
        var resources = map(sam.template.get("Resources"));
        resources.forEach((id, resource) -> sam.resource(id, map(resource)));
        // After the APIs, whose routes they are.
        resources.forEach((id, resource) -> {
            if (map(resource).get("Type").equals("AWS::Serverless::Function")) {
                sam.events(id, map(map(resource).get("Properties")));
            }
        });
        var root = new LinkedHashMap<>(sam.template);
        root.remove("Transform");
        root.remove("Globals");
        root.put("Resources", sam.made);
        return new Expanded(root);
    }

    private void resource(String id, Map<String, Object> resource) {
        var type = (String) resource.get("Type");
        switch (type) {
            case "AWS::Serverless::Function" -> function(id, map(resource.get("Properties")));
            case "AWS::Serverless::HttpApi" -> api(id, map(resource.get("Properties")));
            default -> {
                if (type.startsWith("AWS::Serverless::")) {
                    throw new IllegalStateException("no rule for " + type);
                }
                made.put(id, resource);
            }
        }
    }

    private void function(String id, Map<String, Object> own) {
        Map<String, Object> properties = new LinkedHashMap<>(globals);
        properties.putAll(own);
        for (var merged : List.of("Environment", "LoggingConfig")) {
            properties.put(merged, merged(globals.get(merged), own.get(merged)));
        }
        properties.putIfAbsent("Role", attribute(id + "Role", "Arn"));
        var alias = (String) properties.remove("AutoPublishAlias");
        if (!"true".equals(properties.remove("AutoPublishAliasAllProperties"))) {
            throw new IllegalStateException("no rule for versions of code alone");
        }
        List.of("CodeUri", "Policies", "Tracing", "DeploymentPreference", "Events").forEach(properties::remove);
        put(id, "AWS::Lambda::Function", properties);
        if (!own.containsKey("Role")) {
            role(id, own);
        }
        version(id, alias);
        deployment(id, map(own.get("DeploymentPreference")));
    }

    private void role(String id, Map<String, Object> own) {
        var managed = new ArrayList<>(List.of(MANAGED + "service-role/AWSLambdaBasicExecutionRole"));
        if ("Active".equals(globals.get("Tracing"))) {
            managed.add(MANAGED + "AWSXrayWriteOnlyAccess");
        }
        if (map(own.get("Events")).values().stream().anyMatch(event -> map(event).get("Type").equals("SQS"))) {
            managed.add(MANAGED + "service-role/AWSLambdaSQSQueueExecutionRole");
        }
        put(id + "Role", "AWS::IAM::Role",
                Map.of("ManagedPolicyArns", managed, "Policies", ((List<?>) own.get("Policies"))
                        .stream().map(policy -> Map.of("PolicyDocument", policy)).toList()));
    }

    private void version(String id, String alias) {
        var version = id + "Version" + DIGEST;
        made.put(version, Map.of("Type", "AWS::Lambda::Version", "DeletionPolicy", "Retain", "Properties", Map.of(
                "FunctionName", ref(id))));
        made.put(alias(id), Map.of("Type", "AWS::Lambda::Alias", "UpdatePolicy", Map.of("CodeDeployLambdaAliasUpdate",
                Map.of("ApplicationName", ref(APPLICATION), "DeploymentGroupName", ref(id + "DeploymentGroup"))),
                "Properties", Map.of("Name", alias, "FunctionName", ref(id), "FunctionVersion", attribute(version,
                        "Version"))));
    }

    /// SAM knows the parameters when it chooses the configuration, so a choice among names is none there; here it is the default.
    private void deployment(String id, Map<String, Object> preference) {
        var chosen = map(map(template.get("Parameters")).get((String) map(preference.get("Type")).get("Ref")));
        var alarms = ((List<?>) preference.get("Alarms")).stream().map(alarm -> Map.of("Name", alarm)).toList();
        put(APPLICATION, "AWS::CodeDeploy::Application", Map.of("ComputePlatform", "Lambda"));
        put(DEPLOYER, "AWS::IAM::Role", Map.of("ManagedPolicyArns", List.of(MANAGED
                + "service-role/AWSCodeDeployRoleForLambda")));
        put(id + "DeploymentGroup", "AWS::CodeDeploy::DeploymentGroup", Map.of(
                "AlarmConfiguration", Map.of("Enabled", "true", "Alarms", alarms),
                "ApplicationName", ref(APPLICATION),
                "AutoRollbackConfiguration", Map.of("Enabled", "true", "Events", List.of("DEPLOYMENT_FAILURE",
                        "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST")),
                "DeploymentConfigName", Map.of("Fn::Sub", List.of("CodeDeployDefault.Lambda${ConfigName}", Map.of(
                        "ConfigName", chosen.get("Default")))),
                "ServiceRoleArn", attribute(DEPLOYER, "Arn")));
    }

    private void api(String id, Map<String, Object> own) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("paths", new LinkedHashMap<String, Object>()));
        if (own.containsKey("DisableExecuteApiEndpoint")) {
            body.put("servers", List.of(Map.of("x-amazon-apigateway-endpoint-configuration", Map.of(
                    "disableExecuteApiEndpoint", own.get("DisableExecuteApiEndpoint")))));
        }
        put(id, "AWS::ApiGatewayV2::Api", Map.of("Body", body, "FailOnWarnings", own.get("FailOnWarnings")));
        put(id + "ApiGatewayDefaultStage", "AWS::ApiGatewayV2::Stage", Map.of("ApiId", ref(id), "StageName", "$default",
                "AutoDeploy", "true", "AccessLogSettings", own.get("AccessLogSettings"), "DefaultRouteSettings",
                own.get(
                        "DefaultRouteSettings")));
    }

    private void events(String id, Map<String, Object> own) {
        map(own.get("Events")).forEach((name, event) -> {
            var properties = map(map(event).get("Properties"));
            switch ((String) map(event).get("Type")) {
                case "HttpApi" -> route(id, name, properties);
                case "SQS" -> queue(id, name, properties);
                case "Schedule" -> schedule(id, name, properties);
                default -> throw new IllegalStateException("no rule for the event " + name + " of " + id);
            }
        });
    }

    private void route(String id, String name, Map<String, Object> event) {
        var api = (String) map(event.get("ApiId")).get("Ref");
        var path = (String) event.get("Path");
        if (!event.get("Method").equals("ANY")) {
            throw new IllegalStateException("no rule for one method of " + path);
        }
        Map<String, Object> method = new LinkedHashMap<>(Map.of("x-amazon-apigateway-integration", Map.of("type",
                "aws_proxy", "payloadFormatVersion", "2.0", "uri", Map.of("Fn::Sub",
                        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${"
                                + alias(id)
                                + "}/invocations"))));
        var auth = map(
                map(map(map(template.get("Resources")).get(api)).get("Properties")).getOrDefault("Auth", Map.of()));
        if (auth.containsKey("DefaultAuthorizer")) {
            method.put("security", List.of(Map.of(auth.get("DefaultAuthorizer"), List.of())));
        }
        map(map(map(map(made.get(api)).get("Properties")).get("Body")).get("paths")).put(path, Map.of(ANY, method));
        permission(id, name, "apigateway.amazonaws.com", Map.of("Fn::Sub", List.of(
                "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/${__Stage__}/*"
                        + path.replaceAll("\\{[^}]+}", "*"),
                Map.of("__ApiId__", ref(api), "__Stage__", "*"))));
    }

    private void queue(String id, String name, Map<String, Object> event) {
        Map<String, Object> properties = new LinkedHashMap<>(event);
        properties.put("EventSourceArn", properties.remove("Queue"));
        properties.put("FunctionName", ref(alias(id)));
        put(id + name, "AWS::Lambda::EventSourceMapping", properties);
    }

    private void schedule(String id, String name, Map<String, Object> event) {
        put(id + name, "AWS::Events::Rule",
                Map.of("ScheduleExpression", event.get("Schedule"), "Targets", List.of(Map.of(
                        "Arn", ref(alias(id)), "Id", id + name + "LambdaTarget", "Input", event.get("Input")))));
        permission(id, name, "events.amazonaws.com", attribute(id + name, "Arn"));
    }

    private void permission(String id, String name, String principal, Object source) {
        put(id + name + "Permission", "AWS::Lambda::Permission",
                Map.of("Action", "lambda:InvokeFunction", "FunctionName",
                        ref(alias(id)), "Principal", principal, "SourceArn", source));
    }

    private String alias(String id) {
        return id + "Alias" + globals.get("AutoPublishAlias");
    }

    private void put(String id, String type, Map<String, Object> properties) {
        made.put(id, Map.of("Type", type, "Properties", properties));
    }

    private static Map<String, Object> merged(Object global, Object own) {
        Map<String, Object> merged = new LinkedHashMap<>(map(global));
        map(own).forEach((key, value) -> merged.merge(key, value, (before, after) -> before instanceof Map<?, ?>
                ? merged(before, after)
                : after));
        return merged;
    }

    /// The name of a resource; that of a version without its digits.
    static String withoutDigest(String id) {
        return id.replaceFirst("Version[0-9a-f]{10}$", "Version");
    }
}
