package dev.exeunt.local;

import java.net.URI;

/// Where a running local cloud answers. Neither address ends with a slash.
///
/// @param publicUrl   base of the public routes, such as `http://localhost:8080`; sites of their own answer on
///                    `http://<name>.localhost:8080`
/// @param registryUrl base of the registry, such as `http://localhost:8081`
public record Addresses(URI publicUrl, URI registryUrl) {

    /// The origin of a site of its own: the public address with `name.` before its host.
    ///
    /// @param name one DNS label, such as `wiki`
    public URI origin(String name) {
        return URI.create(
                "%s://%s.%s:%d".formatted(publicUrl.getScheme(), name, publicUrl.getHost(), publicUrl.getPort()));
    }
}
