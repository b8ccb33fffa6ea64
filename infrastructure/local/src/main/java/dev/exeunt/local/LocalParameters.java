package dev.exeunt.local;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The values of parameters that are others on one machine than in the cloud (the contract lists them).
final class LocalParameters {

    /// Where the functions may call out to over plain http: this machine.
    static final String OUTBOUND_ALLOW = "127.0.0.0/8,::1/128";

    private LocalParameters() {
    }

    /// @param declared those that the template has
    /// @param given    by whoever starts the local cloud; they win
    static Map<String, String> of(Set<String> declared, Addresses addresses, Map<String, String> given) {
        Map<String, String> values = new LinkedHashMap<>(Map.of("Issuer", addresses.publicUrl().toString(),
                "PublicUrl", addresses.publicUrl().toString(), "IdpJwksUri", addresses.publicUrl() + "/idp/jwks",
                "SessionCookieName", "session", "OutboundAllow", OUTBOUND_ALLOW,
                "HomeUrl", addresses.publicUrl() + "/"));
        values.keySet().retainAll(declared);
        values.putAll(given);
        return values;
    }
}
