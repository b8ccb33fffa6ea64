package dev.exeunt.core.saml;

import dev.exeunt.core.web.QueryString;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// A document or a query of somebody hostile, and the check that must fail.
///
/// @param send how it arrives
record Attack(String name, Refusal why, Supplier<Parsed<Arrived>> send) {

    /// By POST.
    static Attack post(String name, Refusal why, String xml) {
        return post(name, why, xml, StandardCharsets.UTF_8);
    }

    /// By POST, in another encoding.
    static Attack post(String name, Refusal why, String xml, Charset charset) {
        return new Attack("POST: " + name, why, () -> PostBinding.receive("SAMLRequest="
                + QueryString.encode(Packing.base64(xml.getBytes(charset)))));
    }

    /// In the body of a SOAP envelope.
    static Attack soap(String name, Refusal why, String xml) {
        return new Attack("SOAP: " + name, why, () -> SoapBinding.receive(("<S:Envelope xmlns:S=\"" + Names.SOAP
                + "\"><S:Body>" + xml + "</S:Body></S:Envelope>").getBytes(StandardCharsets.UTF_8)));
    }

    /// As it stands, to the SOAP address.
    static Attack rawSoap(String name, Refusal why, String xml) {
        return new Attack("SOAP: " + name, why, () -> SoapBinding.receive(xml.getBytes(StandardCharsets.UTF_8)));
    }

    /// The query, as it stands.
    static Attack query(String name, Refusal why, String query) {
        return new Attack("Redirect: " + name, why, () -> RedirectBinding.receive(query));
    }

    /// By redirect, with a query signature by the service provider, so that only the XML is at fault.
    static Attack redirect(String name, Refusal why, byte[] deflated) {
        return query(name, why, Samples.signedQuery(deflated));
    }

    @Override
    public String toString() {
        return name + " -> " + why;
    }
}
