package dev.exeunt.core.saml;

import static dev.exeunt.core.saml.Attacks.DSIG;
import static dev.exeunt.core.saml.Attacks.SIGNATURE;
import static dev.exeunt.core.saml.Attacks.SIGNED;
import static dev.exeunt.core.saml.Attacks.UNSIGNED;
import static dev.exeunt.core.saml.Attacks.extensions;
import static dev.exeunt.core.saml.Attacks.signedBut;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Signatures that refer to, contain, transform or compute something else than SAML says.
final class SignatureAttacks {

    private final String base;

    /// @param base a URL of a server that must hear nothing
    SignatureAttacks(String base) {
        this.base = base;
    }

    /// @param base a URL of a server that must hear nothing
    static Stream<List<Attack>> all(String base) {
        var attacks = new SignatureAttacks(base);
        return Stream.of(attacks.forms(), attacks.algorithms());
    }

    List<Attack> forms() {
        var reference = SIGNATURE.substring(SIGNATURE.indexOf("<ds:Reference "),
                SIGNATURE.indexOf("</ds:SignedInfo>"));
        var uri = "URI=\"#" + Samples.ID + "\"";
        return List.of(
                Attack.post("two signatures", Refusal.SIGNATURE_PLACE, signedBut("</ds:Signature>",
                        "</ds:Signature>" + SIGNATURE)),
                Attack.post("a second signature elsewhere", Refusal.SIGNATURE_PLACE, signedBut("</ds:Signature>",
                        "</ds:Signature>" + extensions("<ds:Signature" + DSIG + "/>"))),
                Attack.post("the signature at the end", Refusal.SIGNATURE_PLACE, UNSIGNED
                        .replace("</samlp:LogoutRequest>", SIGNATURE + "</samlp:LogoutRequest>")),
                Attack.post("the signature inside extensions", Refusal.SIGNATURE_PLACE,
                        UNSIGNED.replace("</saml:Issuer>", "</saml:Issuer>" + extensions(SIGNATURE))),
                Attack.post("an object in the signature", Refusal.SIGNATURE_FORM,
                        signedBut("</ds:Signature>", "<ds:Object>x</ds:Object></ds:Signature>")),
                Attack.post("two references", Refusal.SIGNATURE_REFERENCE, signedBut(reference, reference + reference)),
                Attack.post("a manifest in the signature", Refusal.SIGNATURE_FORM, signedBut("</ds:Signature>",
                        "<ds:Object><ds:Manifest>" + reference + "</ds:Manifest></ds:Object></ds:Signature>")),
                Attack.post("a reference to a manifest", Refusal.SIGNATURE_REFERENCE,
                        signedBut(uri, uri + " Type=\"" + Names.SIGNATURE + "Manifest\"")),
                Attack.post("a reference to the whole document", Refusal.SIGNATURE_REFERENCE,
                        signedBut(uri, "URI=\"\"")),
                Attack.post("a reference without a URI", Refusal.SIGNATURE_REFERENCE, signedBut(uri, "")),
                Attack.post("a reference by http", Refusal.SIGNATURE_REFERENCE,
                        signedBut(uri, "URI=\"" + base + "x\"")),
                Attack.post("a reference to a file", Refusal.SIGNATURE_REFERENCE,
                        signedBut(uri, "URI=\"file:///etc/passwd\"")),
                Attack.post("a reference by XPointer", Refusal.SIGNATURE_REFERENCE,
                        signedBut(uri, "URI=\"#xpointer(id('" + Samples.ID + "'))\"")),
                Attack.post("a reference to another ID", Refusal.SIGNATURE_REFERENCE, signedBut(uri, "URI=\"#other\"")),
                Attack.post("a retrieval method", Refusal.SIGNATURE_FORM, signedBut("</ds:Signature>",
                        "<ds:KeyInfo><ds:RetrievalMethod URI=\"" + base + "key\"/></ds:KeyInfo></ds:Signature>")),
                Attack.post("a key info reference", Refusal.SIGNATURE_FORM, signedBut("</ds:Signature>",
                        "<ds:KeyInfo><d:KeyInfoReference xmlns:d=\"http://www.w3.org/2009/xmldsig11#\" URI=\"" + base
                                + "key\"/></ds:KeyInfo></ds:Signature>")),
                Attack.post("a signature value that is no base64", Refusal.SIGNATURE_WRONG,
                        SIGNED.replaceAll("<ds:SignatureValue>[^<]*", "<ds:SignatureValue>A===")),
                Attack.post("a digest that is no base64", Refusal.SIGNATURE_WRONG,
                        SIGNED.replaceAll("<ds:DigestValue>[^<]*", "<ds:DigestValue>====")),
                Attack.post("a comment in the digest", Refusal.SIGNATURE_FORM,
                        signedBut("<ds:DigestValue>", "<ds:DigestValue><!-- -->")));
    }

    List<Attack> algorithms() {
        var exclusive = "<ds:Transform Algorithm=\"" + XmlSignature.EXCLUSIVE + "\"></ds:Transform>";
        var enveloped = "<ds:Transform Algorithm=\"" + XmlSignature.ENVELOPED + "\"></ds:Transform>";
        var xslt = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"><xsl:stylesheet"
                + " version=\"1.0\" xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"><xsl:include href=\"" + base
                + "x.xsl\"/></xsl:stylesheet></ds:Transform>";
        var xpath = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>"
                + "self::*[count(//*) > 0]</ds:XPath></ds:Transform>";
        var rsa = SignatureAlgorithm.RSA_SHA256.uri();
        var transforms = Stream.of(
                Map.entry("an XSLT transform", signedBut(exclusive, xslt)),
                Map.entry("an XPath transform", signedBut(exclusive, xpath)),
                Map.entry("an XPath filter", signedBut(exclusive,
                        "<ds:Transform Algorithm=\"http://www.w3.org/2002/06/xmldsig-filter2\"/>")),
                Map.entry("a base64 transform", signedBut(exclusive,
                        "<ds:Transform Algorithm=\"" + Names.SIGNATURE + "base64\"/>")),
                Map.entry("a hundred transforms", signedBut(exclusive, exclusive.repeat(100))),
                Map.entry("no enveloped transform", signedBut(enveloped, "")),
                Map.entry("the enveloped transform twice", signedBut(exclusive, enveloped)),
                Map.entry("no transforms", SIGNED.replaceAll("<ds:Transforms>.*</ds:Transforms>", "")),
                Map.entry("something inside a transform", signedBut("enveloped-signature\"></ds:Transform>",
                        "enveloped-signature\"><x/></ds:Transform>")),
                Map.entry("an unknown canonicalization", signedBut("<ds:CanonicalizationMethod Algorithm=\""
                        + XmlSignature.EXCLUSIVE, "<ds:CanonicalizationMethod Algorithm=\"" + base)))
                .map(each -> Attack.post(each.getKey(), Refusal.SIGNATURE_TRANSFORM, each.getValue()));
        var prefixes = Stream
                .of("", " PrefixList=\"\"", " PrefixList=\"#default x ds\"", " PrefixList=\"" + "x ".repeat(20_000)
                        + "\"")
                .map(each -> Attack.post("inclusive namespaces with" + each.substring(0, Math.min(each.length(), 30)),
                        Refusal.SIGNATURE_WRONG,
                        signedBut(exclusive, "<ds:Transform Algorithm=\"" + XmlSignature.EXCLUSIVE
                                + "\"><e:InclusiveNamespaces xmlns:e=\"" + XmlSignature.EXCLUSIVE + "\"" + each
                                + "/></ds:Transform>")));
        var methods = Stream.of(Names.SIGNATURE + "rsa-sha1", Names.SIGNATURE + "dsa-sha1",
                Names.SIGNATURE + "hmac-sha1",
                "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
                "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1", "http://www.w3.org/2007/05/xmldsig-more#rsa-pss",
                "none", "")
                .map(each -> Attack.post("signed by " + each, Refusal.SIGNATURE_ALGORITHM, signedBut(rsa, each)));
        var digests = Stream.of(Names.SIGNATURE + "sha1", "http://www.w3.org/2001/04/xmldsig-more#md5",
                "http://www.w3.org/2001/04/xmlenc#ripemd160", "")
                .map(each -> Attack.post("digested by " + each, Refusal.SIGNATURE_ALGORITHM,
                        signedBut(XmlSignature.SHA256, each)));
        var truncated = Stream.of(Attack.post("a truncated HMAC", Refusal.SIGNATURE_ALGORITHM,
                signedBut("<ds:Reference ",
                        "<ds:Reference ")
                        .replace(rsa + "\">", rsa + "\"><ds:HMACOutputLength>1</ds:HMACOutputLength>")));
        return Stream.of(transforms, prefixes, methods, digests, truncated).flatMap(each -> each).toList();
    }
}
