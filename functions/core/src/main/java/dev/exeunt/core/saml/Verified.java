package dev.exeunt.core.saml;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/// A message whose signature by a key of its sender was verified. Only [Arrived#verify] makes one. What it says is still
/// to be judged ([Judgement]); whom to answer is certain.
public final class Verified {

    private final Element message;
    private final Arrived.Kind kind;
    private final Arrived.Envelope envelope;
    private final String issuer;

    Verified(Element message, Arrived.Kind kind, Arrived.Envelope envelope, String issuer) {
        this.message = message;
        this.kind = kind;
        this.envelope = envelope;
        this.issuer = issuer;
    }

    /// Which of the two messages it is.
    public Arrived.Kind kind() {
        return kind;
    }

    /// How it came.
    public Binding binding() {
        return envelope.binding();
    }

    /// Who signed it.
    public String issuer() {
        return issuer;
    }

    /// Its ID: what an answer must name, if it can be read (SAML Core 2.0, 3.2.2).
    public Optional<String> id() {
        return MessageXml.id(message);
    }

    /// What came along and goes back with the answer, byte for byte; null if nothing came. It means nothing to us. With a
    /// request that was accepted it has at most 80 bytes; with a response nobody needs it, and it may be longer.
    public @Nullable String relayState() {
        return envelope.relayState();
    }

    Element message() {
        return message;
    }

    /// Neither who nor what.
    @Override
    public String toString() {
        return "Verified[" + kind + ", " + envelope.binding() + "]";
    }
}
