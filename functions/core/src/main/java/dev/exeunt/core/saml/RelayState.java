package dev.exeunt.core.saml;

import dev.exeunt.core.Limits;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The rule that RelayState is under (SAML Bindings 2.0, 3.4.3): at most 80 bytes.
final class RelayState {

    private RelayState() {
    }

    static boolean fits(@Nullable String relayState) {
        return relayState == null || relayState.getBytes(StandardCharsets.UTF_8).length <= Limits.RELAY_STATE;
    }

    /// What we send is ours or was accepted, so that a longer one is a bug.
    static void check(@Nullable String relayState) {
        if (!fits(relayState)) {
            throw new IllegalArgumentException("a RelayState is longer than 80 bytes");
        }
    }
}
