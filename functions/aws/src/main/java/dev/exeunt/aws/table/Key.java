package dev.exeunt.aws.table;

import dev.exeunt.core.Limits;
import dev.exeunt.core.session.Handle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Where a row lies: the layout of the table, in one place.
record Key(String pk, String sk) {

    static final String PARTICIPANTS = "P#";
    static final String USER_SESSIONS = "S#";
    static final String RECEIPTS = "R#";

    private static final String SESSION = "S#";
    private static final String LOGOUT = "L#";
    private static final String JOB = "J#";

    static Key session(String session) {
        return new Key(SESSION + session, "A");
    }

    static Key participant(String session, String client) {
        return new Key(SESSION + session, PARTICIPANTS + client);
    }

    static Key userSession(String user, String session) {
        return new Key("U#" + user, USER_SESSIONS + session);
    }

    static Key user(String user) {
        return new Key("U#" + user, "A");
    }

    static Key outage(String client) {
        return new Key("C#" + client, "DOWN");
    }

    static Key flow(String slug) {
        return new Key("F#" + slug, "F");
    }

    static Key job(String id) {
        return new Key(JOB + id, "J");
    }

    static Key handle(Handle handle) {
        return switch (handle) {
            case Handle.Cookie(var hash) -> new Key("H#" + digest("cookie", hash.value()), "H");
            case Handle.Saml(var client, var nameId, var sessionIndex) ->
                new Key("H#" + digest("saml", client, nameId, sessionIndex), "H");
            case Handle.Sid(var iss, var client, var sid) -> new Key("H#" + digest("sid", iss, client, sid), "H");
        };
    }

    static Key ticket(String hash) {
        return new Key("T#" + hash, "T");
    }

    static Key parked(String hash) {
        return new Key("R#" + hash, "R");
    }

    static Key message(String issuer, String id) {
        return new Key("M#" + digest("message", issuer, id), "M");
    }

    static Key certificate(String thumbprint) {
        return new Key("K#saml", thumbprint);
    }

    static Key seal(String day) {
        return new Key("K#seal", day);
    }

    static Key client(String key) {
        return new Key("C#" + key, "C");
    }

    static Key clientId(String clientId) {
        return new Key("A#" + digest("client_id", clientId), "A");
    }

    static Key entityId(String entityId) {
        return new Key("A#" + digest("entity_id", entityId), "A");
    }

    /// The row of one of these two, by its partition.
    static Key alias(String pk) {
        return new Key(pk, "A");
    }

    static Key plan(String ref) {
        return new Key(LOGOUT + ref, "PLAN");
    }

    static Key plan(String ref, int part) {
        return part == 0 ? plan(ref) : new Key(LOGOUT + ref, "PLAN#" + part);
    }

    static Key state(String ref) {
        return new Key(LOGOUT + ref, "STATE");
    }

    static Key visit(String ref, String hash) {
        return new Key(LOGOUT + ref, "V#" + hash);
    }

    static Key receipt(String ref, int delivery) {
        return new Key(LOGOUT + ref, RECEIPTS + "%04d".formatted(delivery));
    }

    boolean isSession() {
        return pk.startsWith(SESSION) && sk.equals("A");
    }

    boolean isState() {
        return pk.startsWith(LOGOUT) && sk.equals("STATE");
    }

    boolean isJob() {
        return pk.startsWith(JOB);
    }

    boolean isReceipt() {
        return pk.startsWith(LOGOUT) && sk.startsWith(RECEIPTS);
    }

    /// What the partition is named after, without the two characters that say its kind.
    String name() {
        return pk.substring(2);
    }

    /// What the row is named after within its partition, for rows whose sort key has a kind of two characters.
    String part() {
        return sk.substring(2);
    }

    /// The shard of the index `due` that this row is listed in, whenever it is due.
    String dueShard() {
        var checksum = new CRC32();
        checksum.update((pk + '|' + sk).getBytes(StandardCharsets.UTF_8));
        return Long.toString(checksum.getValue() % Limits.DUE_SHARDS);
    }

    Map<String, AttributeValue> attributes() {
        return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
    }

    /// SHA-256 of the parts, each with its length in front, so that no two lists of parts have one spelling.
    static String digest(String... parts) {
        var digest = sha256();
        for (var part : parts) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
