package dev.exeunt.core.saml;

import org.jspecify.annotations.Nullable;

/// Where an entity takes messages (SAML Metadata 2.0, 2.2.2).
///
/// @param binding          the URI of the binding; it may be one that [Binding] does not have
/// @param location         where requests go, and responses unless there is another place for them
/// @param responseLocation where responses go, or null
public record Endpoint(String binding, String location, @Nullable String responseLocation) {

    /// An endpoint that takes both at the same place.
    public static Endpoint of(Binding binding, String location) {
        return new Endpoint(binding.uri(), location, null);
    }

    /// Where responses go.
    public String forResponses() {
        return responseLocation == null ? location : responseLocation;
    }
}
