package dev.exeunt.acceptance.crash;

import dev.exeunt.acceptance.crash.Cloud.Function;
import dev.exeunt.core.web.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// What happens by itself: messages are handed out when they may be seen, and each minute the sweeper runs for the shards
/// in which something is due. (For the others it would run in vain.)
final class Time {

    static final String RESTLESS = "something goes on for ever";
    private static final int STEPS = 4_000;
    private static final int BATCH = 10;

    private final Cloud cloud;
    private final int together;
    private Instant lastSweep = Instant.MIN;

    /// With one message in each event of the deliverer, so that one thing happens at a time.
    Time(Cloud cloud) {
        this(cloud, 1);
    }

    /// @param together so many messages may come in one event of the deliverer, which works them side by side
    Time(Cloud cloud, int together) {
        this.cloud = cloud;
        this.together = together;
    }

    /// Lets it pass.
    ///
    /// @return whether all came to rest, and did not go on for ever
    boolean pass(Duration time) {
        var until = cloud.watch().instant().plus(time);
        for (int step = 0; step < STEPS; step++) {
            deliver();
            var message = cloud.queue().next();
            var sweep = cloud.nextDue().map(this::sweepFor);
            var next = Stream.of(message, sweep).flatMap(Optional::stream).min(Instant::compareTo);
            if (next.isEmpty() || next.get().isAfter(until)) {
                cloud.watch().to(until);
                return true;
            }
            cloud.watch().to(next.get());
            if (sweep.isPresent() && !sweep.get().isAfter(cloud.watch().instant())) {
                sweep();
            }
        }
        return false;
    }

    /// The minute at which something due then is swept.
    private Instant sweepFor(Instant due) {
        var minute = due.truncatedTo(ChronoUnit.MINUTES);
        var next = minute.isBefore(due) ? minute.plus(1, ChronoUnit.MINUTES) : minute;
        return next.isAfter(lastSweep) ? next : lastSweep.plus(1, ChronoUnit.MINUTES);
    }

    /// One run of the sweeper for each shard in which something is due.
    void sweep() {
        lastSweep = cloud.watch().instant().truncatedTo(ChronoUnit.MINUTES);
        cloud.due().forEach(this::sweep);
    }

    /// One run of the sweeper.
    void sweep(int shard) {
        cloud.invoke(Function.SWEEPER, Json.write(Map.of("shard", shard)));
    }

    /// Hands out what may be seen now.
    private void deliver() {
        var batch = new ArrayList<Message>();
        for (String id : cloud.queue().visible()) {
            if (batch.size() < BATCH) {
                cloud.queue().receive(id).ifPresent(batch::add);
            }
        }
        for (int from = 0; from < batch.size(); from += together) {
            deliver(batch.subList(from, Math.min(batch.size(), from + together)), true);
        }
    }

    /// Hands out messages in one event.
    ///
    /// @param forgets whether those that are done with are deleted
    void deliver(List<Message> messages, boolean forgets) {
        var answer = cloud.invoke(Function.BACKCHANNEL, event(messages));
        if (answer.isPresent() && forgets) {
            var failures = failures(answer.get());
            messages.stream().filter(message -> !failures.contains(message.messageId()))
                    .forEach(message -> cloud.queue().deleteMessage(request -> request.queueUrl(Plan.queue().url())
                            .receiptHandle(message.receiptHandle())));
        }
    }

    private static Set<String> failures(String answer) {
        var failures = new HashSet<String>();
        var list = (List<?>) Objects.requireNonNull(Json.read(answer).orElseThrow().get("batchItemFailures"));
        list.forEach(one -> failures.add(String.valueOf(((Map<?, ?>) one).get("itemIdentifier"))));
        return failures;
    }

    private static String event(List<Message> messages) {
        return Json.write(Map.of("Records", messages.stream().map(message -> {
            var record = new LinkedHashMap<String, Object>();
            record.put("messageId", message.messageId());
            record.put("receiptHandle", message.receiptHandle());
            record.put("body", message.body());
            record.put("attributes", Map.of("ApproximateReceiveCount",
                    message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)));
            return record;
        }).toList()));
    }
}
