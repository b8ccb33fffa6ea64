package dev.exeunt.core.saml;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The HTTP-POST binding (SAML Bindings 2.0, 3.5): the signed message in a form that the browser submits.
public final class PostBinding {

    private PostBinding() {
    }

    /// A form that takes a message to its destination. Whoever writes it as HTML escapes every value, and gives it a
    /// button for browsers without scripts.
    ///
    /// @param action where it is posted
    /// @param fields hidden inputs, in this order: `SAMLRequest` or `SAMLResponse`, then `RelayState` if there is one
    public record Form(String action, Map<String, String> fields) {

        /// Where it goes: what it holds is for the receiver.
        @Override
        public String toString() {
            return "Form[" + action + "]";
        }
    }

    /// The form for a message.
    ///
    /// @param message    with a destination
    /// @param relayState an opaque key of at most 80 bytes, or what came with the request; null to send none
    /// @param key        null to leave it unsigned, which only a peer that was registered so will take
    public static Form form(Message message, @Nullable String relayState, @Nullable SigningKey key) {
        RelayState.check(relayState);
        var fields = new LinkedHashMap<String, String>();
        fields.put(message.parameter(), Packing.base64(SecureXml.write(signed(message, key))));
        if (relayState != null) {
            fields.put(RawParameters.RELAY_STATE, relayState);
        }
        return new Form(Objects.requireNonNull(message.head().destination(), "a form needs a Destination"), fields);
    }

    /// The message with its signature directly after the issuer, where the schema wants it.
    static Tag signed(Message message, @Nullable SigningKey key) {
        return key == null ? message.xml() : XmlSignature.sign(message.xml(), 1, key);
    }

    /// Reads the message of a form.
    ///
    /// @param form the body exactly as it came, `application/x-www-form-urlencoded`
    public static Parsed<Arrived> receive(String form) {
        return RawParameters.parse(form).then(parameters -> {
            var kind = parameters.kind();
            var envelope = new Arrived.Envelope(Binding.POST, parameters.value(RawParameters.RELAY_STATE),
                    Optional.empty());
            return Packing.fromBase64(Objects.requireNonNullElse(parameters.value(kind.parameter()), ""))
                    .then(xml -> Arrived.read(xml, kind, envelope));
        });
    }
}
