package dev.exeunt.core.client;

/// A registered application, with its logout settings.
public sealed interface Client permits OidcClient, SamlClient, CaepReceiver {

    /// The registry's key: the `{client_id}` of its path.
    String key();

    /// The name it goes by in what is sent to it; the key unless that cannot spell it. No two clients share one.
    String clientId();

    /// The name people see.
    String name();
}
