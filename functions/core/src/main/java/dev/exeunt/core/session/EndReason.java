package dev.exeunt.core.session;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why a session, or one application's part in it, ended.
public enum EndReason {
    USER, ADMIN, POLICY, PASSWORD_CHANGED, ACCOUNT_DISABLED, EXPIRED;

    /// As `reason` in the registry spells it, for example `password_changed`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The reason that is spelled so, if there is one.
    public static Optional<EndReason> of(String text) {
        return Arrays.stream(values()).filter(reason -> reason.text().equals(text)).findFirst();
    }
}
