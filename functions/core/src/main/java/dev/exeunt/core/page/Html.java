package dev.exeunt.core.page;

import java.util.HashMap;
import java.util.Map;

/// A page, written out.
///
/// @param body    the document
/// @param headers every header it is answered with, lower-case names; `content-type` is among them
public record Html(String body, Map<String, String> headers) {

    public Html {
        headers = Map.copyOf(headers);
    }

    /// This page with another value of a header.
    Html withHeader(String name, String value) {
        var others = new HashMap<>(headers);
        others.put(name, value);
        return new Html(body, others);
    }
}
