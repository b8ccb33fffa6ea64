package dev.exeunt.core.action;

import dev.exeunt.core.plan.Flow;
import java.util.Optional;

/// Where flows are kept. The built-in ones are there without being written, and may be written over.
public interface Flows {

    /// The flow of this slug: as it was written, or else built in.
    Optional<Flow> find(String slug);

    /// Writes a flow, the whole of it.
    ///
    /// @return whether it is new
    boolean put(Flow flow);

    /// Takes back what was written; a built-in flow is then as it was built in.
    ///
    /// @return false if nothing was written
    boolean delete(String slug);
}
