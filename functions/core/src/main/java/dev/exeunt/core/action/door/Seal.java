package dev.exeunt.core.action.door;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import dev.exeunt.core.action.SealKeys;
import dev.exeunt.core.web.Json;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Seals what travels through the browser and must come back unread and unchanged: a compact JWE under a key that all
/// instances share (RFC 7516; `dir` with A256GCM). What was sealed for one purpose does not open for another.
public final class Seal {

    private final SealKeys keys;
    private final InstantSource time;

    /// See [Seal].
    public Seal(SealKeys keys, InstantSource time) {
        this.keys = keys;
        this.time = time;
    }

    /// Seals plain values until a time.
    public String seal(String purpose, Map<String, ?> values, Instant until) {
        var key = keys.current(time.instant());
        var all = new LinkedHashMap<String, Object>(values);
        all.put("exp", until.getEpochSecond());
        var header = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM).keyID(key.id())
                .contentType(purpose).build();
        try {
            var jwe = new JWEObject(header, new Payload(Json.write(all)));
            jwe.encrypt(new DirectEncrypter(key.key()));
            return jwe.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot seal", e);
        }
    }

    /// What was sealed for this purpose; empty if it was not sealed by us, was changed, or its time is over.
    public Optional<Map<String, Object>> open(String purpose, String sealed) {
        return parse(sealed).filter(jwe -> isFor(purpose, jwe.getHeader()))
                .flatMap(jwe -> keys.find(jwe.getHeader().getKeyID()).flatMap(key -> open(jwe, key)))
                .filter(this::isInTime);
    }

    private static boolean isFor(String purpose, JWEHeader header) {
        return JWEAlgorithm.DIR.equals(header.getAlgorithm()) && purpose.equals(header.getContentType())
                && EncryptionMethod.A256GCM.equals(header.getEncryptionMethod()) && header.getKeyID() != null;
    }

    /// The library lets more than its own exceptions out when a header is odd; all of it means the same.
    private static Optional<JWEObject> parse(String sealed) {
        try {
            return Optional.of(JWEObject.parse(sealed));
        } catch (ParseException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Map<String, Object>> open(JWEObject jwe, SealKeys.SealKey key) {
        try {
            jwe.decrypt(new DirectDecrypter(key.key()));
            return Json.read(jwe.getPayload().toString());
        } catch (JOSEException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private boolean isInTime(Map<String, Object> values) {
        return values.get("exp") instanceof Number until && time.instant().getEpochSecond() < until.longValue();
    }
}
