package dev.exeunt.core.action;

import java.util.List;

/// The queue of deliveries.
public interface DeliveryQueue {

    /// Sends pointers, in batches.
    ///
    /// @return those the queue did not accept
    List<Pointer> send(List<Pointer> pointers);

    /// A message: it names a delivery and holds nothing of it.
    ///
    /// @param client the registry's key: messages of one client are one group of the fair queue
    record Pointer(String ref, int delivery, int run, String client) {}
}
