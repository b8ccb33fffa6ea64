package dev.exeunt.acceptance.crash;

import java.util.Set;

/// What may become of one call to AWS.
enum Fault {

    /// The process ends before the call is made.
    KILLED_BEFORE,
    /// The process ends after the call has taken effect.
    KILLED_AFTER,
    /// The call is not made, and the caller waits in vain.
    LOST_BEFORE,
    /// The call takes effect, and the caller waits in vain.
    LOST_AFTER,
    /// The service has too much to do.
    THROTTLED,
    /// Somebody else is just writing the row.
    CONFLICT,
    /// A part of a batch is done.
    PARTIAL;

    private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems");
    private static final Set<String> BATCHES = Set.of("SendMessageBatch", "BatchGetItem");

    /// Whether this can happen to such a call.
    boolean concerns(String operation) {
        return switch (this) {
            case KILLED_BEFORE, KILLED_AFTER, LOST_BEFORE, LOST_AFTER, THROTTLED -> true;
            case CONFLICT -> WRITES.contains(operation);
            case PARTIAL -> BATCHES.contains(operation);
        };
    }
}
