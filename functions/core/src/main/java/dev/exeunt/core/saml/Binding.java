package dev.exeunt.core.saml;

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

    /// The binding of that name, if it is one of these.
    public static Optional<Binding> of(String uri) {
        return Stream.of(values()).filter(each -> each.uri.equals(uri)).findFirst();
    }
}
