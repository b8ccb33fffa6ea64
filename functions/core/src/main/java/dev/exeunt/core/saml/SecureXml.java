package dev.exeunt.core.saml;

import dev.exeunt.core.Limits;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.w3c.dom.DOMException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.SAXNotSupportedException;
import org.xml.sax.XMLReader;

/// The one room through which every byte of XML goes, in and out. It reads XML 1.0 in UTF-8 without a document type,
/// resolves nothing, and stops at the first bound that is crossed; it writes canonical XML only.
public final class SecureXml {

    private static final Pattern DECLARATION = Pattern.compile("<\\?xml\\s+version\\s*=\\s*([\"'])1\\.0\\1"
            + "(\\s+encoding\\s*=\\s*([\"'])(?i:UTF-8)\\3)?(\\s+standalone\\s*=\\s*([\"'])(yes|no)\\5)?\\s*\\?>");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private SecureXml() {
    }

    /// Whether XML can hold this text: everything but control characters and halves of pairs (XML 1.0, 2.2). What is to
    /// go into a message is held to this when it is registered.
    public static boolean canHold(String text) {
        return CanonicalText.canHold(text);
    }

    /// The element as bytes, in UTF-8, in the form that exclusive canonicalization gives it.
    static byte[] write(Tag tag) {
        return CanonicalText.of(tag);
    }

    /// Reads a document of at most [Limits#SAML_XML] bytes.
    static Parsed<Document> parse(byte[] bytes) {
        if (bytes.length > Limits.SAML_XML) {
            return new Parsed.Refused<>(Refusal.TOO_LARGE);
        }
        return utf8(bytes).map(SecureXml::parse).orElse(new Parsed.Refused<>(Refusal.ENCODING));
    }

    private static Parsed<Document> parse(String text) {
        if (text.indexOf('\0') >= 0 || declaresOtherwise(text)) {
            return new Parsed.Refused<>(Refusal.ENCODING);
        }
        if (text.contains("<!DOCTYPE")) {
            return new Parsed.Refused<>(Refusal.DOCTYPE);
        }
        try {
            var builder = new TreeBuilder(emptyDocument());
            var reader = reader();
            reader.setContentHandler(builder);
            reader.setErrorHandler(builder);
            reader.setEntityResolver(builder);
            reader.setProperty("http://xml.org/sax/properties/lexical-handler", builder);
            reader.parse(new InputSource(new StringReader(text)));
            return new Parsed.Good<>(builder.document());
        } catch (TreeBuilder.Stopped e) {
            return new Parsed.Refused<>(e.why());
        } catch (SAXException | DOMException e) {
            // A tree refuses names that the parser lets pass, such as one with an empty prefix.
            return new Parsed.Refused<>(Refusal.NOT_XML);
        } catch (IOException e) {
            throw new IllegalStateException("text in memory cannot be read", e);
        }
    }

    /// The text of an element that holds nothing else. A comment or an instruction in it would let two readers see two
    /// values.
    static Parsed<String> text(Element element) {
        var text = new StringBuilder();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeType() != Node.TEXT_NODE) {
                return new Parsed.Refused<>(Refusal.MARKUP_IN_VALUE);
            }
            text.append(child.getNodeValue());
        }
        return new Parsed.Good<>(text.toString());
    }

    /// The JDK's own parser, whatever else is on the class path. The document type is refused before; the rest are walls
    /// behind that wall.
    private static XMLReader reader() throws SAXException {
        try {
            var factory = SAXParserFactory.newDefaultNSInstance();
            factory.setXIncludeAware(false);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setFeature("http://xml.org/sax/features/namespace-prefixes", true);
            var parser = factory.newSAXParser();
            parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            return parser.getXMLReader();
        } catch (ParserConfigurationException | SAXNotRecognizedException | SAXNotSupportedException e) {
            throw new IllegalStateException("the JDK's XML parser cannot be made safe", e);
        }
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK cannot make an XML document", e);
        }
    }

    private static boolean declaresOtherwise(String text) {
        return text.startsWith("<?xml") && !DECLARATION.matcher(text).lookingAt()
                && !text.startsWith("<?xml-");
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
