package dev.exeunt.core.saml;

import static dev.exeunt.core.saml.Attacks.DSIG;
import static dev.exeunt.core.saml.Attacks.EVIL;
import static dev.exeunt.core.saml.Attacks.SIGNATURE;
import static dev.exeunt.core.saml.Attacks.SIGNED;
import static dev.exeunt.core.saml.Attacks.UNSIGNED;
import static dev.exeunt.core.saml.Attacks.evil;
import static dev.exeunt.core.saml.Attacks.evilWith;
import static dev.exeunt.core.saml.Attacks.extensions;
import static dev.exeunt.core.saml.Attacks.signedBut;

import java.util.List;
import java.util.stream.Stream;

/// Signatures moved around, left out, or by somebody else.
final class WrappingAttacks {

    private WrappingAttacks() {
    }

    static Stream<List<Attack>> all() {
        return Stream.of(wrapping(), exclusion());
    }

    /// The eight classic layouts (Somorovsky et al., On Breaking SAML, 2012), as far as a LogoutRequest has room for
    /// them, and some more.
    static List<Attack> wrapping() {
        var inSignature = SIGNATURE.replace("</ds:Signature>", UNSIGNED + "</ds:Signature>");
        var inObject = SIGNATURE.replace("</ds:Signature>", "<ds:Object>" + UNSIGNED + "</ds:Object></ds:Signature>");
        var renamed = SIGNED.replaceFirst(" ID=\"" + Samples.ID + "\"", " ID=\"_evil\"").replace("p-81c2", "admin");
        var end = "</samlp:LogoutRequest>";
        return List.of(
                Attack.post("wrapping 1, the original inside the signature", Refusal.DUPLICATE, evilWith(inSignature)),
                Attack.post("wrapping 2, the original before the issuer", Refusal.DUPLICATE,
                        evilWith(SIGNATURE).replaceFirst("<saml:Issuer", UNSIGNED + "<saml:Issuer")),
                Attack.post("wrapping 3, the signed original before the issuer", Refusal.DUPLICATE,
                        EVIL.replaceFirst("<saml:Issuer", SIGNED + "<saml:Issuer")),
                Attack.post("wrapping 4, the signed original at the end", Refusal.DUPLICATE,
                        EVIL.replace(end, SIGNED + end)),
                Attack.post("wrapping 5, the root renamed and the original at the end", Refusal.DUPLICATE,
                        renamed.replace(end, UNSIGNED + end)),
                Attack.post("wrapping 6, the root renamed and the original inside the signature", Refusal.DUPLICATE,
                        renamed.replace("</ds:Signature>", UNSIGNED + "</ds:Signature>")),
                Attack.post("wrapping 7, the signed original in extensions", Refusal.DUPLICATE,
                        evilWith(extensions(SIGNED))),
                Attack.post("wrapping 8, the original in an object of the signature", Refusal.DUPLICATE,
                        evilWith(inObject)),
                Attack.post("the signature moved to another message", Refusal.SIGNATURE_REFERENCE, evilWith(SIGNATURE)),
                Attack.post("the signature moved to another message with the same ID", Refusal.SIGNATURE_WRONG,
                        evilWith(SIGNATURE).replace("_evil", Samples.ID)),
                Attack.post("the signature over an element in extensions", Refusal.SIGNATURE_REFERENCE, evilWith(
                        SIGNATURE + extensions("<x:Copy xmlns:x=\"urn:x\" ID=\"" + Samples.ID + "\"/>"))),
                Attack.post("the original renamed to another element", Refusal.SIGNATURE_REFERENCE, evilWith(SIGNATURE
                        + extensions(UNSIGNED.replace("LogoutRequest", "Signed")))),
                Attack.post("the same ID twice", Refusal.DUPLICATE, signedBut("</ds:Signature>", "</ds:Signature>"
                        + extensions("<x ID=\"" + Samples.ID + "\"/>"))),
                Attack.post("the same ID as Id", Refusal.DUPLICATE, signedBut("</ds:Signature>", "</ds:Signature>"
                        + extensions("<x Id=\"" + Samples.ID + "\"/>"))),
                Attack.post("the same ID as xml:id", Refusal.DUPLICATE, signedBut("</ds:Signature>", "</ds:Signature>"
                        + extensions("<x xml:id=\"" + Samples.ID + "\"/>"))),
                Attack.post("a message in another namespace beside it", Refusal.DUPLICATE, signedBut("</ds:Signature>",
                        "</ds:Signature>" + extensions("<LogoutRequest xmlns=\"urn:x\"/>"))),
                Attack.post("a response inside the request", Refusal.DUPLICATE, signedBut("</ds:Signature>",
                        "</ds:Signature>" + extensions("<samlp:LogoutResponse/>"))));
    }

    static List<Attack> exclusion() {
        var bySelf = Samples.signed(evil("_evil"), Party.OTHER.signingKey());
        var withCertificate = Samples.signed(evil("_evil"), new SigningKey(SignatureAlgorithm.RSA_SHA256,
                Party.OTHER.certificate(), Party.OTHER.signingKey().function()));
        return List.of(
                Attack.post("no signature", Refusal.UNSIGNED, EVIL),
                Attack.post("a signature in another namespace", Refusal.UNSIGNED,
                        evilWith("<ds:Signature xmlns:ds=\"urn:x\"/>")),
                Attack.post("an empty signature", Refusal.SIGNATURE_FORM, evilWith("<ds:Signature" + DSIG + "/>")),
                Attack.post("a signature without a value", Refusal.SIGNATURE_FORM,
                        SIGNED.replaceAll("<ds:SignatureValue>.*</ds:SignatureValue>", "")),
                Attack.post("a signature with an empty value", Refusal.SIGNATURE_WRONG,
                        SIGNED.replaceAll("<ds:SignatureValue>.*</ds:SignatureValue>", "<ds:SignatureValue/>")),
                Attack.post("an empty SignedInfo", Refusal.SIGNATURE_FORM,
                        SIGNED.replaceAll("<ds:SignedInfo>.*</ds:SignedInfo>", "<ds:SignedInfo/>")),
                Attack.post("another service provider's key", Refusal.SIGNATURE_WRONG, bySelf),
                Attack.post("another key with its own certificate", Refusal.SIGNATURE_WRONG, withCertificate),
                Attack.post("a key as a KeyValue", Refusal.SIGNATURE_WRONG, bySelf.replace("</ds:Signature>",
                        "<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB"
                                + "</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo></ds:Signature>")),
                Attack.post("a message changed after it was signed", Refusal.SIGNATURE_WRONG,
                        signedBut("p-81c2", "admin")),
                Attack.post("a digest changed", Refusal.SIGNATURE_WRONG, SIGNED
                        .replaceAll("<ds:DigestValue>.", "<ds:DigestValue>" + (digest() == 'A' ? 'B' : 'A'))),
                Attack.post("another session added", Refusal.SIGNATURE_WRONG,
                        signedBut("<samlp:SessionIndex>", "<samlp:SessionIndex>x</samlp:SessionIndex>"
                                + "<samlp:SessionIndex>")),
                Attack.post("a signature of nothing but zeros", Refusal.SIGNATURE_WRONG, Samples.signed(evil("_evil"),
                        SigningKey.of(SignatureAlgorithm.RSA_SHA256, octets -> new byte[256]))),
                Attack.post("an elliptic signature for an RSA key", Refusal.SIGNATURE_KEY,
                        Samples.signed(evil("_evil"), Party.EC256.signingKey())));
    }

    private static char digest() {
        var tag = "<ds:DigestValue>";
        return SIGNED.charAt(SIGNED.indexOf(tag) + tag.length());
    }
}
