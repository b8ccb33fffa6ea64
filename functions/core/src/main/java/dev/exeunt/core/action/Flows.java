package dev.exeunt.core.action;

import dev.exeunt.core.plan.Flow;
import java.util.Optional;

/// Where flows are found.
@FunctionalInterface
public interface Flows {

    /// The flow of this slug.
    Optional<Flow> find(String slug);
}
