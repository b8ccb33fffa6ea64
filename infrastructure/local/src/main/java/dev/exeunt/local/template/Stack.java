package dev.exeunt.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a template says must exist, with every value filled in.
public record Stack(List<Table> tables, List<Queue> queues, List<SigningKey> keys, List<Api> apis,
        List<Function> functions) {

    public Stack {
        tables = List.copyOf(tables);
        queues = List.copyOf(queues);
        keys = List.copyOf(keys);
        apis = List.copyOf(apis);
        functions = List.copyOf(functions);
    }

    /// A DynamoDB table.
    ///
    /// @param attributes types (`S`, `N`, `B`) by attribute name
    /// @param timeToLive the attribute that holds an item's end
    public record Table(String name, Map<String, String> attributes, Keys keys, List<Index> indexes,
            Optional<String> timeToLive) {}

    /// A key schema.
    public record Keys(String hash, Optional<String> range) {}

    /// A global secondary index.
    ///
    /// @param projection `KEYS_ONLY`, `INCLUDE` or `ALL`
    /// @param included   further attributes of `INCLUDE`
    public record Index(String name, Keys keys, String projection, List<String> included) {}

    /// An SQS queue.
    ///
    /// @param id         its name in the template
    /// @param attributes by their names in the SQS API
    /// @param redrive    where its poison goes
    public record Queue(String id, String name, String arn, Map<String, String> attributes,
            Optional<Redrive> redrive) {}

    /// A redrive policy.
    public record Redrive(String deadLetterArn, int maxReceiveCount) {}

    /// A KMS key that signs.
    ///
    /// @param keyId the id in the key's ARN
    /// @param spec  such as `RSA_2048`
    public record SigningKey(String keyId, String spec) {}

    /// An HTTP API.
    ///
    /// @param id  its name in the template
    /// @param ref its id, as routes name it
    /// @param iam whether callers must sign with IAM: the registry
    public record Api(String id, String ref, boolean iam) {}

    /// A function.
    ///
    /// @param id          its name in the template
    /// @param handler     `class::method`
    /// @param environment the variables the template sets
    public record Function(String id, String name, String handler, Duration timeout, int memoryMegabytes,
            Map<String, String> environment, List<Route> routes, List<QueueSource> sources,
            List<Schedule> schedules) {}

    /// A route of an HTTP API.
    ///
    /// @param api    the API's `ref`
    /// @param method upper case, or `ANY`
    /// @param path   with `{name}` and `{name+}`
    public record Route(String api, String method, String path) {
        /// As the payload names it: `ANY /logout`.
        public String key() {
            return method + " " + path;
        }
    }

    /// An SQS event source.
    ///
    /// @param concurrency     batches at once
    /// @param reportsFailures whether the answer names the messages that failed
    public record QueueSource(String queueArn, int batchSize, int concurrency, boolean reportsFailures) {}

    /// A schedule.
    ///
    /// @param input the event as JSON; without one it is EventBridge's own
    public record Schedule(String name, Duration rate, Optional<String> input) {}
}
