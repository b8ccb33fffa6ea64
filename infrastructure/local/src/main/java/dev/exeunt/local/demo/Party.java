package dev.exeunt.local.demo;

import dev.exeunt.local.Site;
import java.util.Optional;

/// One of the demo's applications, on an origin of its own.
sealed interface Party extends Site permits RelyingParty, ServiceProvider {

    /// Tells the registry of itself. Doing it again changes nothing.
    Registry.Told register(Registry registry);

    /// How the latest sign-in under a `sid`, or a `SessionIndex`, stands.
    Optional<Glimpse> glimpse(String sid);
}
