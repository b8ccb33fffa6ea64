package dev.exeunt.acceptance.world;

import java.net.URI;
import java.util.Map;

/// The registry's verbs, as an identity provider calls them.
public final class Registry {

    private final URI base;

    Registry(URI base) {
        this.base = base;
    }

    /// `GET`.
    public Answer get(String path) {
        return send("GET", path, Map.of(), "");
    }

    /// `PUT` of JSON.
    public Answer put(String path, Map<String, ?> json) {
        return send("PUT", path, Map.of("Content-Type", "application/json"), Json.write(json));
    }

    /// `POST` without a body.
    public Answer post(String path) {
        return send("POST", path, Map.of(), "");
    }

    /// `DELETE`.
    public Answer delete(String path) {
        return send("DELETE", path, Map.of(), "");
    }

    /// Anything.
    public Answer send(String method, String path, Map<String, String> headers, String body) {
        return Http.send(method, URI.create(base + path), headers, body);
    }
}
