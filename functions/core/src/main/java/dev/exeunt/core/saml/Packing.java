package dev.exeunt.core.saml;

import dev.exeunt.core.Limits;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// How messages are packed for the road: base64 and raw DEFLATE (SAML Bindings 2.0, 3.4.4.1 and 3.5.4).
final class Packing {

    private static final int CHUNK = 4096;

    private Packing() {
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// Takes line breaks anywhere in it; no other character but base64's.
    static Parsed<byte[]> fromBase64(String text) {
        try {
            var bytes = Base64.getDecoder().decode(text.replace("\r", "").replace("\n", ""));
            return bytes.length == 0 ? new Parsed.Refused<>(Refusal.BASE64) : new Parsed.Good<>(bytes);
        } catch (IllegalArgumentException e) {
            return new Parsed.Refused<>(Refusal.BASE64);
        }
    }

    /// Without a header (RFC 1951).
    static byte[] deflate(byte[] bytes) {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            var out = new ByteArrayOutputStream(bytes.length);
            var chunk = new byte[CHUNK];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /// At most [Limits#SAML_XML] bytes, the whole of the input and nothing after it.
    static Parsed<byte[]> inflate(byte[] bytes) {
        var inflater = new Inflater(true);
        try {
            inflater.setInput(bytes);
            var out = new byte[Limits.SAML_XML + 1];
            var length = 0;
            for (int read = 1; read > 0 && length < out.length; length += read) {
                read = inflater.inflate(out, length, out.length - length);
            }
            if (length > Limits.SAML_XML) {
                return new Parsed.Refused<>(Refusal.TOO_LARGE);
            }
            return inflater.finished() && inflater.getRemaining() == 0
                    ? new Parsed.Good<>(Arrays.copyOf(out, length))
                    : new Parsed.Refused<>(Refusal.DEFLATE);
        } catch (DataFormatException e) {
            return new Parsed.Refused<>(Refusal.DEFLATE);
        } finally {
            inflater.end();
        }
    }
}
