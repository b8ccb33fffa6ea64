package dev.exeunt.core.client;

/// A registered application, with its logout settings.
public sealed interface Client permits OidcClient {

    /// The registry's key: the `{client_id}` of its path.
    String key();

    /// The name people see.
    String name();
}
