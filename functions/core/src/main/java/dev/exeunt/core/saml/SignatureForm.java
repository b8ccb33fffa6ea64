package dev.exeunt.core.saml;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;

/// A signature whose form is the one that is accepted (SAML Core 2.0, 5.4): exactly one reference, to the root by its
/// ID; no transform but the enveloped-signature and exclusive canonicalization; algorithms of a short list; nothing else
/// in it. Nothing is verified yet, but nothing else can be meant.
///
/// @param keyInfo to be taken out before the signature is verified
record SignatureForm(Element signature, SignatureAlgorithm algorithm, Optional<Element> keyInfo) {

    private static final Set<String> EXCLUSIVE = Set.of(XmlSignature.EXCLUSIVE,
            XmlSignature.EXCLUSIVE + "WithComments");
    /// For `SignedInfo` also the one that has the W3C's first recommendation, which .NET writes unless it is told
    /// otherwise.
    private static final Set<String> CANONICALIZATIONS = Set.of(XmlSignature.EXCLUSIVE,
            XmlSignature.EXCLUSIVE + "WithComments", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments");
    private static final Set<String> DIGESTS = Set.of(XmlSignature.SHA256,
            "http://www.w3.org/2001/04/xmldsig-more#sha384", "http://www.w3.org/2001/04/xmlenc#sha512");

    static Parsed<SignatureForm> check(Element root) {
        return find(root).then(signature -> {
            var children = Children.of(signature);
            var signedInfo = children.take(Names.SIGNATURE, "SignedInfo");
            var value = children.take(Names.SIGNATURE, "SignatureValue");
            var keyInfo = children.take(Names.SIGNATURE, "KeyInfo");
            if (signedInfo.isEmpty() || value.isEmpty() || !children.areDone() || !holdsTextOnly(value.get())
                    || keyInfo.isPresent() && retrieves(keyInfo.get())) {
                return new Parsed.Refused<>(Refusal.SIGNATURE_FORM);
            }
            return signedInfo(signedInfo.get(), MessageXml.id(root).orElse(""))
                    .map(algorithm -> new SignatureForm(signature, algorithm, keyInfo));
        });
    }

    void removeKeyInfo() {
        keyInfo.ifPresent(signature::removeChild);
    }

    /// The one signature of the document, directly after the issuer.
    private static Parsed<Element> find(Element root) {
        var signatures = Elements.count(root.getOwnerDocument(), Names.SIGNATURE, "Signature");
        if (signatures == 0) {
            return new Parsed.Refused<>(Refusal.UNSIGNED);
        }
        var children = Children.of(root);
        children.take(Names.ASSERTION, "Issuer");
        return children.take(Names.SIGNATURE, "Signature").filter(_ -> signatures == 1)
                .<Parsed<Element>>map(Parsed.Good::new)
                .orElse(new Parsed.Refused<>(Refusal.SIGNATURE_PLACE));
    }

    private static Parsed<SignatureAlgorithm> signedInfo(Element signedInfo, String id) {
        var children = Children.of(signedInfo);
        var canonicalization = children.take(Names.SIGNATURE, "CanonicalizationMethod");
        var method = children.take(Names.SIGNATURE, "SignatureMethod");
        var reference = children.take(Names.SIGNATURE, "Reference");
        if (canonicalization.isEmpty() || method.isEmpty() || reference.isEmpty()) {
            return new Parsed.Refused<>(Refusal.SIGNATURE_FORM);
        }
        if (!children.areDone()) {
            return new Parsed.Refused<>(Refusal.SIGNATURE_REFERENCE);
        }
        if (!isOneOf(canonicalization.get(), CANONICALIZATIONS)) {
            return new Parsed.Refused<>(Refusal.SIGNATURE_TRANSFORM);
        }
        var algorithm = SignatureAlgorithm.of(algorithm(method.get()));
        if (algorithm.isEmpty() || Children.of(method.get()).size() > 0) {
            return new Parsed.Refused<>(Refusal.SIGNATURE_ALGORITHM);
        }
        return reference(reference.get(), id).map(_ -> algorithm.get());
    }

    private static Parsed<Element> reference(Element reference, String id) {
        if (id.isEmpty() || !("#" + id).equals(Children.attribute(reference, "URI"))
                || reference.hasAttributeNS(null, "Type")) {
            return new Parsed.Refused<>(Refusal.SIGNATURE_REFERENCE);
        }
        var children = Children.of(reference);
        var transforms = children.take(Names.SIGNATURE, "Transforms");
        var digest = children.take(Names.SIGNATURE, "DigestMethod");
        var value = children.take(Names.SIGNATURE, "DigestValue");
        if (digest.isEmpty() || value.isEmpty() || !children.areDone() || !holdsTextOnly(value.get())) {
            return new Parsed.Refused<>(Refusal.SIGNATURE_FORM);
        }
        if (transforms.isEmpty() || !areAccepted(transforms.get())) {
            return new Parsed.Refused<>(Refusal.SIGNATURE_TRANSFORM);
        }
        if (!DIGESTS.contains(algorithm(digest.get())) || Children.of(digest.get()).size() > 0) {
            return new Parsed.Refused<>(Refusal.SIGNATURE_ALGORITHM);
        }
        return new Parsed.Good<>(reference);
    }

    /// The enveloped signature is taken out first, then at most one exclusive canonicalization.
    private static boolean areAccepted(Element transforms) {
        var children = Children.of(transforms);
        var all = children.takeAll(Names.SIGNATURE, "Transform");
        if (!children.areDone() || all.isEmpty() || all.size() > 2) {
            return false;
        }
        return XmlSignature.ENVELOPED.equals(algorithm(all.getFirst())) && Children.of(all.getFirst()).size() == 0
                && (all.size() == 1 || isOneOf(all.getLast(), EXCLUSIVE));
    }

    /// Whether it is one of these, with nothing in it but a list of prefixes.
    private static boolean isOneOf(Element method, Set<String> accepted) {
        var children = Children.of(method);
        children.take(XmlSignature.EXCLUSIVE, "InclusiveNamespaces");
        return accepted.contains(algorithm(method)) && children.areDone();
    }

    private static String algorithm(Element method) {
        return method.getAttributeNS(null, "Algorithm");
    }

    private static boolean holdsTextOnly(Element element) {
        return SecureXml.text(element) instanceof Parsed.Good<String>;
    }

    /// Whether it would have a key fetched from somewhere; it is never asked to, but nobody honest sends it.
    private static boolean retrieves(Element keyInfo) {
        return List.of("RetrievalMethod", "KeyInfoReference").stream()
                .anyMatch(name -> Elements.countLocal(keyInfo, name) > 0);
    }
}
