package dev.exeunt.core.action.memory;

import dev.exeunt.core.action.DeliveryQueue;
import java.util.ArrayList;
import java.util.List;

/// A queue in memory that accepts everything.
public final class InMemoryQueue implements DeliveryQueue {

    private final List<Pointer> sent = new ArrayList<>();

    @Override
    public synchronized List<Pointer> send(List<Pointer> pointers) {
        sent.addAll(pointers);
        return List.of();
    }

    /// Everything that was sent, in order.
    public synchronized List<Pointer> sent() {
        return List.copyOf(sent);
    }
}
