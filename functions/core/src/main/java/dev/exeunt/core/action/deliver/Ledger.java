package dev.exeunt.core.action.deliver;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Outcome.Answered;
import dev.exeunt.core.delivery.Outcome.Refused;
import dev.exeunt.core.delivery.Outcome.Replied;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.Attempt;
import dev.exeunt.core.delivery.Receipt.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Writes down what an attempt has come to: in the receipt, and in the log.
record Ledger(Receipts receipts, Events events) {

    void write(Task task, Receipt claimed, Receipt after) {
        var written = receipts.write(task.logout().ref(), task.key(), claimed, after);
        var fields = new HashMap<String, Object>();
        fields.put("ref", task.logout().ref());
        fields.put("client", task.key());
        fields.put("delivery", after.delivery());
        fields.put("state", after.state().text());
        fields.put("attempts", after.attempts().size());
        if (after.why() != null) {
            fields.put("why", after.why());
        }
        var attempt = after.state() == State.SUPERSEDED ? null : after.attempts().getLast();
        if (attempt != null && attempt.millis() != null) {
            attempt.result().ifPresent(result -> fields.put("outcome", result));
            fields.put("ms", attempt.millis());
        }
        events.emit(written ? "delivery_attempted" : "delivery_overtaken", fields);
    }

    /// The attempts with the last one finished.
    static List<Attempt> finished(List<Attempt> claimed, Outcome outcome, Duration took) {
        var attempts = new ArrayList<>(claimed);
        var open = attempts.removeLast();
        attempts.add(switch (outcome) {
            case Answered answered -> new Attempt(open.run(), open.at(), open.jti(), answered.status(),
                    answered.error(), took.toMillis(), answered.bodyBytes());
            case Replied replied -> new Attempt(open.run(), open.at(), open.jti(), replied.status(),
                    replied.word(), took.toMillis(), replied.bodyBytes());
            case Unanswered unanswered -> new Attempt(open.run(), open.at(), open.jti(), null,
                    unanswered.fault().text(), took.toMillis());
            case Refused refused ->
                new Attempt(open.run(), open.at(), open.jti(), null, refused.why(), took.toMillis());
        });
        return attempts.subList(Math.max(0, attempts.size() - Limits.ATTEMPTS), attempts.size());
    }

    /// The attempts without the last one, which was never made.
    static List<Attempt> withoutLast(List<Attempt> claimed) {
        return claimed.subList(0, claimed.size() - 1);
    }
}
