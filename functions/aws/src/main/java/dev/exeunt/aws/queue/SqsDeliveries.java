package dev.exeunt.aws.queue;

import dev.exeunt.core.action.DeliveryQueue;
import dev.exeunt.core.action.Trace;
import dev.exeunt.core.session.CookieHash;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// The queue of deliveries in SQS: a standard queue whose message groups, the clients, get fair shares of it.
///
/// @param client   for all calls
/// @param queueUrl the queue
public record SqsDeliveries(SqsClient client, String queueUrl) implements DeliveryQueue {

    private static final int BATCH = 10;
    /// Batches on their way at once: hundreds of deliveries are sent while somebody waits for the answer.
    private static final int AT_ONCE = 8;
    /// Characters of a message group, the most there may be.
    private static final int GROUP = 128;

    /// A batch that could not be sent, or whose answer got lost, counts as not accepted: a delivery sent twice does no
    /// harm, one not sent at all would.
    @Override
    public List<Pointer> send(List<Pointer> pointers) {
        var batches = IntStream.iterate(0, from -> from < pointers.size(), from -> from + BATCH)
                .mapToObj(from -> pointers.subList(from, Math.min(pointers.size(), from + BATCH)))
                .toList();
        var trace = Trace.current();
        return batches.size() <= 1
                ? batches.stream().flatMap(batch -> rejected(batch, trace)).toList()
                : atOnce(batches, trace);
    }

    private List<Pointer> atOnce(List<List<Pointer>> batches, Optional<String> trace) {
        var threads = Thread.ofVirtual().name("send-", 0).factory();
        try (var executor = Executors.newFixedThreadPool(Math.min(AT_ONCE, batches.size()), threads)) {
            var sending = batches.stream().<Callable<List<Pointer>>>map(batch -> () -> rejected(batch, trace)
                    .toList()).toList();
            return executor.invokeAll(sending).stream().flatMap(batch -> result(batch).stream()).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while deliveries were sent", e);
        }
    }

    private static List<Pointer> result(Future<List<Pointer>> batch) {
        try {
            return batch.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("deliveries could not be sent", e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("it is done already", e);
        }
    }

    private Stream<Pointer> rejected(List<Pointer> batch, Optional<String> trace) {
        var entries = IntStream.range(0, batch.size()).mapToObj(place -> entry(place, batch.get(place), trace))
                .toList();
        try {
            var answer = client.sendMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
            return answer.failed().stream().map(failed -> batch.get(Integer.parseInt(failed.id())));
        } catch (SdkException e) {
            return batch.stream();
        }
    }

    private static SendMessageBatchRequestEntry entry(int place, Pointer pointer, Optional<String> trace) {
        return SendMessageBatchRequestEntry.builder()
                .id(Integer.toString(place))
                .messageBody(PointerMessage.body(pointer))
                .messageGroupId(group(pointer.client()))
                .messageSystemAttributes(trace.map(SqsDeliveries::traced).orElse(Map.of()))
                .build();
    }

    private static Map<MessageSystemAttributeNameForSends, MessageSystemAttributeValue> traced(String header) {
        return Map.of(MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                MessageSystemAttributeValue.builder().dataType("String").stringValue(header).build());
    }

    /// A registry key has the characters of a message group, but may be longer.
    static String group(String client) {
        return client.length() <= GROUP ? client : CookieHash.of(client).value();
    }
}
