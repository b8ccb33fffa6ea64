package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.Jobs;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Jobs in memory.
public final class InMemoryJobs implements Jobs {

    private final Map<String, Job> jobs = new HashMap<>();

    @Override
    public synchronized void add(Job job, Instant dueAt) {
        jobs.put(job.id(), job);
    }

    @Override
    public synchronized Optional<Job> read(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized boolean advance(Job seen, Progress next, Instant dueAt) {
        return jobs.replace(seen.id(), seen, new Job(seen.id(), seen.work(), next));
    }

    /// Every job, in no order.
    public synchronized List<Job> all() {
        return List.copyOf(jobs.values());
    }
}
