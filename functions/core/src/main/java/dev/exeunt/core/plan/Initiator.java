package dev.exeunt.core.plan;

import java.util.Locale;

/// Who began a logout.
public enum Initiator {
    USER, RP, SP, OPERATOR, EXPIRY, BULK;

    /// As the stage plan spells it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
