package dev.exeunt.core.action;

import java.util.Map;

/// Log events: a fixed name and fields. Never a token, a cookie, a hint or a NameID.
public interface Events {

    /// Writes one event.
    ///
    /// @param name   lower case with underscores, for example `delivery_settled`
    /// @param fields plain values
    void emit(String name, Map<String, ?> fields);
}
