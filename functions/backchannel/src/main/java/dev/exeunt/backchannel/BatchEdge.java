package dev.exeunt.backchannel;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.exeunt.aws.queue.PointerMessage;
import dev.exeunt.aws.queue.Visibility;
import dev.exeunt.core.action.Deliver.Fate;
import dev.exeunt.core.action.DeliverBatch;
import dev.exeunt.core.action.DeliverBatch.Message;
import dev.exeunt.core.action.Events;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The edge between the queue and the deliverer: messages come in, and those that must be seen again go out as partial
/// failures, each with a visibility of its own.
final class BatchEdge {

    /// What is left of the function's time for writing down what came of it.
    private static final Duration RESERVE = Duration.ofSeconds(4);

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
        var fates = batch.run(messages.stream()
                .map(message -> new Message(message.getMessageId(), PointerMessage.parse(message.getBody())))
                .toList(), deadline);
        output.write(write(settle(messages, fates)).getBytes(StandardCharsets.UTF_8));
    }

    private SQSBatchResponse settle(List<SQSMessage> messages, Map<String, Fate> fates) {
        var failures = new ArrayList<SQSBatchResponse.BatchItemFailure>();
        for (SQSMessage message : messages) {
            var fate = Optional.ofNullable(fates.get(message.getMessageId()));
            if (fate.isPresent() && fate.get() instanceof Fate.Gone) {
                continue;
            }
            failures.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
            if (fate.isPresent() && fate.get() instanceof Fate.Back back) {
                putOff(message, back.after());
            }
        }
        return new SQSBatchResponse(failures);
    }

    /// Should this fail, the message is seen again after the queue's own time-out: later than meant, never lost.
    private void putOff(SQSMessage message, Duration after) {
        try {
            visibility.change(message.getReceiptHandle(), after);
        } catch (RuntimeException e) {
            events.emit("visibility_not_changed",
                    Map.of("message", message.getMessageId(), "error", e.getClass().getName()));
        }
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
                messages.add(message);
            }
            return messages;
        } catch (ParseException e) {
            throw new IllegalArgumentException("the platform sent a batch that is no JSON", e);
        }
    }

    private static String write(SQSBatchResponse response) {
        var failures = response.getBatchItemFailures().stream()
                .map(failure -> Map.of("itemIdentifier", failure.getItemIdentifier()))
                .toList();
        return JSONObjectUtils.toJSONString(Map.of("batchItemFailures", failures));
    }
}
