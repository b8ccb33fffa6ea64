package dev.exeunt.acceptance.crash;

import java.util.Optional;

/// Decides what becomes of each call to AWS.
@FunctionalInterface
interface Mischief {

    /// Nothing goes wrong.
    Mischief NONE = (_, _) -> Optional.empty();

    /// @param number    of the call, from 0, since the world began
    /// @param operation by its name in the API
    Optional<Fault> fault(int number, String operation);
}
