package dev.exeunt.local.template;

import java.util.Map;

/// What the template may say and the local run need not do, each with the reason. What is neither read nor listed here
/// is an error at start.
final class Irrelevant {

    /// Whole resource types.
    static final Map<String, String> TYPES = Map.of(
            "AWS::Logs::LogGroup", "the local run keeps no logs",
            "AWS::CloudWatch::Alarm", "nobody is paged by a local run",
            "AWS::CloudWatch::Dashboard", "nobody watches a local run",
            "AWS::CloudFormation::Stack", "holds the dashboard, and nobody watches a local run",
            "AWS::SQS::QueuePolicy", "permissions are not checked locally",
            "AWS::ApiGatewayV2::DomainName", "the local run is on loopback",
            "AWS::ApiGatewayV2::ApiMapping", "the local run is on loopback",
            "AWS::Route53::RecordSet", "the local run is on loopback",
            "AWS::IAM::Role", "permissions are not checked locally");

    /// Attributes beside `Type`, `Properties` and `Condition`.
    static final Map<String, String> ATTRIBUTES = Map.of(
            "DeletionPolicy", "a local run keeps nothing",
            "UpdateReplacePolicy", "a local run is never updated",
            "DependsOn", "the order of creation is fixed here",
            "Metadata", "for tools");

    static final Map<String, String> TABLE = Map.of(
            "BillingMode", "nothing is billed or throttled",
            "OnDemandThroughput", "nothing is billed or throttled",
            "PointInTimeRecoverySpecification", "a local run keeps nothing",
            "SSESpecification", "nothing reaches a disk",
            "DeletionProtectionEnabled", "a local run keeps nothing",
            "ContributorInsightsSpecification", "nobody watches a local run",
            "Tags", "for bills");

    static final Map<String, String> QUEUE = Map.of(
            "SqsManagedSseEnabled", "nothing reaches a disk",
            "KmsMasterKeyId", "nothing reaches a disk",
            "RedriveAllowPolicy", "permissions are not checked locally",
            "Tags", "for bills");

    static final Map<String, String> KEY = Map.of(
            "Description", "for people",
            "KeyPolicy", "permissions are not checked locally",
            "PendingWindowInDays", "a local run keeps nothing",
            "Enabled", "a key of the template that is not enabled could not sign in the cloud either",
            "MultiRegion", "there is one region",
            "Tags", "for bills");

    static final Map<String, String> API = Map.of(
            "Name", "for consoles",
            "Description", "for people",
            "FailOnWarnings", "this reader fails on everything",
            "AccessLogSettings", "the local run keeps no logs",
            "DefaultRouteSettings", "throttling; a local run has one caller",
            "DisableExecuteApiEndpoint", "there is one address",
            "RouteSettings", "throttling; a local run has one caller",
            "Tags", "for bills");

    static final Map<String, String> FUNCTION = Map.ofEntries(
            Map.entry("Description", "for people"),
            Map.entry("CodeUri", "the classes are on the class path of the run"),
            Map.entry("Architectures", "the machine has the one it has"),
            Map.entry("Tracing", "there is no X-Ray"),
            Map.entry("LoggingConfig", "the local run keeps no logs"),
            Map.entry("Policies", "permissions are not checked locally"),
            Map.entry("Role", "permissions are not checked locally"),
            Map.entry("SnapStart", "a local function is started once"),
            Map.entry("AutoPublishAlias", "there is one version"),
            Map.entry("AutoPublishAliasAllProperties", "there is one version"),
            Map.entry("DeploymentPreference", "nothing is deployed gradually"),
            Map.entry("ReservedConcurrentExecutions", "a local run has one caller"),
            Map.entry("RecursiveLoop", "the template's functions do not call themselves"),
            Map.entry("Tags", "for bills"));

    static final Map<String, String> SCHEDULE = Map.of(
            "Name", "for consoles",
            "Description", "for people",
            "RetryPolicy", "a local schedule comes again soon",
            "DeadLetterConfig", "a local schedule comes again soon");

    static final Map<String, String> NONE = Map.of();

    private Irrelevant() {
    }
}
