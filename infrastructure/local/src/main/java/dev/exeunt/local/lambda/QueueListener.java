package dev.exeunt.local.lambda;

import dev.exeunt.local.template.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// An SQS event source: takes messages in batches, calls a function, and deletes what it did not report as failed. What
/// is not deleted comes back when its visibility ends, and moves to the dead-letter queue as the queue's redrive policy
/// says.
public final class QueueListener implements AutoCloseable {

    /// How many polls Lambda has open at once, to begin with.
    private static final int POLLS = 5;

    /// The longest poll that SQS has.
    private static final int LONG_POLL_SECONDS = 20;

    private static final Duration REST_AFTER_ERROR = Duration.ofMillis(200);

    private final SqsClient client;
    private final String queueUrl;
    private final Stack.QueueSource source;
    private final LocalFunction function;
    private final Log log;
    private final Semaphore permits;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @param queueUrl where the messages are
    /// @param function who gets them
    public QueueListener(SqsClient client, String queueUrl, Stack.QueueSource source, LocalFunction function,
            Log log) {
        this.client = client;
        this.queueUrl = queueUrl;
        this.source = source;
        this.function = function;
        this.log = log;
        this.permits = new Semaphore(source.concurrency());
    }

    /// Listens until it is closed, with several polls at once as Lambda does: messages that are sent together are often
    /// received one by one, and one after the other that would take long.
    public void start() {
        for (var poll = 0; poll < Math.min(POLLS, source.concurrency()); poll++) {
            threads.submit(this::listen);
        }
    }

    /// Takes what is there now, one batch, and waits until the function has dealt with it.
    ///
    /// @return how many messages there were
    public int pollOnce() {
        var messages = receive(0);
        if (!messages.isEmpty()) {
            deal(messages);
        }
        return messages.size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void listen() {
        while (!threads.isShutdown()) {
            try {
                permits.acquire();
                var messages = receive(LONG_POLL_SECONDS);
                threads.submit(() -> {
                    try {
                        deal(messages);
                    } finally {
                        permits.release();
                    }
                });
            } catch (SdkException e) {
                permits.release();
                rest(e);
            } catch (InterruptedException | RejectedExecutionException _) {
                return;
            }
        }
    }

    private void rest(SdkException e) {
        if (threads.isShutdown()) {
            return;
        }
        log.write("platform", "WARN the queue does not answer: " + e.getMessage());
        LockSupport.parkNanos(REST_AFTER_ERROR.toNanos());
    }

    private List<Message> receive(int waitSeconds) {
        return client.receiveMessage(request -> request.queueUrl(queueUrl).maxNumberOfMessages(source.batchSize())
                .waitTimeSeconds(waitSeconds).messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                .messageAttributeNames("All")).messages();
    }

    private void deal(List<Message> messages) {
        if (messages.isEmpty()) {
            return;
        }
        var result = function.invoke(SqsEvent.of(messages, source.queueArn()));
        var ids = messages.stream().map(Message::messageId).collect(Collectors.toSet());
        switch (BatchAnswer.of(result, source.reportsFailures(), ids)) {
            case BatchAnswer.Everything(var why) -> log.write(function.definition().id(),
                    "WARN the whole batch of %d comes back: %s".formatted(messages.size(), why));
            case BatchAnswer.Failures(var failed) -> delete(messages, failed);
        }
    }

    private void delete(List<Message> messages, Set<String> except) {
        var entries = messages.stream().filter(message -> !except.contains(message.messageId()))
                .map(message -> DeleteMessageBatchRequestEntry.builder().id(message.messageId())
                        .receiptHandle(message.receiptHandle()).build())
                .toList();
        if (!entries.isEmpty()) {
            client.deleteMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
        }
    }
}
