package dev.exeunt.aws.queue;

import java.time.Duration;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Decides when a message that is being worked on is seen again.
///
/// @param client   for all calls
/// @param queueUrl the queue that the message came from
public record Visibility(SqsClient client, String queueUrl) {

    /// The longest that SQS hides a message.
    public static final Duration MOST = Duration.ofHours(12);

    /// Hides a message for so long from now: none at the least, [#MOST] at the most, in whole seconds, rounded up.
    ///
    /// @param receiptHandle of the receive in hand
    public void change(String receiptHandle, Duration wait) {
        client.changeMessageVisibility(request -> request.queueUrl(queueUrl)
                .receiptHandle(receiptHandle)
                .visibilityTimeout(seconds(wait)));
    }

    static int seconds(Duration wait) {
        if (wait.compareTo(MOST) >= 0) {
            return Math.toIntExact(MOST.toSeconds());
        }
        return wait.isNegative() ? 0 : Math.toIntExact(wait.plusNanos(999_999_999).toSeconds());
    }
}
