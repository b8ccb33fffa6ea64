package dev.exeunt.core.saml;

import dev.exeunt.core.session.NameId;
import dev.exeunt.core.web.QueryString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// The worked example of the documentation, and the three steps that a message takes.
final class Samples {

    static final Instant NOW = Instant.parse("2026-09-21T14:13:20Z");
    static final Duration SKEW = Duration.ofMinutes(3);
    static final String ID = "_4f1c8a6e0b2d4f6891a3c5e7092b4d6f8a1c3e50";
    static final NameId NAME_ID = new NameId("p-81c2", "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
            Party.IDP.entityId, Party.SP.entityId, null);
    static final String RELAY_STATE = "a?b&c=d+e f/%2B";

    private Samples() {
    }

    /// From the service provider to us.
    static LogoutRequest request() {
        return new LogoutRequest(new Message.Head(ID, NOW, Party.IDP.slo, Party.SP.entityId), NOW.plusSeconds(300),
                LogoutRequest.Reason.USER.uri(), NAME_ID, List.of("si-77"), false);
    }

    /// The same with another head.
    static LogoutRequest request(Message.Head head) {
        var like = request();
        return new LogoutRequest(head, like.notOnOrAfter(), like.reason(), like.nameId(), like.sessionIndexes(), false);
    }

    /// From the service provider to us.
    static LogoutResponse response(Status status) {
        return new LogoutResponse(new Message.Head("_r1", NOW, Party.IDP.slo, Party.SP.entityId), ID, status);
    }

    static String xml(Message message) {
        return new String(SecureXml.write(message.xml()), StandardCharsets.UTF_8);
    }

    static String signed(Message message, SigningKey key) {
        return new String(SecureXml.write(PostBinding.signed(message, key)), StandardCharsets.UTF_8);
    }

    /// A form that posts this XML.
    static String form(String parameter, String xml) {
        return parameter + "=" + Packing.base64(xml.getBytes(StandardCharsets.UTF_8)).replace("+", "%2B")
                .replace("/", "%2F").replace("=", "%3D");
    }

    /// A query that holds this, signed by the service provider.
    static String signedQuery(byte[] deflated) {
        var query = "SAMLRequest=" + QueryString.encode(Packing.base64(deflated)) + "&SigAlg="
                + QueryString.encode(SignatureAlgorithm.RSA_SHA256.uri());
        var signature = Party.SP.signingKey().sign(query.getBytes(StandardCharsets.US_ASCII));
        return query + "&Signature=" + QueryString.encode(Packing.base64(signature));
    }

    static Judgement.Arrival arrival() {
        return arrival(NOW);
    }

    static Judgement.Arrival arrival(Instant now) {
        return new Judgement.Arrival(Party.IDP.slo, now, SKEW, Party.SP.entityId);
    }

    /// The query that a URL carries.
    static String query(String url) {
        return url.substring(url.indexOf('?') + 1);
    }

    static Parsed<Verified> verify(Parsed<Arrived> arrived) {
        return arrived.then(each -> each.verify(List.of(Party.SP.publicKey())));
    }

    /// The value, where it has to be there.
    static <T> T good(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Good<T>(T value) -> value;
            case Parsed.Refused<T>(Refusal why) -> throw new AssertionError("refused: " + why);
        };
    }

    static <T extends Message> T accepted(Judgement<T> judgement) {
        return switch (judgement) {
            case Judgement.Accepted<T> accepted -> accepted.message();
            case Judgement.Rejected<T> rejected -> throw new AssertionError("rejected: " + rejected.why());
        };
    }

    /// What came of all three steps, for a test that wants a refusal: the name of the check.
    static Refusal refusal(Parsed<Arrived> arrived, Function<Verified, Judgement<? extends Message>> judge) {
        return switch (verify(arrived)) {
            case Parsed.Refused<Verified>(Refusal why) -> why;
            case Parsed.Good<Verified>(Verified verified) -> switch (judge.apply(verified)) {
                case Judgement.Rejected<? extends Message> rejected -> rejected.why();
                case Judgement.Accepted<? extends Message> _ -> throw new AssertionError("accepted");
            };
        };
    }

    static Refusal refusalOfRequest(Parsed<Arrived> arrived) {
        return refusal(arrived, verified -> Judgement.ofRequest(verified, arrival()));
    }
}
