package dev.exeunt.acceptance.world;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// XML and its signatures as the JDK makes and reads them, for a service provider that knows nothing of ours.
final class SamlXml {

    static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
    static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final XMLSignatureFactory SIGNATURES = XMLSignatureFactory.getInstance("DOM");

    private SamlXml() {
    }

    static Document parse(byte[] xml) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
        } catch (Exception e) {
            throw new IllegalStateException(new String(xml, StandardCharsets.UTF_8), e);
        }
    }

    static Element only(Element within, String namespace, String name) {
        var found = within.getElementsByTagNameNS(namespace, name);
        if (found.getLength() != 1) {
            throw new AssertionError(found.getLength() + " " + name);
        }
        return (Element) found.item(0);
    }

    /// Whether this key has signed the whole element.
    static boolean isSigned(Element root, PublicKey key) {
        root.setIdAttribute("ID", true);
        var context = new DOMValidateContext(key, only(root, XMLSignature.XMLNS, "Signature"));
        try {
            var signature = SIGNATURES.unmarshalXMLSignature(context);
            var reference = (javax.xml.crypto.dsig.Reference) signature.getSignedInfo().getReferences().getFirst();
            return reference.getURI().equals("#" + root.getAttribute("ID")) && signature.validate(context);
        } catch (MarshalException | XMLSignatureException e) {
            return false;
        }
    }

    /// Signs the root, with the signature right behind its first child.
    static byte[] sign(byte[] xml, PrivateKey key) {
        var document = parse(xml);
        var root = document.getDocumentElement();
        root.setIdAttribute("ID", true);
        try {
            var reference = SIGNATURES.newReference("#" + root.getAttribute("ID"),
                    SIGNATURES.newDigestMethod(DigestMethod.SHA256, null),
                    List.of(SIGNATURES.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                            SIGNATURES.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
                    null, null);
            var info = SIGNATURES.newSignedInfo(
                    SIGNATURES.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE,
                            (C14NMethodParameterSpec) null),
                    SIGNATURES.newSignatureMethod("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", null),
                    List.of(reference));
            SIGNATURES.newXMLSignature(info, null)
                    .sign(new DOMSignContext(key, root, root.getFirstChild().getNextSibling()));
        } catch (GeneralSecurityException | MarshalException | XMLSignatureException e) {
            throw new IllegalStateException(e);
        }
        return write(document);
    }

    static byte[] write(Document document) {
        try {
            var out = new ByteArrayOutputStream();
            var transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.transform(new DOMSource(document), new StreamResult(out));
            return out.toByteArray();
        } catch (javax.xml.transform.TransformerException e) {
            throw new IllegalStateException(e);
        }
    }
}
