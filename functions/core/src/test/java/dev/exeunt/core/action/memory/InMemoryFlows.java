package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.Flows;
import dev.exeunt.core.plan.Flow;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Flows in memory.
public final class InMemoryFlows implements Flows {

    private final Map<String, Flow> written = new ConcurrentHashMap<>();

    @Override
    public Optional<Flow> find(String slug) {
        return Optional.ofNullable(written.get(slug)).or(() -> Flow.builtIn(slug));
    }

    @Override
    public boolean put(Flow flow) {
        return written.put(flow.slug(), flow) == null;
    }

    @Override
    public boolean delete(String slug) {
        return written.remove(slug) != null;
    }
}
