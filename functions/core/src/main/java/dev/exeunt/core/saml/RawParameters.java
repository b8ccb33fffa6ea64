package dev.exeunt.core.saml;

import dev.exeunt.core.web.Parameters;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The parameters of SAML in a query or form as they came, still encoded, because that is what a query's signature is
/// over. Each came at most once and in its one spelling; others are of no interest.
final class RawParameters {

    static final String RELAY_STATE = "RelayState";
    static final String SIG_ALG = "SigAlg";
    static final String SIGNATURE = "Signature";
    static final String SAML_ENCODING = "SAMLEncoding";

    private static final Map<String, String> RESERVED = Stream
            .of(Arrived.Kind.REQUEST.parameter(), Arrived.Kind.RESPONSE.parameter(), RELAY_STATE, SIG_ALG, SIGNATURE,
                    SAML_ENCODING)
            .collect(Collectors.toMap(name -> name.toLowerCase(Locale.ROOT), Function.identity()));

    private final Map<String, String> raw;
    private final Arrived.Kind kind;

    private RawParameters(Map<String, String> raw, Arrived.Kind kind) {
        this.raw = raw;
        this.kind = kind;
    }

    /// Reads a raw query or form body.
    static Parsed<RawParameters> parse(String text) {
        var raw = new LinkedHashMap<String, String>();
        for (String pair : text.split("&")) {
            var equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            var reserved = Parameters.decode(name).map(decoded -> RESERVED.get(decoded.toLowerCase(Locale.ROOT)));
            if (reserved.isEmpty()) {
                continue;
            }
            if (!reserved.get().equals(name)
                    || raw.put(name, equals < 0 ? "" : pair.substring(equals + 1)) != null) {
                return new Parsed.Refused<>(Refusal.AMBIGUOUS_PARAMETERS);
            }
        }
        return of(raw);
    }

    private static Parsed<RawParameters> of(Map<String, String> raw) {
        var kinds = Stream.of(Arrived.Kind.values()).filter(each -> raw.containsKey(each.parameter())).toList();
        if (kinds.size() != 1) {
            return new Parsed.Refused<>(kinds.isEmpty() ? Refusal.NO_MESSAGE : Refusal.AMBIGUOUS_PARAMETERS);
        }
        return raw.values().stream().allMatch(value -> Parameters.decode(value).isPresent())
                ? new Parsed.Good<>(new RawParameters(raw, kinds.getFirst()))
                : new Parsed.Refused<>(Refusal.MALFORMED_PARAMETERS);
    }

    /// Which of the two messages it is.
    Arrived.Kind kind() {
        return kind;
    }

    boolean has(String name) {
        return raw.containsKey(name);
    }

    /// The value still encoded; null if it did not come.
    @Nullable
    String encoded(String name) {
        return raw.get(name);
    }

    /// The value decoded; null if it did not come.
    @Nullable
    String value(String name) {
        var encoded = raw.get(name);
        return encoded == null ? null : Parameters.decode(encoded).orElse(null);
    }
}
