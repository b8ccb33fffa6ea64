package dev.exeunt.core.page;

import java.util.Map;

/// A file that pages load. Its name tells its content, so it may be kept for ever.
///
/// @param name    the last part of its path
/// @param text    its content, UTF-8
/// @param headers every header it is answered with, lower-case names; `content-type` is among them
public record Asset(String name, String text, Map<String, String> headers) {

    public Asset {
        headers = Map.copyOf(headers);
    }

    static Asset of(String name, String text, String type) {
        return new Asset(name, text,
                Map.of("content-type", type, "cache-control", "public, max-age=31536000, immutable",
                        "x-content-type-options", "nosniff"));
    }
}
