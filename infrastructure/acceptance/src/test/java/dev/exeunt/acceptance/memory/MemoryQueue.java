package dev.exeunt.acceptance.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/// One standard queue of SQS in memory, with the dead letters of its redrive policy. Whoever holds one holds the same
/// messages as all that [#scripted] made of it.
public final class MemoryQueue implements SqsClient {

    private static final int BATCH = 10;

    private final Shared shared;
    private final InstantSource time;
    private final Script script;

    /// @param url         of the queue
    /// @param visibility  how long a message that was received stays hidden, unless it is told otherwise
    /// @param maxReceives after so many a message is a dead letter
    public record Settings(String url, Duration visibility, int maxReceives) {}

    private static final class Stored {

        private final String id;
        private final String body;
        private final @Nullable String group;
        private @Nullable String handle;
        private Instant visibleAt;
        private int receives;

        Stored(String id, SendMessageBatchRequestEntry entry, Instant visibleAt) {
            this.id = id;
            this.body = entry.messageBody();
            this.group = entry.messageGroupId();
            this.visibleAt = visibleAt;
        }

        Message message() {
            var attributes = new HashMap<MessageSystemAttributeName, String>();
            attributes.put(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, Integer.toString(receives));
            if (group != null) {
                attributes.put(MessageSystemAttributeName.MESSAGE_GROUP_ID, group);
            }
            return Message.builder().messageId(id).body(body).receiptHandle(handle).attributes(attributes).build();
        }
    }

    private static final class Shared {

        private final Settings settings;
        private final Map<String, Stored> messages = new java.util.LinkedHashMap<>();
        private final List<Message> dead = new ArrayList<>();
        private int named;

        Shared(Settings settings) {
            this.settings = settings;
        }
    }

    /// An empty queue.
    public MemoryQueue(Settings settings, InstantSource time) {
        this(new Shared(settings), time, Script.NONE);
    }

    private MemoryQueue(Shared shared, InstantSource time, Script script) {
        this.shared = shared;
        this.time = time;
        this.script = script;
    }

    /// The same queue, reached through this script.
    public MemoryQueue scripted(Script other) {
        return new MemoryQueue(shared, time, other);
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        return script.call("SendMessageBatch", request, asked -> {
            check(asked.queueUrl());
            if (asked.entries().isEmpty() || asked.entries().size() > BATCH || asked.entries().stream()
                    .map(SendMessageBatchRequestEntry::id).distinct().count() != asked.entries().size()) {
                throw Refusals.invalid("a batch of no entries, of too many, or with an id twice");
            }
            synchronized (shared) {
                return SendMessageBatchResponse.builder().successful(asked.entries().stream()
                        .map(entry -> SendMessageBatchResultEntry.builder().id(entry.id()).messageId(send(entry))
                                .build())
                        .toList()).build();
            }
        });
    }

    private String send(SendMessageBatchRequestEntry entry) {
        var id = "m-" + ++shared.named;
        shared.messages.put(id, new Stored(id, entry, time.instant()));
        return id;
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        return script.call("ReceiveMessage", request, asked -> {
            check(asked.queueUrl());
            synchronized (shared) {
                var most = asked.maxNumberOfMessages() == null ? 1 : asked.maxNumberOfMessages();
                return ReceiveMessageResponse.builder()
                        .messages(visible().stream().limit(most).flatMap(id -> receive(id).stream()).toList()).build();
            }
        });
    }

    @Override
    public ChangeMessageVisibilityResponse changeMessageVisibility(ChangeMessageVisibilityRequest request) {
        return script.call("ChangeMessageVisibility", request, asked -> {
            check(asked.queueUrl());
            synchronized (shared) {
                var message = byHandle(asked.receiptHandle()).orElseThrow(() -> ReceiptHandleIsInvalidException
                        .builder().message("The input receipt handle is invalid.").build());
                message.visibleAt = time.instant().plusSeconds(asked.visibilityTimeout());
                return ChangeMessageVisibilityResponse.builder().build();
            }
        });
    }

    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        return script.call("DeleteMessage", request, asked -> {
            check(asked.queueUrl());
            synchronized (shared) {
                byHandle(asked.receiptHandle()).ifPresent(message -> shared.messages.remove(message.id));
                return DeleteMessageResponse.builder().build();
            }
        });
    }

    @Override
    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
        return GetQueueUrlResponse.builder().queueUrl(shared.settings.url()).build();
    }

    private Optional<Stored> byHandle(String handle) {
        return shared.messages.values().stream().filter(message -> handle.equals(message.handle)).findFirst();
    }

    private void check(String url) {
        if (!shared.settings.url().equals(url)) {
            throw QueueDoesNotExistException.builder().message("The specified queue does not exist.").build();
        }
    }

    /// The messages that may be received now, in the order they were sent.
    public List<String> visible() {
        synchronized (shared) {
            var now = time.instant();
            return shared.messages.values().stream().filter(message -> !message.visibleAt.isAfter(now))
                    .map(message -> message.id).toList();
        }
    }

    /// Receives this message, whichever others there are; empty if it has become a dead letter.
    public Optional<Message> receive(String id) {
        synchronized (shared) {
            var message = shared.messages.get(id);
            if (message == null) {
                return Optional.empty();
            }
            if (message.receives == shared.settings.maxReceives()) {
                shared.messages.remove(id);
                shared.dead.add(message.message());
                return Optional.empty();
            }
            message.receives++;
            message.handle = id + "/" + message.receives;
            message.visibleAt = time.instant().plus(shared.settings.visibility());
            return Optional.of(message.message());
        }
    }

    /// Deletes a message, whoever has it.
    public void lose(String id) {
        synchronized (shared) {
            shared.messages.remove(id);
        }
    }

    /// Hands a message out once more than it should, as a standard queue may.
    public void duplicate(Message message) {
        synchronized (shared) {
            send(SendMessageBatchRequestEntry.builder().id("0").messageBody(message.body())
                    .messageGroupId(message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID)).build());
        }
    }

    /// When the next message may be received.
    public Optional<Instant> next() {
        synchronized (shared) {
            return shared.messages.values().stream().map(message -> message.visibleAt).min(Instant::compareTo);
        }
    }

    /// The dead letters.
    public List<Message> dead() {
        synchronized (shared) {
            return List.copyOf(shared.dead);
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
