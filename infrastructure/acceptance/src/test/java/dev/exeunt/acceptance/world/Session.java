package dev.exeunt.acceptance.world;

/// A session at the identity provider.
///
/// @param cookie the value of the session cookie
public record Session(String id, String user, String cookie) {}
