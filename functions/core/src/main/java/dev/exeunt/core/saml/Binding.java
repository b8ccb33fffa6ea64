package dev.exeunt.core.saml;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The bindings that carry logout messages (SAML Bindings 2.0, 3.2, 3.4 and 3.5).
public enum Binding {

    /// HTTP-Redirect.
    REDIRECT("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"),
    /// HTTP-POST.
    POST("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"),
    /// SOAP over HTTP.
    SOAP("urn:oasis:names:tc:SAML:2.0:bindings:SOAP");

    private final String uri;

    Binding(String uri) {
        this.uri = uri;
    }

    /// Its name in metadata.
    public String uri() {
        return uri;
    }

    /// As the registry and the stage plan spell it, for example `redirect`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The binding that the registry spells so.
    public static Optional<Binding> ofText(String text) {
        return Stream.of(values()).filter(each -> each.text().equals(text)).findFirst();
    }

    /// The binding of that name in metadata, if it is one of these.
    public static Optional<Binding> of(String uri) {
        return Stream.of(values()).filter(each -> each.uri.equals(uri)).findFirst();
    }
}
