package dev.exeunt.core.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A SAML binding that single logout is spoken over here (SAML Bindings 2.0, 3.2, 3.4, 3.5).
public enum SamlBinding {
    REDIRECT("HTTP-Redirect"), POST("HTTP-POST"), SOAP("SOAP");

    private final String urn;

    SamlBinding(String name) {
        this.urn = "urn:oasis:names:tc:SAML:2.0:bindings:" + name;
    }

    /// As SAML metadata spells it.
    public String urn() {
        return urn;
    }

    /// As the registry and the stage plan spell it, for example `redirect`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a browser carries the messages.
    public boolean isFront() {
        return switch (this) {
            case REDIRECT, POST -> true;
            case SOAP -> false;
        };
    }

    /// The binding that is spelled so, in either way.
    public static Optional<SamlBinding> of(String text) {
        return Arrays.stream(values()).filter(one -> one.urn.equals(text) || one.text().equals(text)).findFirst();
    }
}
