package dev.exeunt.core.saml;

import dev.exeunt.core.session.NameId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// What hostile senders try, each with the name of the check that stops it. All of it starts from one honest, signed
/// request of the service provider, which an attacker may well have seen.
final class Attacks {

    static final String SIGNED = Samples.signed(Samples.request(), Party.SP.signingKey());
    static final String UNSIGNED = Samples.xml(Samples.request());
    static final String SIGNATURE = SIGNED.substring(SIGNED.indexOf("<ds:Signature "),
            SIGNED.indexOf("</ds:Signature>") + "</ds:Signature>".length());
    static final String EVIL = Samples.xml(evil("_evil"));
    static final String DSIG = " xmlns:ds=\"" + Names.SIGNATURE + "\"";
    static final String QUERY = Samples.query(RedirectBinding.url(Samples.request(), "x",
            Party.SP.signingKey()));

    private Attacks() {
    }

    /// All of them.
    ///
    /// @param base a URL of a server that must hear nothing
    static List<Attack> all(String base) {
        return Stream
                .of(WrappingAttacks.all(), SignatureAttacks.all(base), DocumentAttacks.all(base), ClaimAttacks.all(),
                        EnvelopeAttacks.all(base))
                .flatMap(Function.identity()).flatMap(List::stream).toList();
    }

    static LogoutRequest evil(String id) {
        var like = Samples.request();
        return new LogoutRequest(new Message.Head(id, Samples.NOW, Party.IDP.slo, Party.SP.entityId),
                like.notOnOrAfter(), like.reason(), new NameId("admin", null, null, null, null), List.of("si-1"),
                false);
    }

    /// The evil message with something after its issuer.
    static String evilWith(String afterIssuer) {
        return EVIL.replace("</saml:Issuer>", "</saml:Issuer>" + afterIssuer);
    }

    static String extensions(String content) {
        return "<samlp:Extensions>" + content + "</samlp:Extensions>";
    }

    /// The signed message with one thing replaced, which must be there.
    static String signedBut(String from, String to) {
        if (!SIGNED.contains(from)) {
            throw new AssertionError("the example no longer has " + from);
        }
        return SIGNED.replace(from, to);
    }

    static byte[] deflated(String xml) {
        return Packing.deflate(xml.getBytes(StandardCharsets.UTF_8));
    }
}
