package dev.exeunt.core.saml;

import static dev.exeunt.core.saml.Attacks.EVIL;
import static dev.exeunt.core.saml.Attacks.QUERY;
import static dev.exeunt.core.saml.Attacks.SIGNATURE;
import static dev.exeunt.core.saml.Attacks.SIGNED;
import static dev.exeunt.core.saml.Attacks.UNSIGNED;
import static dev.exeunt.core.saml.Attacks.deflated;
import static dev.exeunt.core.saml.Attacks.evil;
import static dev.exeunt.core.saml.Attacks.signedBut;

import dev.exeunt.core.web.QueryString;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Queries and SOAP envelopes that hold more or less than one message and its signature.
final class EnvelopeAttacks {

    private final String base;

    /// @param base a URL of a server that must hear nothing
    EnvelopeAttacks(String base) {
        this.base = base;
    }

    /// @param base a URL of a server that must hear nothing
    static Stream<List<Attack>> all(String base) {
        var attacks = new EnvelopeAttacks(base);
        return Stream.of(queries(), attacks.soap());
    }

    static List<Attack> queries() {
        var deflated = deflated(UNSIGNED);
        var value = QueryString.encode(Packing.base64(deflated(EVIL)));
        var zlib = new ByteArrayOutputStream();
        zlib.write(0x78);
        zlib.write(0x9c);
        zlib.writeBytes(deflated);
        return List.of(
                Attack.query("a second message in front", Refusal.AMBIGUOUS_PARAMETERS,
                        "SAMLRequest=" + value + "&" + QUERY),
                Attack.query("a second message behind", Refusal.AMBIGUOUS_PARAMETERS, QUERY + "&SAMLRequest=" + value),
                Attack.query("a response beside the request", Refusal.AMBIGUOUS_PARAMETERS,
                        QUERY + "&SAMLResponse=" + value),
                Attack.query("the message in another case", Refusal.AMBIGUOUS_PARAMETERS,
                        QUERY + "&samlrequest=" + value),
                Attack.query("the name percent-encoded", Refusal.AMBIGUOUS_PARAMETERS,
                        QUERY + "&%53AMLRequest=" + value),
                Attack.query("a second RelayState", Refusal.AMBIGUOUS_PARAMETERS, QUERY + "&RelayState=y"),
                Attack.query("a second SigAlg", Refusal.AMBIGUOUS_PARAMETERS, QUERY + "&SigAlg=x"),
                Attack.query("another message with the signature of this one", Refusal.SIGNATURE_WRONG,
                        QUERY.replaceFirst("SAMLRequest=[^&]*", "SAMLRequest=" + value)),
                Attack.query("another RelayState", Refusal.SIGNATURE_WRONG,
                        QUERY.replace("RelayState=x", "RelayState=y")),
                Attack.query("the RelayState left out", Refusal.SIGNATURE_WRONG, QUERY.replace("&RelayState=x", "")),
                Attack.query("no signature", Refusal.UNSIGNED, QUERY.replaceAll("&SigAlg=.*", "")),
                Attack.query("an XML signature instead of the query's", Refusal.UNSIGNED, "SAMLRequest="
                        + QueryString.encode(Packing.base64(deflated(SIGNED)))),
                Attack.query("an algorithm without a signature", Refusal.HALF_A_SIGNATURE,
                        QUERY.replaceAll("&Signature=.*", "")),
                Attack.query("a signature without an algorithm", Refusal.HALF_A_SIGNATURE,
                        QUERY.replaceAll("&SigAlg=[^&]*", "")),
                Attack.query("SHA-1", Refusal.SIGNATURE_ALGORITHM,
                        QUERY.replace("2001%2F04%2Fxmldsig-more%23rsa-sha256",
                                "2000%2F09%2Fxmldsig%23rsa-sha1")),
                Attack.query("an HMAC", Refusal.SIGNATURE_ALGORITHM, QUERY.replace("rsa-sha256", "hmac-sha256")),
                Attack.query("an elliptic algorithm for an RSA key", Refusal.SIGNATURE_KEY,
                        QUERY.replace("rsa-sha256", "ecdsa-sha256")),
                Attack.query("the key of another service provider", Refusal.SIGNATURE_WRONG, Samples.query(
                        RedirectBinding.url(evil("_evil"), "x", Party.OTHER.signingKey()))),
                Attack.query("another encoding", Refusal.SAML_ENCODING, QUERY + "&SAMLEncoding=urn%3Ax"),
                Attack.query("a broken escape", Refusal.MALFORMED_PARAMETERS,
                        QUERY.replace("RelayState=x", "RelayState=%4")),
                Attack.query("no base64", Refusal.BASE64, "SAMLRequest=*"),
                Attack.query("nothing", Refusal.NO_MESSAGE, ""),
                Attack.redirect("a zlib header", Refusal.DEFLATE, zlib.toByteArray()),
                Attack.redirect("something after the message", Refusal.DEFLATE, Arrays.copyOf(deflated,
                        deflated.length + 9)),
                Attack.redirect("half a message", Refusal.DEFLATE, Arrays.copyOf(deflated, deflated.length / 2)));
    }

    List<Attack> soap() {
        var envelope = "<S:Envelope xmlns:S=\"" + Names.SOAP + "\">";
        return List.of(
                Attack.soap("two messages", Refusal.SOAP, SIGNED + EVIL),
                Attack.soap("an unsigned message", Refusal.UNSIGNED, EVIL),
                Attack.soap("an assertion query", Refusal.ROOT, SIGNED.replace("LogoutRequest", "AttributeQuery")),
                Attack.soap("a changed message", Refusal.SIGNATURE_WRONG, signedBut("p-81c2", "admin")),
                Attack.rawSoap("the signed message in a header and another in the body", Refusal.DUPLICATE, envelope
                        + "<S:Header>" + SIGNED + "</S:Header><S:Body>" + EVIL + "</S:Body></S:Envelope>"),
                Attack.rawSoap("the signed ID in a header", Refusal.DUPLICATE,
                        envelope + "<S:Header><x Id=\"" + Samples.ID
                                + "\"/></S:Header><S:Body>" + SIGNED + "</S:Body></S:Envelope>"),
                Attack.rawSoap("a signature in a header", Refusal.SIGNATURE_PLACE, envelope + "<S:Header>" + SIGNATURE
                        + "</S:Header><S:Body>" + UNSIGNED + "</S:Body></S:Envelope>"),
                Attack.rawSoap("a header that must be understood", Refusal.SOAP_HEADER, envelope
                        + "<S:Header><x S:mustUnderstand=\"1\"/></S:Header><S:Body>" + SIGNED
                        + "</S:Body></S:Envelope>"),
                Attack.rawSoap("two bodies", Refusal.SOAP, envelope + "<S:Body>" + SIGNED + "</S:Body><S:Body>" + EVIL
                        + "</S:Body></S:Envelope>"),
                Attack.rawSoap("an entity by http", Refusal.DOCTYPE, "<!DOCTYPE r [<!ENTITY e SYSTEM \"" + base
                        + "x\">]>" + envelope + "<S:Body>&e;</S:Body></S:Envelope>"));
    }
}
