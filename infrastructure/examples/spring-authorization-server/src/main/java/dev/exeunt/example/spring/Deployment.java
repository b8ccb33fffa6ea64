package dev.exeunt.example.spring;

import java.net.URI;
import java.time.Duration;

/// Where everybody is.
///
/// @param issuer   of the identity provider, and its own address
/// @param exeunt   base of Exeunt's public routes
/// @param registry base of its registry
/// @param life     of a session at the identity provider
public record Deployment(URI issuer, URI exeunt, URI registry, Duration life) {}
