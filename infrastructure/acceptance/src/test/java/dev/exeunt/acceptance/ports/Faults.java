package dev.exeunt.acceptance.ports;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// What can go wrong between us and AWS, and what the embedded services never do by themselves.
final class Faults {

    private Faults() {
    }

    /// Remembers the names of the calls.
    static final class Calls implements ExecutionInterceptor {

        private final ConcurrentLinkedQueue<String> made = new ConcurrentLinkedQueue<>();

        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            made.add(operation(attributes));
        }

        List<String> made() {
            return List.copyOf(made);
        }

        void forget() {
            made.clear();
        }
    }

    /// The first calls of this operation fail, before they have any effect.
    static ExecutionInterceptor before(String operation, int times, Supplier<RuntimeException> failure) {
        var left = new AtomicInteger(times);
        return new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (operation(attributes).equals(operation) && left.getAndDecrement() > 0) {
                    throw failure.get();
                }
            }
        };
    }

    /// The first calls of this operation take effect, but the caller sees a failure.
    static ExecutionInterceptor after(String operation, int times) {
        var left = new AtomicInteger(times);
        return new ExecutionInterceptor() {
            @Override
            public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
                if (operation(attributes).equals(operation) && left.getAndDecrement() > 0) {
                    throw new Lost();
                }
            }
        };
    }

    /// The first answers to this operation are lost on the way back, and the SDK tries again.
    static ExecutionInterceptor lostAnswer(String operation, int times) {
        var left = new AtomicInteger(times);
        return new ExecutionInterceptor() {
            @Override
            public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
                if (operation(attributes).equals(operation) && left.getAndDecrement() > 0) {
                    throw RetryableException.create("connection reset");
                }
            }
        };
    }

    /// Something else happens right after the first call of this operation.
    static ExecutionInterceptor then(String operation, Runnable meanwhile) {
        var first = new AtomicInteger(1);
        return new ExecutionInterceptor() {
            @Override
            public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
                if (operation(attributes).equals(operation) && first.getAndDecrement() > 0) {
                    meanwhile.run();
                }
            }
        };
    }

    /// Every transaction gets another token, as if ten minutes lay between a call and its repetition.
    static ExecutionInterceptor forgetfulTokens() {
        return rewriting(request -> request instanceof TransactWriteItemsRequest transaction
                ? transaction.toBuilder().clientRequestToken(UUID.randomUUID().toString()).build()
                : request);
    }

    private static ExecutionInterceptor rewriting(UnaryOperator<SdkRequest> change) {
        return new ExecutionInterceptor() {
            @Override
            public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
                return change.apply(context.request());
            }
        };
    }

    /// A transaction of `size` writes that is cancelled for the one at `position`.
    static TransactionCanceledException cancelled(int size, int position, String code) {
        var reasons = IntStream.range(0, size)
                .mapToObj(place -> CancellationReason.builder().code(place == position ? code : "None").build())
                .toList();
        return TransactionCanceledException.builder().cancellationReasons(reasons).message(code).build();
    }

    private static String operation(ExecutionAttributes attributes) {
        return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    }

    /// An answer that never arrived.
    static final class Lost extends RuntimeException {

        Lost() {
            super("the answer got lost");
        }
    }
}
