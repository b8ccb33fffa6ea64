package dev.exeunt.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// What a function says about a batch of messages, read as the SQS event source does.
sealed interface BatchAnswer {

    /// These messages failed and come back; none means that all are done.
    record Failures(Set<String> messageIds) implements BatchAnswer {}

    /// The whole batch comes back.
    record Everything(String why) implements BatchAnswer {}

    /// Reads an answer.
    ///
    /// @param reportsFailures whether the event source looks into the answer at all
    /// @param batch           the ids of the messages in the batch
    static BatchAnswer of(Result result, boolean reportsFailures, Set<String> batch) {
        return switch (result) {
            case Result.Failed(var type, var message) -> new Everything(type + ": " + message);
            case Result.TimedOut(var after) -> new Everything("timed out after " + after);
            case Result.Answered(var payload) -> reportsFailures ? read(payload, batch) : new Failures(Set.of());
        };
    }

    private static BatchAnswer read(byte[] payload, Set<String> batch) {
        try {
            var answer = new ObjectMapper().readTree(payload);
            if (answer.isMissingNode() || answer.isNull()) {
                return new Failures(Set.of());
            }
            return answer.isObject()
                    ? failures(answer.path("batchItemFailures"), batch)
                    : new Everything("the answer is not an object");
        } catch (IOException _) {
            return new Everything("the answer is not JSON");
        }
    }

    private static BatchAnswer failures(JsonNode list, Set<String> batch) {
        if (list.isMissingNode() || list.isNull()) {
            return new Failures(Set.of());
        }
        Set<String> failed = new HashSet<>();
        for (var item : list) {
            var id = item.path("itemIdentifier");
            if (!id.isTextual() || !batch.contains(id.textValue())) {
                return new Everything("an itemIdentifier is empty or not of this batch");
            }
            failed.add(id.textValue());
        }
        return list.isArray() ? new Failures(failed) : new Everything("batchItemFailures is not a list");
    }
}
