package dev.exeunt.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns evaluated properties into what the local cloud builds, one resource type after the other.
final class ResourceReaders {

    /// Properties of a queue that go to SQS as they are.
    private static final Set<String> QUEUE_ATTRIBUTES = Set.of("VisibilityTimeout", "MessageRetentionPeriod",
            "ReceiveMessageWaitTimeSeconds", "DelaySeconds", "MaximumMessageSize");

    private final Map<String, Physical.Identity> identities;
    private final List<Stack.Table> tables = new ArrayList<>();
    private final List<Stack.Queue> queues = new ArrayList<>();
    private final List<Stack.SigningKey> keys = new ArrayList<>();
    private final List<Stack.Api> apis = new ArrayList<>();
    private final List<Stack.Function> functions = new ArrayList<>();

    ResourceReaders(Map<String, Physical.Identity> identities) {
        this.identities = identities;
    }

    void read(String id, String type, Node properties) {
        if (Irrelevant.TYPES.containsKey(type)) {
            return;
        }
        var fields = new Fields(id, properties);
        var identity = identities.getOrDefault(id, new Physical.Identity(id, Map.of()));
        switch (type) {
            case "AWS::DynamoDB::Table" -> tables.add(table(identity.ref(), fields));
            case "AWS::SQS::Queue" -> queues.add(queue(id, identity, fields));
            case "AWS::KMS::Key" -> keys.add(key(identity.ref(), fields));
            case "AWS::Serverless::HttpApi" -> apis.add(api(id, identity.ref(), fields));
            case "AWS::Serverless::Function" -> functions.add(FunctionReader.function(id, identity.ref(), fields));
            default -> throw new StartProblem("%s has the type %s, which the local cloud does not have".formatted(id,
                    type));
        }
    }

    Stack stack() {
        return new Stack(tables, queues, keys, apis, functions);
    }

    private static Stack.Table table(String name, Fields fields) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (var attribute : fields.list("AttributeDefinitions")) {
            attributes.put(attribute.text("AttributeName"), attribute.text("AttributeType"));
            attribute.end(Irrelevant.NONE);
        }
        var indexes = fields.list("GlobalSecondaryIndexes").stream().map(ResourceReaders::index).toList();
        var table = new Stack.Table(name, attributes, keys(fields), indexes, timeToLive(fields));
        fields.end(Irrelevant.TABLE);
        return table;
    }

    private static Optional<String> timeToLive(Fields fields) {
        var specification = fields.fields("TimeToLiveSpecification");
        var attribute = specification.optionalText("AttributeName");
        var enabled = specification.optionalFlag("Enabled").orElse(false);
        specification.end(Irrelevant.NONE);
        return attribute.filter(_ -> enabled);
    }

    private static Stack.Index index(Fields fields) {
        var projection = fields.fields("Projection");
        var index = new Stack.Index(fields.text("IndexName"), keys(fields), projection.text("ProjectionType"),
                projection.texts("NonKeyAttributes"));
        projection.end(Irrelevant.NONE);
        fields.end(Map.of("OnDemandThroughput", "nothing is billed or throttled"));
        return index;
    }

    private static Stack.Keys keys(Fields fields) {
        Map<String, String> byType = new LinkedHashMap<>();
        for (var key : fields.list("KeySchema")) {
            if (byType.put(key.text("KeyType"), key.text("AttributeName")) != null) {
                throw new StartProblem(
                        key.path() + " has a second key of one type; the local cloud has no such tables");
            }
            key.end(Irrelevant.NONE);
        }
        var hash = byType.get("HASH");
        if (hash == null) {
            throw new StartProblem(fields.path() + ".KeySchema has no HASH key");
        }
        return new Stack.Keys(hash, Optional.ofNullable(byType.get("RANGE")));
    }

    private static Stack.Queue queue(String id, Physical.Identity identity, Fields fields) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (var name : QUEUE_ATTRIBUTES) {
            fields.optionalNumber(name).ifPresent(number -> attributes.put(name, String.valueOf(number)));
        }
        Optional<Stack.Redrive> redrive = Optional.empty();
        if (fields.has("RedrivePolicy")) {
            var policy = fields.fields("RedrivePolicy");
            redrive = Optional.of(new Stack.Redrive(policy.text("deadLetterTargetArn"),
                    Integer.parseInt(policy.text("maxReceiveCount"))));
            policy.end(Irrelevant.NONE);
        }
        fields.end(Irrelevant.QUEUE);
        return new Stack.Queue(id, identity.attributes().getOrDefault("QueueName", id),
                identity.attributes().getOrDefault("Arn", id), attributes, redrive);
    }

    private static Stack.SigningKey key(String keyId, Fields fields) {
        if (!fields.text("KeyUsage").equals("SIGN_VERIFY")) {
            throw new StartProblem(fields.path() + ".KeyUsage must be SIGN_VERIFY: local keys only sign");
        }
        var key = new Stack.SigningKey(keyId, fields.text("KeySpec"));
        fields.end(Irrelevant.KEY);
        return key;
    }

    private static Stack.Api api(String id, String ref, Fields fields) {
        var auth = fields.fields("Auth");
        var authorizer = auth.optionalText("DefaultAuthorizer");
        if (!authorizer.orElse("AWS_IAM").equals("AWS_IAM")) {
            throw new StartProblem(auth.path() + ".DefaultAuthorizer must be AWS_IAM or absent");
        }
        auth.optionalFlag("EnableIamAuthorizer");
        auth.end(Irrelevant.NONE);
        fields.end(Irrelevant.API);
        return new Stack.Api(id, ref, authorizer.isPresent());
    }
}
