package dev.exeunt.core.saml;

import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// A message as a binding received it: read as XML, and nothing in it proven. It tells who it claims to be from and what
/// it claims to answer, which is what a caller needs to find the keys to hold it to; everything else opens with
/// [#verify].
public final class Arrived {

    private final Element message;
    private final Kind kind;
    private final Envelope envelope;
    private final String issuer;

    private Arrived(Element message, Kind kind, Envelope envelope, String issuer) {
        this.message = message;
        this.kind = kind;
        this.envelope = envelope;
        this.issuer = issuer;
    }

    /// Which of the two messages it is.
    public enum Kind {
        /// A LogoutRequest.
        REQUEST("SAMLRequest", Names.REQUEST),
        /// A LogoutResponse.
        RESPONSE("SAMLResponse", Names.RESPONSE);

        private final String parameter;
        private final String element;

        Kind(String parameter, String element) {
            this.parameter = parameter;
            this.element = element;
        }

        String parameter() {
            return parameter;
        }

        String element() {
            return element;
        }
    }

    /// What came around the message.
    ///
    /// @param query the signature of the query; empty where the message holds its own or none is there
    record Envelope(Binding binding, @Nullable String relayState, Optional<QuerySignature> query) {}

    /// Reads the message that is the root of its document.
    static Parsed<Arrived> read(byte[] xml, Kind kind, Envelope envelope) {
        return SecureXml.parse(xml).then(document -> of(document, document.getDocumentElement(), kind, envelope));
    }

    /// @param message of the document; the only one in it, or it is refused
    static Parsed<Arrived> of(Document document, Element message, Kind kind, Envelope envelope) {
        if (!Children.is(message, Names.PROTOCOL, kind.element())) {
            return new Parsed.Refused<>(Refusal.ROOT);
        }
        if (Elements.countLocal(document.getDocumentElement(), Names.REQUEST)
                + Elements.countLocal(document.getDocumentElement(), Names.RESPONSE) != 1
                || Elements.shareAnId(document)) {
            return new Parsed.Refused<>(Refusal.DUPLICATE);
        }
        return MessageXml.issuer(Children.of(message))
                .map(issuer -> new Arrived(message, kind, envelope, issuer));
    }

    /// Which of the two messages it is.
    public Kind kind() {
        return kind;
    }

    /// How it came.
    public Binding binding() {
        return envelope.binding();
    }

    /// The entity that it claims to be from: good for finding keys, for nothing else.
    public String issuer() {
        return issuer;
    }

    /// The request that it claims to answer; null if it does not say.
    public @Nullable String inResponseTo() {
        return Children.attribute(message, "InResponseTo");
    }

    /// Whether one of these keys signed it (SAML Core 2.0, 5; Bindings 2.0, 3.4.4.1 and 3.5.5.2): the query if it came
    /// by redirect, else the message itself. Every key is tried.
    ///
    /// @param keys of the entity that [#issuer] names, and of nobody else
    public Parsed<Verified> verify(List<PublicKey> keys) {
        if (envelope.binding() == Binding.REDIRECT) {
            return envelope.query().map(signature -> signature.verify(keys).map(_ -> verified()))
                    .orElse(new Parsed.Refused<>(Refusal.UNSIGNED));
        }
        return XmlSignature.verify(message, keys).map(_ -> verified());
    }

    private Verified verified() {
        return new Verified(message, kind, envelope, issuer);
    }

    /// Neither who nor what.
    @Override
    public String toString() {
        return "Arrived[" + kind + ", " + envelope.binding() + "]";
    }
}
