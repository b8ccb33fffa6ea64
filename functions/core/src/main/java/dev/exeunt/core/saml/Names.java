package dev.exeunt.core.saml;

/// The namespaces and fixed words of SAML and what carries it.
final class Names {

    static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
    static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
    static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    static final String ASYNC_SLO = "urn:oasis:names:tc:SAML:2.0:protocol:ext:async-slo";
    static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
    static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String XMLNS = "http://www.w3.org/2000/xmlns/";
    static final String ENTITY = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";
    static final String VERSION = "2.0";
    static final String REQUEST = "LogoutRequest";
    static final String RESPONSE = "LogoutResponse";

    private Names() {
    }
}
