package dev.exeunt.local.gateway;

import dev.exeunt.local.Site;
import java.util.Optional;

/// A request and what is known of its connection.
///
/// @param protocol such as `HTTP/1.1`
/// @param sourceIp of the caller
/// @param http     the request as it came over the wire
record Incoming(String protocol, String sourceIp, Site.Request http) {

    /// The path, decoded. A real HTTP API decodes it before it looks for the route, and loses what follows a `%3F`.
    ///
    /// @return empty if a percent sign is not followed by two digits
    Optional<String> path() {
        return Percent.decode(http.path(), false).map(path -> path.replaceFirst("(?s)\\?.*", ""));
    }

    /// The bytes of the request line and the headers, as they were sent.
    int headBytes() {
        var bytes = http.method().length() + http.target().length() + protocol.length() + 4;
        for (var header : http.headers().entrySet()) {
            for (var value : header.getValue()) {
                bytes += header.getKey().length() + value.length() + 4;
            }
        }
        return bytes;
    }
}
