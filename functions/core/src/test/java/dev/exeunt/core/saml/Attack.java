package dev.exeunt.core.saml;

import dev.exeunt.core.web.QueryString;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// A document or a query of somebody hostile, and the check that must fail.
///
/// @param binding how it arrives
/// @param payload what arrives: a query, a form or an envelope
record Attack(String name, Refusal why, Binding binding, byte[] payload) {

    /// By POST.
    static Attack post(String name, Refusal why, String xml) {
        return post(name, why, xml, StandardCharsets.UTF_8);
    }

    /// By POST, in another encoding.
    static Attack post(String name, Refusal why, String xml, Charset charset) {
        var form = "SAMLRequest=" + QueryString.encode(Packing.base64(xml.getBytes(charset)));
        return new Attack("POST: " + name, why, Binding.POST, form.getBytes(StandardCharsets.UTF_8));
    }

    /// In the body of a SOAP envelope.
    static Attack soap(String name, Refusal why, String xml) {
        return rawSoap(name, why,
                "<S:Envelope xmlns:S=\"" + Names.SOAP + "\"><S:Body>" + xml + "</S:Body></S:Envelope>");
    }

    /// As it stands, to the SOAP address.
    static Attack rawSoap(String name, Refusal why, String xml) {
        return new Attack("SOAP: " + name, why, Binding.SOAP, xml.getBytes(StandardCharsets.UTF_8));
    }

    /// The query, as it stands.
    static Attack query(String name, Refusal why, String query) {
        return new Attack("Redirect: " + name, why, Binding.REDIRECT, query.getBytes(StandardCharsets.UTF_8));
    }

    /// By redirect, with a query signature by the service provider, so that only the XML is at fault.
    static Attack redirect(String name, Refusal why, byte[] deflated) {
        return query(name, why, Samples.signedQuery(deflated));
    }

    /// It arrives.
    Parsed<Arrived> send() {
        return switch (binding) {
            case REDIRECT -> RedirectBinding.receive(text());
            case POST -> PostBinding.receive(text());
            case SOAP -> SoapBinding.receive(payload);
        };
    }

    /// The query or the form.
    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name + " -> " + why;
    }
}
