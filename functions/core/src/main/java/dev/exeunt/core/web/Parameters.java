package dev.exeunt.core.web;

import dev.exeunt.core.Limits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parameters of a query or of a form (`application/x-www-form-urlencoded`), as they came. An empty value counts as
/// omitted (RFC 6749, 3.1); what is repeated can be seen; what cannot be decoded makes the whole malformed.
public final class Parameters {

    /// No parameters.
    public static final Parameters NONE = new Parameters(Map.of(), false);

    private final Map<String, List<String>> values;
    private final boolean malformed;

    private Parameters(Map<String, List<String>> values, boolean malformed) {
        this.values = values;
        this.malformed = malformed;
    }

    /// Reads a raw form body; one that is no UTF-8 is malformed.
    public static Parameters parse(byte[] raw) {
        return utf8(raw).map(Parameters::parse).orElse(new Parameters(Map.of(), true));
    }

    /// Reads a raw query or form body.
    public static Parameters parse(String raw) {
        var values = new LinkedHashMap<String, List<String>>();
        var malformed = false;
        for (String pair : raw.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            var equals = pair.indexOf('=');
            var name = decode(equals < 0 ? pair : pair.substring(0, equals));
            var value = decode(equals < 0 ? "" : pair.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty()) {
                malformed = true;
            } else if (!value.get().isEmpty()) {
                values.computeIfAbsent(name.get(), _ -> new ArrayList<>()).add(value.get());
            }
        }
        return new Parameters(values, malformed);
    }

    /// These, and those behind them. What is in both came more than once.
    public Parameters and(Parameters others) {
        var all = new LinkedHashMap<String, List<String>>();
        values.forEach((name, some) -> all.put(name, new ArrayList<>(some)));
        others.values.forEach((name, some) -> all.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(some));
        return new Parameters(all, malformed || others.malformed);
    }

    /// The value of a parameter that came once or more; null if it was omitted or empty.
    public @Nullable String get(String name) {
        var all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    /// The value of a parameter that only helps: one that is longer than [Limits#REMARK] bytes is as if it had not come.
    public @Nullable String remark(String name) {
        var value = get(name);
        return value == null || value.getBytes(StandardCharsets.UTF_8).length > Limits.REMARK ? null : value;
    }

    /// The first of these names that came more than once, if any did.
    public Optional<String> repeated(Collection<String> names) {
        return names.stream().filter(name -> values.getOrDefault(name, List.of()).size() > 1).findFirst();
    }

    /// Whether something in it could not be decoded: a stray `%`, or bytes that are no UTF-8.
    public boolean isMalformed() {
        return malformed;
    }

    /// Every name and its first value, in the order they came.
    public Map<String, String> first() {
        var first = new LinkedHashMap<String, String>();
        values.forEach((name, all) -> first.put(name, all.getFirst()));
        return first;
    }

    /// Decodes one name or value; empty if it has a stray `%` or is no UTF-8.
    public static Optional<String> decode(String text) {
        var encoded = bytes(text);
        if (encoded.isEmpty()) {
            return Optional.empty();
        }
        var bytes = new ByteArrayOutputStream(text.length());
        for (int at = 0; at < encoded.get().length; at++) {
            var one = encoded.get()[at];
            if (one == '%') {
                var octet = octet(encoded.get(), at);
                if (octet < 0) {
                    return Optional.empty();
                }
                bytes.write(octet);
                at += 2;
            } else {
                bytes.write(one == '+' ? ' ' : one);
            }
        }
        return utf8(bytes.toByteArray());
    }

    private static int octet(byte[] text, int at) {
        return at + 2 < text.length && HexFormat.isHexDigit(text[at + 1]) && HexFormat.isHexDigit(text[at + 2])
                ? HexFormat.fromHexDigit(text[at + 1]) * 16 + HexFormat.fromHexDigit(text[at + 2])
                : -1;
    }

    /// The text in UTF-8; empty if it holds half a surrogate pair.
    private static Optional<byte[]> bytes(String text) {
        try {
            var encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return Optional.of(bytes);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
