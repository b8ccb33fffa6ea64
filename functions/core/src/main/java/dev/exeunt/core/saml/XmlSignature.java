package dev.exeunt.core.saml;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.w3c.dom.Element;

/// Enveloped signatures over whole messages, as the SAML profile of XML Signature wants them (SAML Core 2.0, 5.4).
///
/// What we sign is canonical as we write it, so that signing is digesting and writing. What others have signed is first
/// held to [SignatureForm], which leaves nothing open of what a signature may refer to or do, and then verified by the
/// JDK with its secure validation.
final class XmlSignature {

    static final String ENVELOPED = Names.SIGNATURE + "enveloped-signature";
    static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

    private static final String SECURE_VALIDATION = "org.jcp.xml.dsig.secureValidation";

    private XmlSignature() {
    }

    /// The element with a signature over it.
    ///
    /// @param root    without a signature, with an attribute `ID`
    /// @param place   the index of the signature among the children: after the issuer of a message, first in metadata
    static Tag sign(Tag root, int place, SigningKey key) {
        var signedInfo = signedInfo(root, key.algorithm());
        var value = Base64.getEncoder().encodeToString(key.sign(SecureXml.write(signedInfo)));
        var signature = Tag.signature("Signature").with(signedInfo)
                .with(Tag.signature("SignatureValue").text(value));
        var certificate = key.certificate();
        return root.at(place, certificate == null ? signature : signature.with(keyInfo(certificate)));
    }

    private static Tag signedInfo(Tag root, SignatureAlgorithm algorithm) {
        var transforms = Tag.signature("Transforms")
                .with(Tag.signature("Transform").with("Algorithm", ENVELOPED))
                .with(Tag.signature("Transform").with("Algorithm", EXCLUSIVE));
        var digest = Base64.getEncoder().encodeToString(sha256(SecureXml.write(root)));
        return Tag.signature("SignedInfo")
                .with(Tag.signature("CanonicalizationMethod").with("Algorithm", EXCLUSIVE))
                .with(Tag.signature("SignatureMethod").with("Algorithm", algorithm.uri()))
                .with(Tag.signature("Reference").with("URI", "#" + root.attributes().get("ID")).with(transforms)
                        .with(Tag.signature("DigestMethod").with("Algorithm", SHA256))
                        .with(Tag.signature("DigestValue").text(digest)));
    }

    static Tag keyInfo(X509Certificate certificate) {
        try {
            var text = Base64.getEncoder().encodeToString(certificate.getEncoded());
            return Tag.signature("KeyInfo").with(Tag.signature("X509Data")
                    .with(Tag.signature("X509Certificate").text(text)));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("the certificate has no encoded form", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }

    /// Whether one of these keys signed this whole element. `KeyInfo` is taken out of the document before anything reads
    /// it: whose message it is, is not for the message to say.
    ///
    /// @param root of the document, or the only child of a SOAP body; the one element whose ID can be referred to
    static Parsed<Element> verify(Element root, List<PublicKey> keys) {
        return SignatureForm.check(root).then(form -> {
            form.removeKeyInfo();
            var fitting = keys.stream().filter(form.algorithm()::fits).toList();
            if (fitting.isEmpty()) {
                return new Parsed.Refused<>(Refusal.SIGNATURE_KEY);
            }
            return fitting.stream().anyMatch(key -> isSignedBy(root, form.signature(), key))
                    ? new Parsed.Good<>(root)
                    : new Parsed.Refused<>(Refusal.SIGNATURE_WRONG);
        });
    }

    private static boolean isSignedBy(Element root, Element signature, PublicKey key) {
        var context = new DOMValidateContext(key, signature);
        context.setProperty(SECURE_VALIDATION, true);
        context.setIdAttributeNS(root, null, "ID");
        try {
            return XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context).validate(context);
        } catch (MarshalException | XMLSignatureException e) {
            return false;
        }
    }
}
