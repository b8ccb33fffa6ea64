package dev.exeunt.core.saml;

import dev.exeunt.core.web.QueryString;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The HTTP-Redirect binding (SAML Bindings 2.0, 3.4): the message deflated into the query, the signature over the
/// octets of that query.
public final class RedirectBinding {

    private static final String DEFLATE = "urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE";

    private RedirectBinding() {
    }

    /// The URL that takes the message to its destination; the browser goes there with 302 or 303.
    ///
    /// @param message    with a destination; a query that it has already stays in front
    /// @param relayState an opaque key of at most 80 bytes, or what came with the request; null to send none
    /// @param key        null to leave it unsigned, which only a peer that was registered so will take
    public static String url(Message message, @Nullable String relayState, @Nullable SigningKey key) {
        RelayState.check(relayState);
        var query = new StringBuilder(message.parameter()).append('=')
                .append(QueryString.encode(Packing.base64(Packing.deflate(SecureXml.write(message.xml())))));
        if (relayState != null) {
            query.append('&').append(RawParameters.RELAY_STATE).append('=').append(QueryString.encode(relayState));
        }
        if (key != null) {
            query.append('&').append(RawParameters.SIG_ALG).append('=')
                    .append(QueryString.encode(key.algorithm().uri()));
            var signature = key.sign(query.toString().getBytes(StandardCharsets.US_ASCII));
            query.append('&').append(RawParameters.SIGNATURE).append('=')
                    .append(QueryString.encode(Packing.base64(signature)));
        }
        return joined(Objects.requireNonNull(message.head().destination(), "a redirect needs a Destination"),
                query.toString());
    }

    private static String joined(String url, String query) {
        if (url.indexOf('?') < 0) {
            return url + "?" + query;
        }
        return url.endsWith("?") || url.endsWith("&") ? url + query : url + "&" + query;
    }

    /// Reads the message of a query.
    ///
    /// @param rawQuery exactly as it came, still encoded, without the question mark
    public static Parsed<Arrived> receive(String rawQuery) {
        return RawParameters.parse(rawQuery).then(RedirectBinding::receive);
    }

    private static Parsed<Arrived> receive(RawParameters parameters) {
        if (parameters.has(RawParameters.SIGNATURE) != parameters.has(RawParameters.SIG_ALG)) {
            return new Parsed.Refused<>(Refusal.HALF_A_SIGNATURE);
        }
        var encoding = parameters.value(RawParameters.SAML_ENCODING);
        if (encoding != null && !encoding.equals(DEFLATE)) {
            return new Parsed.Refused<>(Refusal.SAML_ENCODING);
        }
        var kind = parameters.kind();
        return signature(parameters, kind).then(signature -> {
            var envelope = new Arrived.Envelope(Binding.REDIRECT, parameters.value(RawParameters.RELAY_STATE),
                    signature);
            return Packing.fromBase64(text(parameters, kind.parameter())).then(Packing::inflate)
                    .then(xml -> Arrived.read(xml, kind, envelope));
        });
    }

    /// Whatever order the parameters came in, the signature is over them in this one, each with the spelling it came in.
    private static Parsed<Optional<QuerySignature>> signature(RawParameters parameters, Arrived.Kind kind) {
        if (!parameters.has(RawParameters.SIGNATURE)) {
            return new Parsed.Good<>(Optional.empty());
        }
        var octets = new StringBuilder(kind.parameter()).append('=').append(parameters.encoded(kind.parameter()));
        if (parameters.has(RawParameters.RELAY_STATE)) {
            octets.append('&').append(RawParameters.RELAY_STATE).append('=')
                    .append(parameters.encoded(RawParameters.RELAY_STATE));
        }
        octets.append('&').append(RawParameters.SIG_ALG).append('=')
                .append(parameters.encoded(RawParameters.SIG_ALG));
        var bytes = octets.toString().getBytes(StandardCharsets.UTF_8);
        return Packing.fromBase64(text(parameters, RawParameters.SIGNATURE))
                .map(signature -> Optional.of(new QuerySignature(bytes, text(parameters, RawParameters.SIG_ALG),
                        signature)));
    }

    private static String text(RawParameters parameters, String name) {
        return Objects.requireNonNullElse(parameters.value(name), "");
    }
}
