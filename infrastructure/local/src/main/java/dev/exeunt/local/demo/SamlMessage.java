package dev.exeunt.local.demo;

import com.onelogin.saml2.http.HttpRequest;
import com.onelogin.saml2.util.Util;
import dev.exeunt.local.Site.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// A SAML message as it came, before anything about it is believed.
///
/// @param to         the address that it came to, as metadata states it
/// @param parameter  `SAMLRequest` or `SAMLResponse`
/// @param value      the message in base64
/// @param relayState empty if there was none
/// @param rawQuery   as it came; by redirect, the signature is over its octets
record SamlMessage(Binding binding, String to, String parameter, String value, Optional<String> relayState,
        String rawQuery) {

    static final String REQUEST = "SAMLRequest";
    static final String RESPONSE = "SAMLResponse";

    /// How it came.
    enum Binding {
        REDIRECT, POST, SOAP
    }

    /// What a browser brings, by redirect or by post; empty if there is no message, or more than one.
    static Optional<SamlMessage> ofBrowser(Request request, String to) {
        var isPost = request.method().equals("POST");
        var form = isPost ? Form.body(request) : Form.query(request);
        var found = List.of(REQUEST, RESPONSE).stream().filter(name -> form.values().containsKey(name)).toList();
        if (found.size() != 1) {
            return Optional.empty();
        }
        return form.one(found.getFirst()).map(value -> new SamlMessage(isPost ? Binding.POST : Binding.REDIRECT, to,
                found.getFirst(), value, form.one("RelayState"), isPost ? "" : request.query()));
    }

    /// The request in a SOAP envelope; empty if there is none. It is taken out as a document of its own: exclusive
    /// canonicalisation lets its signature stand there.
    static Optional<SamlMessage> ofEnvelope(Request request, String to) {
        var envelope = parse(request.text());
        if (envelope.isEmpty()) {
            return Optional.empty();
        }
        var found = envelope.get().getElementsByTagNameNS("urn:oasis:names:tc:SAML:2.0:protocol", "LogoutRequest");
        if (found.getLength() != 1 || !(found.item(0) instanceof Element message)) {
            return Optional.empty();
        }
        return parse("<own/>").map(own -> {
            own.replaceChild(own.importNode(message, true), own.getDocumentElement());
            return new SamlMessage(Binding.SOAP, to, REQUEST, Base64.getEncoder().encodeToString(
                    Util.convertDocumentToString(own, true).getBytes(StandardCharsets.UTF_8)), Optional.empty(), "");
        });
    }

    /// XML without a document type; empty for anything else.
    static Optional<Document> parse(String xml) {
        try {
            return Optional.ofNullable(Util.loadXML(xml));
        } catch (RuntimeException refused) {
            return Optional.empty();
        }
    }

    boolean isRequest() {
        return parameter.equals(REQUEST);
    }

    /// The message's XML.
    String xml() {
        return Util.base64decodedInflated(value);
    }

    /// As the library wants it.
    HttpRequest forLibrary() {
        var parameters = new HashMap<String, List<String>>(Map.of(parameter, List.of(value)));
        if (binding == Binding.REDIRECT) {
            parameters.putAll(Form.parse(rawQuery).values());
        }
        return new HttpRequest(to, parameters, rawQuery);
    }
}
