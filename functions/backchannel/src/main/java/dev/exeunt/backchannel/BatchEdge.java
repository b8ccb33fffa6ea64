package dev.exeunt.backchannel;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.exeunt.aws.TraceHeader;
import dev.exeunt.aws.queue.PointerMessage;
import dev.exeunt.aws.queue.Visibility;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.deliver.Deliver.Fate;
import dev.exeunt.core.action.deliver.DeliverBatch;
import dev.exeunt.core.action.deliver.DeliverBatch.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The edge between the queue and the deliverer: messages come in, and those that must be seen again go out as partial
/// failures, each with a visibility of its own.
final class BatchEdge {

    /// What is left of the function's time for writing down what came of it, and then for the answer to the platform.
    private static final Duration RESERVE = DeliverBatch.GRACE.plusSeconds(2);

    /// Milliseconds that a rehearsal may take.
    private static final int REHEARSAL = 20_000;

    private static final String RECEIVES = "ApproximateReceiveCount";
    private static final String TRACE = "AWSTraceHeader";

    private final DeliverBatch batch;
    private final Visibility visibility;
    private final InstantSource time;
    private final Events events;

    BatchEdge(DeliverBatch batch, Visibility visibility, InstantSource time, Events events) {
        this.batch = batch;
        this.visibility = visibility;
        this.time = time;
        this.events = events;
    }

    void handle(InputStream input, OutputStream output, int millisLeft) throws IOException {
        var messages = read(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        var deadline = time.instant().plusMillis(millisLeft).minus(RESERVE);
        var handles = messages.stream()
                .collect(Collectors.toMap(SQSMessage::getMessageId, SQSMessage::getReceiptHandle,
                        (first, last) -> last));
        var fates = batch.run(messages.stream()
                .map(message -> new Message(message.getMessageId(), PointerMessage.parse(message.getBody()),
                        receives(message), TraceHeader.sound(message.getAttributes().get(TRACE))))
                .toList(), deadline, (id, fate) -> putOff(id, handles.getOrDefault(id, ""), fate));
        output.write(write(failures(messages, fates)).getBytes(StandardCharsets.UTF_8));
    }

    /// Works one message about a logout that does not exist.
    void rehearse() throws IOException {
        var body = PointerMessage.body(new Pointer("0".repeat(32), 0, 1, "rehearsal"));
        var message = Map.of("messageId", "rehearsal", "receiptHandle", "rehearsal", "body", body, "attributes",
                Map.of(RECEIVES, "1"));
        var json = JSONObjectUtils.toJSONString(Map.of("Records", List.of(message))).getBytes(StandardCharsets.UTF_8);
        handle(new ByteArrayInputStream(json), OutputStream.nullOutputStream(), REHEARSAL);
    }

    /// The messages that are not done with: those to be seen again, and those without a fate, which are poison.
    private static SQSBatchResponse failures(List<SQSMessage> messages, Map<String, Fate> fates) {
        return new SQSBatchResponse(messages.stream()
                .map(SQSMessage::getMessageId)
                .filter(id -> !(fates.get(id) instanceof Fate.Gone))
                .map(SQSBatchResponse.BatchItemFailure::new)
                .toList());
    }

    /// Should this fail, the message is seen again after the queue's own time-out: later than meant, never lost.
    private void putOff(String id, String handle, Fate fate) {
        if (fate instanceof Fate.Back back) {
            try {
                visibility.change(handle, back.after());
            } catch (RuntimeException e) {
                events.emit("visibility_not_changed", Map.of("message", id, "error", e.getClass().getName()));
            }
        }
    }

    private static int receives(SQSMessage message) {
        return Integer.parseInt(message.getAttributes().get(RECEIVES));
    }

    private static List<SQSMessage> read(String json) {
        try {
            var messages = new ArrayList<SQSMessage>();
            for (Map<String, Object> record : JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(json),
                    "Records")) {
                var message = new SQSMessage();
                message.setMessageId(JSONObjectUtils.getString(record, "messageId"));
                message.setReceiptHandle(JSONObjectUtils.getString(record, "receiptHandle"));
                message.setBody(JSONObjectUtils.getString(record, "body"));
                var attributes = Optional.ofNullable(JSONObjectUtils.getJSONObject(record, "attributes"));
                message.setAttributes(attributes(attributes.orElse(Map.of())));
                messages.add(message);
            }
            return messages;
        } catch (ParseException e) {
            throw new IllegalArgumentException("the platform sent a batch that is no JSON", e);
        }
    }

    /// Those that are read here.
    private static Map<String, String> attributes(Map<String, Object> all) {
        var attributes = new HashMap<>(Map.of(RECEIVES, String.valueOf(all.getOrDefault(RECEIVES, 1))));
        if (all.get(TRACE) instanceof String trace) {
            attributes.put(TRACE, trace);
        }
        return attributes;
    }

    private static String write(SQSBatchResponse response) {
        var failures = response.getBatchItemFailures().stream()
                .map(failure -> Map.of("itemIdentifier", failure.getItemIdentifier()))
                .toList();
        return JSONObjectUtils.toJSONString(Map.of("batchItemFailures", failures));
    }
}
