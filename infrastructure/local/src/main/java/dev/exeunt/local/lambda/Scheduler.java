package dev.exeunt.local.lambda;

import dev.exeunt.local.template.Account;
import dev.exeunt.local.template.Stack;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Calls functions at the rates of the template, or when told to.
public final class Scheduler implements AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("schedule").factory());
    private final InstantSource time;

    /// @param time what events without an input of their own say the time is
    public Scheduler(InstantSource time) {
        this.time = time;
    }

    /// Calls a function at the rates of its schedules until this is closed; a rate's first call is one period from now.
    public void start(LocalFunction function) {
        for (var schedule : function.definition().schedules()) {
            timer.scheduleAtFixedRate(() -> Thread.ofVirtual().start(() -> function.invoke(event(schedule))), schedule
                    .rate().toMillis(), schedule.rate().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Calls a function once for each of its schedules, one after the other.
    public List<Result> fire(LocalFunction function) {
        return function.definition().schedules().stream().map(schedule -> function.invoke(event(schedule))).toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private byte[] event(Stack.Schedule schedule) {
        return schedule.input().orElseGet(() -> """
                {"version":"0","id":"%s","detail-type":"Scheduled Event","source":"aws.events","account":"%s",\
                "time":"%s","region":"%s","resources":["%s"],"detail":{}}""".formatted(UUID.randomUUID(), Account.ID,
                time.instant().truncatedTo(ChronoUnit.SECONDS), Account.REGION, Account.arn("events", "rule/"
                        + schedule.name())))
                .getBytes(StandardCharsets.UTF_8);
    }
}
