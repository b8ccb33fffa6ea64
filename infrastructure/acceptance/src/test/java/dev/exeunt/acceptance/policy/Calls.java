package dev.exeunt.acceptance.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// Notes what each function calls, for as long as the process lives. The AWS SDK finds this class by a file on the class
/// path and hands it every call of every client; whose it is, the signature says: in the local cloud each function signs
/// under its own name.
public final class Calls implements ExecutionInterceptor {

    private static final Pattern SIGNER = Pattern.compile("Credential=([^/]+Function)/");

    private static final Map<String, Set<Permission>> MADE = new ConcurrentHashMap<>();
    private static final AtomicLong COUNT = new AtomicLong();

    /// What the calls of each function need so far, by its name in the template.
    static Map<String, Set<Permission>> made() {
        var copy = new TreeMap<String, Set<Permission>>();
        MADE.forEach((function, permissions) -> copy.put(function, new TreeSet<>(permissions)));
        return copy;
    }

    /// How many calls there were so far.
    static long count() {
        return COUNT.get();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        context.httpRequest().firstMatchingHeader("Authorization").map(SIGNER::matcher)
                .filter(java.util.regex.Matcher::find).ifPresent(signer -> {
                    COUNT.incrementAndGet();
                    var permissions = MADE.computeIfAbsent(signer.group(1), _ -> new ConcurrentSkipListSet<>());
                    needed(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
                            attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), context.request())
                            .forEach(permissions::add);
                });
    }

    private static Stream<Permission> needed(String service, String operation, SdkRequest request) {
        return switch (service) {
            case "DynamoDb" -> switch (request) {
                case TransactWriteItemsRequest transaction -> transaction.transactItems().stream()
                        .map(item -> new Permission("dynamodb:" + part(item), "table"));
                case QueryRequest query when query.indexName() != null -> Stream
                        .of(new Permission("dynamodb:Query", "index/" + query.indexName()));
                default -> Stream.of(new Permission("dynamodb:" + operation, "table"));
            };
            case "Sqs" -> Stream.of(new Permission("sqs:" + operation.replaceFirst("Batch$", ""), "queue"));
            case "Kms" -> Stream.of(new Permission("kms:" + operation, "key"));
            case "SecretsManager" -> Stream.of(new Permission("secretsmanager:" + operation, "secret"));
            default -> Stream.of(new Permission(service + ":" + operation, "?"));
        };
    }

    private static String part(TransactWriteItem item) {
        return List.of(item.put() != null ? "PutItem" : "", item.update() != null ? "UpdateItem" : "",
                item.delete() != null ? "DeleteItem" : "", item.conditionCheck() != null ? "ConditionCheckItem" : "")
                .stream().filter(name -> !name.isEmpty()).findFirst().orElseThrow();
    }
}
