package dev.exeunt.core.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.session.NameId;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

/// Enveloped signatures (SAML Core 2.0, 5.4). What is refused is in [AttackCorpusTest].
class XmlSignatureTest {

    private static Parsed<Element> verify(String xml, PublicKey... keys) {
        return SecureXml.parse(xml.getBytes(StandardCharsets.UTF_8))
                .then(document -> XmlSignature.verify(document.getDocumentElement(), List.of(keys)));
    }

    @Test
    void e2TheSignatureStandsBetweenIssuerAndExtensions() {
        var like = Samples.request();
        var request = new LogoutRequest(like.head(), null, null, like.nameId(), List.of("1", "2"), true);
        var document = Samples.good(SecureXml.parse(Samples.signed(request, Party.SP.signingKey())
                .getBytes(StandardCharsets.UTF_8)));
        assertThat(Children.of(document.getDocumentElement()).all().stream().map(Element::getLocalName))
                .containsExactly("Issuer", "Signature", "Extensions", "NameID", "SessionIndex", "SessionIndex");
    }

    @Test
    void e26OneReferenceToTheRootWithTheTwoTransformsAndNoKeyInfoUnlessItIsWanted() {
        var signed = Samples.signed(Samples.request(), Party.SP.signingKey());
        assertThat(signed).containsOnlyOnce("<ds:Reference ").containsOnlyOnce("URI=\"#" + Samples.ID + "\"")
                .contains(
                        "<ds:Transforms><ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature"
                                + "\"></ds:Transform><ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">"
                                + "</ds:Transform></ds:Transforms>")
                .doesNotContain("KeyInfo");
        var key = new SigningKey(SignatureAlgorithm.RSA_SHA256, Party.SP.certificate(),
                Party.SP.signingKey().function());
        var withKeyInfo = Samples.signed(Samples.request(), key);
        assertThat(withKeyInfo).containsOnlyOnce("<ds:X509Certificate>");
        assertThat(verify(withKeyInfo, Party.SP.publicKey())).isInstanceOf(Parsed.Good.class);
        assertThat(verify(withKeyInfo, Party.OTHER.publicKey()))
                .isEqualTo(new Parsed.Refused<>(Refusal.SIGNATURE_WRONG));
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void e28EveryAlgorithmSignsAndIsVerifiedByTheJdk(SignatureAlgorithm algorithm) {
        var parties = algorithm.isEcdsa() ? List.of(Party.EC256, Party.EC384, Party.EC521) : List.of(Party.SP);
        for (Party party : parties) {
            var xml = Samples.signed(Samples.request(), party.signingKey(algorithm));
            assertThat(verify(xml, party.publicKey())).isInstanceOf(Parsed.Good.class);
            assertThat(verify(xml.replace("si-77", "si-78"), party.publicKey()))
                    .isEqualTo(new Parsed.Refused<>(Refusal.SIGNATURE_WRONG));
        }
    }

    @Test
    void e28AWeakKeyVerifiesNothing() {
        var weak = Party.rsa(1024);
        var key = SigningKey.of(SignatureAlgorithm.RSA_SHA256,
                octets -> Party.sign(weak, SignatureAlgorithm.RSA_SHA256, octets));
        assertThat(verify(Samples.signed(Samples.request(), key), weak.getPublic()))
                .isEqualTo(new Parsed.Refused<>(Refusal.SIGNATURE_KEY));
    }

    @Test
    void e45EveryKeyOfTheSenderIsTried() {
        var xml = Samples.signed(Samples.request(), Party.SP.signingKey());
        assertThat(verify(xml, Party.EC256.publicKey(), Party.OTHER.publicKey(), Party.SP.publicKey()))
                .isInstanceOf(Parsed.Good.class);
        assertThat(verify(xml)).isEqualTo(new Parsed.Refused<>(Refusal.SIGNATURE_KEY));
    }

    @Test
    void e26WhatWeWriteIsCanonicalToBeginWithWhateverItsValuesHold() {
        var nasty = "a\t\r\nb<c>&\"'d]]>\u00e9\uD83D\uDE00 \u0085\u2028";
        var head = new Message.Head(Samples.ID, Samples.NOW, "https://x.example/?a=1&b=\"<>'\t\r\n", nasty);
        var like = Samples.request();
        var request = new LogoutRequest(head, like.notOnOrAfter(), nasty,
                new NameId(nasty, nasty, nasty, nasty, nasty), List.of(nasty), true);
        var xml = Samples.signed(request, Party.SP.signingKey());
        assertThat(verify(xml, Party.SP.publicKey())).isInstanceOf(Parsed.Good.class);
        var arrived = Samples.good(PostBinding.receive(Samples.form("SAMLRequest", xml)));
        var arrival = new Judgement.Arrival(Objects.requireNonNull(head.destination()), Samples.NOW,
                Samples.SKEW, nasty);
        var verified = Samples.good(arrived.verify(List.of(Party.SP.publicKey())));
        assertThat(Samples.accepted(Judgement.ofRequest(verified, arrival))).isEqualTo(request);
    }
}
