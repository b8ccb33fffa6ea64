package dev.exeunt.core.saml;

import static dev.exeunt.core.saml.Attacks.EVIL;
import static dev.exeunt.core.saml.Attacks.SIGNED;
import static dev.exeunt.core.saml.Attacks.UNSIGNED;
import static dev.exeunt.core.saml.Attacks.extensions;
import static dev.exeunt.core.saml.Attacks.signedBut;

import dev.exeunt.core.Limits;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Documents that are more than a message, or no XML that is read here.
final class DocumentAttacks {

    private final String base;

    /// @param base a URL of a server that must hear nothing
    DocumentAttacks(String base) {
        this.base = base;
    }

    /// @param base a URL of a server that must hear nothing
    static Stream<List<Attack>> all(String base) {
        var attacks = new DocumentAttacks(base);
        return Stream.of(attacks.entities(), sizes(), encodings());
    }

    List<Attack> entities() {
        var laughs = new StringBuilder("<!DOCTYPE r [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 10; i++) {
            laughs.append("<!ENTITY a").append(i).append(" \"").append(("&a" + (i - 1) + ";").repeat(10)).append("\">");
        }
        var doctypes = Stream.of(
                Map.entry("an empty document type", "<!DOCTYPE r>"),
                Map.entry("an external document type", "<!DOCTYPE r SYSTEM \"" + base + "x.dtd\">"),
                Map.entry("a public document type", "<!DOCTYPE r PUBLIC \"x\" \"" + base + "x.dtd\">"),
                Map.entry("an entity from a file", "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"),
                Map.entry("an entity by http", "<!DOCTYPE r [<!ENTITY e SYSTEM \"" + base + "x\">]>"),
                Map.entry("an entity by jar", "<!DOCTYPE r [<!ENTITY e SYSTEM \"jar:" + base + "x.jar!/x\">]>"),
                Map.entry("a parameter entity by http", "<!DOCTYPE r [<!ENTITY % p SYSTEM \"" + base + "x\"> %p;]>"),
                Map.entry("a billion laughs", laughs + "]>"),
                Map.entry("a quadratic blow-up", "<!DOCTYPE r [<!ENTITY e \"" + "x".repeat(20_000) + "\">]>"),
                Map.entry("an attribute declared as ID", "<!DOCTYPE r [<!ATTLIST NameID x ID #IMPLIED>]>"))
                .flatMap(each -> Stream.of(
                        Attack.post(each.getKey(), Refusal.DOCTYPE, each.getValue()
                                + signedBut("p-81c2", each.getKey().startsWith("a billion") ? "&a9;" : "&e;")),
                        Attack.redirect(each.getKey(), Refusal.DOCTYPE, Packing.deflate((each.getValue() + UNSIGNED)
                                .getBytes(StandardCharsets.UTF_8)))));
        return Stream.concat(doctypes, Stream.of(
                Attack.post("an entity nobody declared", Refusal.NOT_XML, signedBut("p-81c2", "&e;")),
                Attack.post("an XInclude", Refusal.MARKUP_IN_VALUE,
                        UNSIGNED.replace(Party.SP.entityId + "</saml:Issuer>",
                                "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" parse=\"text\" href=\"" + base
                                        + "x\"/></saml:Issuer>")),
                Attack.post("a schema location", Refusal.SIGNATURE_WRONG, signedBut(" Version=\"2.0\"",
                        " Version=\"2.0\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\""
                                + Names.PROTOCOL + " " + base + "x.xsd\"")),
                Attack.post("a stylesheet instruction", Refusal.SIGNATURE_WRONG, "<?xml-stylesheet href=\"" + base
                        + "x.xsl\"?>" + signedBut("p-81c2", "admin"))))
                .toList();
    }

    static List<Attack> sizes() {
        var bomb = Packing.deflate(new byte[30 * 1024 * 1024]);
        return List.of(
                Attack.post("more bytes than are read", Refusal.TOO_LARGE, UNSIGNED + " ".repeat(Limits.SAML_XML)),
                Attack.redirect("a DEFLATE bomb", Refusal.TOO_LARGE, bomb),
                Attack.redirect("a bomb inside a message", Refusal.TOO_LARGE, Packing.deflate((UNSIGNED + " "
                        .repeat(4 * 1024 * 1024)).getBytes(StandardCharsets.UTF_8))),
                Attack.post("deep nesting", Refusal.TOO_DEEP, signedBut("</ds:Signature>", "</ds:Signature>"
                        + extensions("<x>".repeat(5000) + "</x>".repeat(5000)))),
                Attack.post("many attributes", Refusal.TOO_MANY_ATTRIBUTES, signedBut(" Version=\"2.0\"", attributes(
                        "a", 100) + " Version=\"2.0\"")),
                Attack.post("many namespaces", Refusal.TOO_MANY_ATTRIBUTES, signedBut(" Version=\"2.0\"", attributes(
                        "xmlns:a", 100) + " Version=\"2.0\"")),
                Attack.post("more attributes than the parser takes", Refusal.NOT_XML, signedBut(" Version=\"2.0\"",
                        attributes("a", 3000) + " Version=\"2.0\"")),
                Attack.post("many elements", Refusal.TOO_MANY_NODES, signedBut("</ds:Signature>", "</ds:Signature>"
                        + extensions("<x/>".repeat(15_000)))),
                Attack.post("many comments", Refusal.TOO_MANY_NODES, signedBut("</ds:Signature>", "</ds:Signature>"
                        + "<!---->".repeat(8_000))),
                Attack.post("many sessions", Refusal.SIGNATURE_WRONG, signedBut("</samlp:LogoutRequest>",
                        "<samlp:SessionIndex>x</samlp:SessionIndex>".repeat(1000) + "</samlp:LogoutRequest>")),
                Attack.post("much text", Refusal.SIGNATURE_WRONG, signedBut("p-81c2", "x".repeat(50_000))),
                Attack.post("a long name", Refusal.NOT_XML, "<" + "x".repeat(50_000) + "/>"));
    }

    private static String attributes(String name, int count) {
        var attributes = new StringBuilder();
        for (int i = 0; i < count; i++) {
            attributes.append(' ').append(name).append(i).append("=\"u").append(i).append('"');
        }
        return attributes.toString();
    }

    static List<Attack> encodings() {
        var iso = Charset.forName("ISO-8859-1");
        return List.of(
                Attack.post("UTF-16 with a mark", Refusal.ENCODING, SIGNED, StandardCharsets.UTF_16),
                Attack.post("UTF-16 without a mark", Refusal.ENCODING, SIGNED, StandardCharsets.UTF_16LE),
                Attack.post("UTF-16 declared", Refusal.ENCODING, "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + SIGNED,
                        StandardCharsets.UTF_16BE),
                Attack.post("UTF-32", Refusal.ENCODING, SIGNED, Charset.forName("UTF-32BE")),
                Attack.post("UTF-7 declared", Refusal.ENCODING, "<?xml version=\"1.0\" encoding=\"UTF-7\"?>"
                        + "+ADw-samlp:LogoutRequest/+AD4-"),
                Attack.post("UTF-7 not declared", Refusal.NOT_XML, "+ADwAIQ-DOCTYPE r+AD4-" + SIGNED),
                Attack.post("EBCDIC", Refusal.ENCODING, SIGNED, Charset.forName("IBM037")),
                Attack.post("ISO 8859-1 declared", Refusal.ENCODING, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"
                        + SIGNED),
                Attack.post("ISO 8859-1 not declared", Refusal.ENCODING, signedBut("p-81c2", "\u00e9"), iso),
                Attack.post("XML 1.1", Refusal.ENCODING, "<?xml version=\"1.1\"?>" + SIGNED),
                Attack.post("a NUL", Refusal.ENCODING, signedBut("p-81c2", "a\u0000dmin")),
                Attack.post("a control character", Refusal.NOT_XML, signedBut("p-81c2", "a\u0001dmin")),
                Attack.post("half a pair as a reference", Refusal.NOT_XML, signedBut("p-81c2", "&#xD800;")),
                Attack.post("a name with an empty prefix", Refusal.NOT_XML, signedBut("p-81c2", "<:x/>")),
                Attack.post("a name with two prefixes", Refusal.NOT_XML, signedBut("p-81c2", "<saml:x:y/>")),
                Attack.post("an attribute with an empty prefix", Refusal.NOT_XML,
                        signedBut(" Version=", " :x=\"1\" Version=")),
                Attack.post("a prefix that stands for nothing", Refusal.NOT_XML, signedBut("</saml:Issuer>",
                        "</saml:Issuer><x:y xmlns:x=\"\"/>")),
                Attack.post("another prefix for the namespace of xmlns", Refusal.NOT_XML, signedBut(" Version=",
                        " xmlns:x=\"http://www.w3.org/2000/xmlns/\" Version=")),
                Attack.post("xml for another namespace", Refusal.NOT_XML,
                        signedBut(" Version=", " xmlns:xml=\"urn:x\" Version=")),
                Attack.post("two roots", Refusal.NOT_XML, SIGNED + EVIL),
                Attack.post("text after the root", Refusal.NOT_XML, SIGNED + "x"),
                Attack.post("an attribute twice", Refusal.NOT_XML, signedBut(" Version=", " ID=\"_x\" Version=")),
                Attack.post("an attribute twice by two prefixes", Refusal.NOT_XML, signedBut(" Version=",
                        " xmlns:a=\"urn:x\" xmlns:b=\"urn:x\" a:y=\"1\" b:y=\"2\" Version=")),
                Attack.post("no XML", Refusal.NOT_XML, "logout"));
    }
}
