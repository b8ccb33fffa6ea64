package dev.exeunt.acceptance.memory;

import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// Lets interceptors of the SDK see the calls, as its own clients do: before, after each transmission (which is repeated
/// if one says so) and at the end.
public record Interceptors(List<ExecutionInterceptor> all) implements Script {

    private static final int TRANSMISSIONS = 3;

    @Override
    public <Q extends SdkRequest, A> A call(String operation, Q request, Function<Q, A> effect) {
        var attributes = new ExecutionAttributes().putAttribute(SdkExecutionAttribute.OPERATION_NAME, operation);
        var begun = InterceptorContext.builder().request(withToken(request)).build();
        all.forEach(one -> one.beforeExecution(begun, attributes));
        var context = begun;
        for (ExecutionInterceptor one : all) {
            var before = context;
            context = before.copy(next -> next.request(one.modifyRequest(before, attributes)));
        }
        @SuppressWarnings("unchecked") // Interceptors change requests, not their kind.
        var asked = (Q) context.request();
        for (int transmission = 1;; transmission++) {
            try {
                return answered(effect.apply(asked), context, attributes);
            } catch (RetryableException e) {
                if (transmission == TRANSMISSIONS) {
                    throw e;
                }
            }
        }
    }

    private <A> A answered(A answer, InterceptorContext context, ExecutionAttributes attributes) {
        all.forEach(one -> one.afterTransmission(context, attributes));
        var over = context.copy(next -> next.response((SdkResponse) answer));
        for (ExecutionInterceptor one : all) {
            var before = over;
            over = before.copy(next -> next.response(one.modifyResponse(before, attributes)));
        }
        for (ExecutionInterceptor one : all) {
            one.afterExecution(over, attributes);
        }
        @SuppressWarnings("unchecked") // Interceptors change answers, not their kind.
        var changed = (A) over.response();
        return changed;
    }

    /// The SDK gives each transaction a token, so that its own repetitions are recognised.
    @SuppressWarnings("unchecked") // It is the same kind of request.
    private static <Q extends SdkRequest> Q withToken(Q request) {
        return request instanceof TransactWriteItemsRequest transaction && transaction.clientRequestToken() == null
                ? (Q) transaction.toBuilder().clientRequestToken(java.util.UUID.randomUUID().toString()).build()
                : request;
    }
}
