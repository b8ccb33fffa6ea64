package dev.exeunt.core.saml;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// The SOAP binding (SAML Bindings 2.0, 3.2): one message as the only child of a SOAP 1.1 body, posted from server to
/// server.
public final class SoapBinding {

    /// What it is sent and answered as.
    public static final String CONTENT_TYPE = "text/xml; charset=utf-8";
    /// The value of the header `SOAPAction`, quotation marks included; nothing depends on it.
    public static final String SOAP_ACTION = "\"http://www.oasis-open.org/committees/security\"";

    private static final List<String> TRUE = List.of("1", "true");

    private SoapBinding() {
    }

    /// Whose fault a fault is (SOAP 1.1, 4.4.1).
    public enum FaultCode {
        /// The sender's.
        CLIENT("Client"),
        /// Ours.
        SERVER("Server"),
        /// A header that must be understood was not.
        MUST_UNDERSTAND("MustUnderstand");

        private final String word;

        FaultCode(String word) {
            this.word = word;
        }
    }

    /// The envelope for a message.
    ///
    /// @param key null to leave it unsigned, which only a peer that was registered so will take
    public static byte[] envelope(Message message, @Nullable SigningKey key) {
        return inEnvelope(PostBinding.signed(message, key));
    }

    /// A fault, for what is no SAML message at all; it is sent with status 500.
    ///
    /// @param text for people; never anything of the request
    public static byte[] fault(FaultCode code, String text) {
        var fault = Tag.soap("Fault").with(plain("faultcode").text("soap:" + code.word))
                .with(plain("faultstring").text(text));
        return inEnvelope(fault);
    }

    /// The fault that tells of a refusal.
    public static byte[] fault(Refusal why) {
        return fault(why == Refusal.SOAP_HEADER ? FaultCode.MUST_UNDERSTAND : FaultCode.CLIENT,
                "The message was refused: " + why.sentence() + ".");
    }

    private static byte[] inEnvelope(Tag content) {
        return SecureXml.write(Tag.soap("Envelope").with(Tag.soap("Body").with(content)));
    }

    private static Tag plain(String name) {
        return new Tag("", "", name, new TreeMap<>(), List.of());
    }

    /// Reads the message of an envelope: a request that came to us, or the answer to one of ours.
    public static Parsed<Arrived> receive(byte[] body) {
        return SecureXml.parse(body).then(SoapBinding::receive);
    }

    private static Parsed<Arrived> receive(Document document) {
        var root = document.getDocumentElement();
        if (!Children.is(root, Names.SOAP, "Envelope")) {
            return new Parsed.Refused<>(Refusal.SOAP);
        }
        var parts = Children.of(root);
        var header = parts.take(Names.SOAP, "Header");
        var body = parts.take(Names.SOAP, "Body");
        if (body.isEmpty() || !parts.areDone()) {
            return new Parsed.Refused<>(Refusal.SOAP);
        }
        if (header.isPresent() && Children.of(header.get()).all().stream().anyMatch(SoapBinding::mustBeUnderstood)) {
            return new Parsed.Refused<>(Refusal.SOAP_HEADER);
        }
        return message(body.get()).then(message -> kind(message)
                .map(kind -> Arrived.of(document, message, kind,
                        new Arrived.Envelope(Binding.SOAP, null, Optional.empty())))
                .orElse(new Parsed.Refused<>(Refusal.ROOT)));
    }

    private static boolean mustBeUnderstood(Element header) {
        return TRUE.contains(header.getAttributeNS(Names.SOAP, "mustUnderstand"));
    }

    private static Parsed<Element> message(Element body) {
        var children = Children.of(body);
        return children.size() == 1 && !children.holdsText()
                ? new Parsed.Good<>(children.all().getFirst())
                : new Parsed.Refused<>(Refusal.SOAP);
    }

    private static Optional<Arrived.Kind> kind(Element message) {
        return List.of(Arrived.Kind.values()).stream()
                .filter(each -> Children.is(message, Names.PROTOCOL, each.element())).findFirst();
    }
}
