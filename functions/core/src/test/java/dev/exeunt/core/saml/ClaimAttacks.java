package dev.exeunt.core.saml;

import static dev.exeunt.core.saml.Attacks.SIGNED;
import static dev.exeunt.core.saml.Attacks.UNSIGNED;
import static dev.exeunt.core.saml.Attacks.deflated;
import static dev.exeunt.core.saml.Attacks.signedBut;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Messages whose form is right and whose values are not.
final class ClaimAttacks {

    private ClaimAttacks() {
    }

    static Stream<List<Attack>> all() {
        return Stream.of(values(), roots(), claims());
    }

    static List<Attack> values() {
        return List.of(
                Attack.post("a comment in the issuer", Refusal.MARKUP_IN_VALUE,
                        signedBut(Party.SP.entityId + "</saml:Issuer>",
                                Party.SP.entityId + "<!---->.evil</saml:Issuer>")),
                Attack.post("an instruction in the issuer", Refusal.MARKUP_IN_VALUE,
                        signedBut(Party.SP.entityId + "</saml:Issuer>",
                                Party.SP.entityId + "<?x?>.evil</saml:Issuer>")),
                Attack.post("an element in the issuer", Refusal.MARKUP_IN_VALUE,
                        signedBut(Party.SP.entityId + "</saml:Issuer>", Party.SP.entityId + "<x/></saml:Issuer>")),
                // These do not break the signature, which comments are no part of.
                Attack.post("a comment in the NameID", Refusal.MARKUP_IN_VALUE, signedBut("p-81c2", "p<!---->-81c2")),
                Attack.post("a comment in the SessionIndex", Refusal.MARKUP_IN_VALUE,
                        signedBut("si-77", "si-<!--x-->77")),
                Attack.post("an instruction in the NameID", Refusal.SIGNATURE_WRONG,
                        signedBut("p-81c2", "p<?x y?>-81c2")),
                Attack.redirect("a comment in the NameID", Refusal.MARKUP_IN_VALUE, deflated(
                        UNSIGNED.replace("p-81c2", "p<!---->-81c2"))),
                Attack.redirect("an instruction in the SessionIndex", Refusal.MARKUP_IN_VALUE, deflated(
                        UNSIGNED.replace("si-77", "si<?x y?>-77"))),
                Attack.redirect("an element in the NameID", Refusal.MARKUP_IN_VALUE, deflated(
                        UNSIGNED.replace("p-81c2", "<b>p-81c2</b>"))));
    }

    static List<Attack> roots() {
        return List.of(
                Attack.post("no issuer", Refusal.ISSUER, UNSIGNED.replaceAll("<saml:Issuer.*</saml:Issuer>", "")),
                Attack.post("an issuer in another namespace", Refusal.ISSUER, UNSIGNED
                        .replaceFirst(Names.ASSERTION, "urn:oasis:names:tc:SAML:1.0:assertion")),
                Attack.post("an issuer of another format", Refusal.ISSUER, UNSIGNED.replaceFirst("<saml:Issuer",
                        "<saml:Issuer Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress\"")),
                Attack.post("an issuer with a qualifier", Refusal.ISSUER,
                        UNSIGNED.replaceFirst("<saml:Issuer", "<saml:Issuer NameQualifier=\"x\"")),
                Attack.post("another root", Refusal.ROOT, SIGNED.replace("LogoutRequest", "AuthnRequest")),
                Attack.post("a root in another namespace", Refusal.ROOT, SIGNED.replace(Names.PROTOCOL, "urn:x")),
                Attack.post("a root of SAML 1", Refusal.ROOT, SIGNED.replace(Names.PROTOCOL,
                        "urn:oasis:names:tc:SAML:1.0:protocol")),
                Attack.post("a response where a request belongs", Refusal.ROOT, Samples.signed(Samples.response(
                        Status.success()), Party.SP.signingKey())));
    }

    static List<Attack> claims() {
        return List.of(
                signed("another destination", Refusal.DESTINATION, request -> request.with("Destination",
                        "https://elsewhere.example/slo")),
                signed("a destination in another case", Refusal.DESTINATION, request -> request.with("Destination",
                        Party.IDP.slo.toUpperCase(Locale.ROOT))),
                signed("a stale message", Refusal.STALE, request -> request.with("IssueInstant",
                        Times.write(Samples.NOW.minusSeconds(601)))),
                signed("a message from the future", Refusal.FUTURE, request -> request.with("IssueInstant",
                        Times.write(Samples.NOW.plusSeconds(181)))),
                signed("a message that is over", Refusal.EXPIRED, request -> request.with("NotOnOrAfter",
                        Times.write(Samples.NOW.minusSeconds(180)))),
                signed("a time of the year 9999999999", Refusal.TIME, request -> request.with("IssueInstant",
                        "9999999999-01-01T00:00:00Z")),
                signed("another version", Refusal.VERSION, request -> request.with("Version", "1.1")),
                redirected("no ID", Refusal.ID,
                        request -> new Tag(request.prefix(), request.namespace(), request.name(),
                                new TreeMap<>(Map.of("Version", "2.0")), request.children())),
                redirected("an ID that is no name", Refusal.ID, request -> request.with("ID", "1 OR 1")),
                redirected("no NameID", Refusal.NAME_ID, request -> new Tag(request.prefix(), request.namespace(),
                        request.name(), request.attributes(), request.children().subList(0, 1))),
                redirected("elements that the schema has not", Refusal.SCHEMA, request -> request.with(
                        Tag.assertion("NameID").text("admin"))),
                redirected("the message of another service provider", Refusal.OTHER_ISSUER, _ -> Samples.request(
                        new Message.Head(Samples.ID, Samples.NOW, Party.IDP.slo, Party.OTHER.entityId)).xml()));
    }

    /// Signed by the service provider itself: honest or not, it is wrong.
    private static Attack signed(String name, Refusal why, UnaryOperator<Tag> change) {
        return Attack.post(name, why,
                new String(SecureXml.write(XmlSignature.sign(change.apply(Samples.request().xml()),
                        1, Party.SP.signingKey())), StandardCharsets.UTF_8));
    }

    private static Attack redirected(String name, Refusal why, UnaryOperator<Tag> change) {
        return Attack.redirect(name, why, Packing.deflate(SecureXml.write(change.apply(Samples.request().xml()))));
    }
}
