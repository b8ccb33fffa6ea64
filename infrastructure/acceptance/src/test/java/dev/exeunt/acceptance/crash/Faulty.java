package dev.exeunt.acceptance.crash;

import dev.exeunt.acceptance.memory.Script;
import dev.exeunt.acceptance.policy.Calls;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerRequest;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.RequestThrottledException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsRequest;

/// Lets calls fail as the cloud's mischief wants it.
record Faulty(Cloud cloud) implements Script {

    /// As long as the SDK tries.
    private static final Duration IN_VAIN = Duration.ofSeconds(10);

    /// The process is gone.
    static final class Killed extends Error {

        private static final long serialVersionUID = 1;

        Killed() {
            super("the process is gone", null, false, false);
        }
    }

    @Override
    public <Q extends SdkRequest, A> A call(String operation, Q request, Function<Q, A> effect) {
        return cloud.alone(() -> {
            cloud.stillRunning();
            Calls.note(cloud.deployment(), cloud.caller(), operation, request);
            var fault = cloud.fault(operation);
            return fault.isEmpty() ? effect.apply(request) : call(fault.get(), request, effect);
        });
    }

    private <Q extends SdkRequest, A> A call(Fault fault, Q request, Function<Q, A> effect) {
        return switch (fault) {
            case KILLED_BEFORE -> throw cloud.kill();
            case KILLED_AFTER -> {
                effect(request, effect);
                throw cloud.kill();
            }
            case LOST_BEFORE -> throw inVain();
            case LOST_AFTER -> {
                effect(request, effect);
                throw inVain();
            }
            case THROTTLED -> throw throttled(request);
            case CONFLICT -> throw conflict(request);
            case PARTIAL -> partial(request, effect);
        };
    }

    /// What the call does or is refused for, nobody hears of.
    private static <Q, A> void effect(Q request, Function<Q, A> effect) {
        try {
            effect.apply(request);
        } catch (RuntimeException _) {
            // Refused, then.
        }
    }

    private RuntimeException inVain() {
        cloud.watch().forward(IN_VAIN);
        return ApiCallTimeoutException.builder().message("the call took too long").build();
    }

    private static RuntimeException throttled(SdkRequest request) {
        return switch (request) {
            case SqsRequest _ -> RequestThrottledException.builder().message("throttled").build();
            case SecretsManagerRequest _ ->
                SecretsManagerException.builder().message("throttled").statusCode(400).build();
            case KmsRequest _ -> KmsException.builder().message("throttled").statusCode(400).build();
            default -> ProvisionedThroughputExceededException.builder().message("throttled").build();
        };
    }

    /// For a transaction, any of its writes may be the one.
    private RuntimeException conflict(SdkRequest request) {
        if (!(request instanceof TransactWriteItemsRequest transaction)) {
            return TransactionConflictException.builder().message("Transaction is ongoing for the item").build();
        }
        var place = cloud.calls() % transaction.transactItems().size();
        var reasons = new java.util.ArrayList<>(Collections.nCopies(transaction.transactItems().size(),
                CancellationReason.builder().code("None").build()));
        reasons.set(place, CancellationReason.builder().code("TransactionConflict").build());
        return TransactionCanceledException.builder().cancellationReasons(reasons).message("cancelled").build();
    }

    /// Every other entry of a batch is done.
    @SuppressWarnings("unchecked") // The request says what the answer is.
    private static <Q extends SdkRequest, A> A partial(Q request, Function<Q, A> effect) {
        return switch (request) {
            case SendMessageBatchRequest batch -> (A) partialSend(batch,
                    (Function<SendMessageBatchRequest, SendMessageBatchResponse>) (Function<?, ?>) effect);
            case BatchGetItemRequest batch -> (A) partialGet(batch,
                    (Function<BatchGetItemRequest, BatchGetItemResponse>) (Function<?, ?>) effect);
            default -> throw new AssertionError("no batch: " + request.getClass());
        };
    }

    private static SendMessageBatchResponse partialSend(SendMessageBatchRequest batch,
            Function<SendMessageBatchRequest, SendMessageBatchResponse> effect) {
        var sent = everyOther(batch.entries(), 1);
        var failed = everyOther(batch.entries(), 0).stream()
                .map(entry -> BatchResultErrorEntry.builder().id(entry.id()).code("InternalError").build()).toList();
        var answer = sent.isEmpty()
                ? SendMessageBatchResponse.builder().build()
                : effect.apply(batch.toBuilder().entries(sent).build());
        return answer.toBuilder().failed(failed).build();
    }

    private static BatchGetItemResponse partialGet(BatchGetItemRequest batch,
            Function<BatchGetItemRequest, BatchGetItemResponse> effect) {
        var table = batch.requestItems().keySet().iterator().next();
        var keys = batch.requestItems().get(table).keys();
        var left = KeysAndAttributes.builder().keys(everyOther(keys, 0)).consistentRead(true).build();
        var read = everyOther(keys, 1);
        var answer = read.isEmpty()
                ? BatchGetItemResponse.builder().responses(Map.of()).build()
                : effect.apply(batch.toBuilder()
                        .requestItems(
                                Map.of(table, KeysAndAttributes.builder().keys(read).consistentRead(true).build()))
                        .build());
        return answer.toBuilder().unprocessedKeys(Map.of(table, left)).build();
    }

    private static <T> List<T> everyOther(List<T> list, int from) {
        return java.util.stream.IntStream.range(0, list.size()).filter(place -> place % 2 == from)
                .mapToObj(list::get).toList();
    }
}
