package dev.exeunt.acceptance.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// Notes what each function calls, for as long as the process lives: from this process, which the AWS SDK tells, because a
/// file on the class path names this class; from others, which [Overheard] tells; and in the crash sweep, which tells by
/// itself. Whose a call is, the signature says: in the local cloud each function signs under its own name.
public final class Calls implements ExecutionInterceptor {

    private static final Pattern SIGNER = Pattern.compile("Credential=([^/]+Function)/");

    private static final Map<Caller, Set<Permission>> MADE = new ConcurrentHashMap<>();
    private static final AtomicLong COUNT = new AtomicLong();

    /// Who calls.
    ///
    /// @param function its name in the template
    private record Caller(Deployment deployment, String function) {

        /// Who has signed a request; empty if no function has.
        static Optional<Caller> of(Optional<String> authorization, Optional<String> securityToken) {
            return authorization.map(SIGNER::matcher).filter(java.util.regex.Matcher::find)
                    .map(signer -> new Caller(securityToken.map(Deployment::valueOf).orElse(Deployment.KMS),
                            signer.group(1)));
        }
    }

    /// What the calls of each function need so far, by its name in the template, in each kind of deployment.
    static Map<Deployment, Map<String, Set<Permission>>> made() {
        var copy = new EnumMap<Deployment, Map<String, Set<Permission>>>(Deployment.class);
        for (var deployment : Deployment.values()) {
            copy.put(deployment, new TreeMap<>());
        }
        MADE.forEach((caller, permissions) -> copy.get(caller.deployment()).put(caller.function(),
                new TreeSet<>(permissions)));
        return copy;
    }

    /// How many calls functions in this process have made over a socket so far.
    static long count() {
        return COUNT.get();
    }

    /// Notes a call that goes over no socket.
    ///
    /// @param function  its name in the template
    /// @param operation by its name in the API
    public static void note(Deployment deployment, String function, String operation, SdkRequest request) {
        note(new Caller(deployment, function), needed(request.getClass().getPackageName(), operation, request));
    }

    /// Notes a call as it was heard on its way.
    ///
    /// @param target the service and the operation, such as `DynamoDB_20120810.GetItem`
    static void note(Optional<String> authorization, Optional<String> securityToken, String target, JsonNode request) {
        Caller.of(authorization, securityToken).ifPresent(caller -> {
            var dot = target.indexOf('.');
            var operation = target.substring(dot + 1);
            note(caller, needed(target.substring(0, dot), operation, parts(request),
                    request.path("IndexName").asText(null)));
        });
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        Caller.of(context.httpRequest().firstMatchingHeader("Authorization"),
                context.httpRequest().firstMatchingHeader("X-Amz-Security-Token")).ifPresent(caller -> {
                    COUNT.incrementAndGet();
                    note(caller, needed(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
                            attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), context.request()));
                });
    }

    private static void note(Caller caller, Stream<Permission> needed) {
        var permissions = MADE.computeIfAbsent(caller, _ -> ConcurrentHashMap.newKeySet());
        needed.forEach(permissions::add);
    }

    private static Stream<Permission> needed(String service, String operation, SdkRequest request) {
        var parts = request instanceof TransactWriteItemsRequest transaction
                ? transaction.transactItems().stream().map(Calls::part)
                : Stream.<String>of();
        return needed(service, operation, parts, request instanceof QueryRequest query ? query.indexName() : null);
    }

    /// A transaction needs what its parts need, a query what its index needs.
    ///
    /// @param service as it is called by the SDK, by a package of the SDK or in a target: only what it contains counts
    private static Stream<Permission> needed(String service, String operation, Stream<String> parts,
            @Nullable String index) {
        var name = service.toLowerCase(java.util.Locale.ROOT);
        if (name.contains("dynamodb")) {
            return operation.equals("TransactWriteItems")
                    ? parts.map(part -> new Permission("dynamodb:" + part, "table"))
                    : Stream.of(
                            new Permission("dynamodb:" + operation, index == null ? "table" : "index/" + index));
        }
        if (name.contains("sqs")) {
            return Stream.of(new Permission("sqs:" + operation.replaceFirst("Batch$", ""), "queue"));
        }
        if (name.contains("kms") || name.equals("trentservice")) {
            return Stream.of(new Permission("kms:" + operation, "key"));
        }
        return name.contains("secretsmanager")
                ? Stream.of(new Permission("secretsmanager:" + operation, "secret"))
                : Stream.of(new Permission(service + ":" + operation, "?"));
    }

    private static String part(TransactWriteItem item) {
        return List.of(item.put() != null ? "PutItem" : "", item.update() != null ? "UpdateItem" : "",
                item.delete() != null ? "DeleteItem" : "", item.conditionCheck() != null ? "ConditionCheckItem" : "")
                .stream().filter(name -> !name.isEmpty()).findFirst().orElseThrow();
    }

    private static Stream<String> parts(JsonNode request) {
        return StreamSupport.stream(request.path("TransactItems").spliterator(), false)
                .flatMap(item -> item.properties().stream()).map(part -> switch (part.getKey()) {
                    case "ConditionCheck" -> "ConditionCheckItem";
                    default -> part.getKey() + "Item";
                });
    }
}
