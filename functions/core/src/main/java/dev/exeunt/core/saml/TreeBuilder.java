package dev.exeunt.core.saml;

import dev.exeunt.core.Limits;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.ext.DefaultHandler2;

/// Builds the tree of a document while it is parsed, and stops the parser at the first bound that is crossed.
final class TreeBuilder extends DefaultHandler2 {

    private final Document document;
    private Node open;
    private int depth;
    private int nodes;
    private final StringBuilder text = new StringBuilder();

    /// @param document an empty one
    TreeBuilder(Document document) {
        this.document = document;
        this.open = document;
    }

    /// Why parsing stopped.
    static final class Stopped extends SAXException {

        private static final long serialVersionUID = 1;
        private final Refusal why;

        Stopped(Refusal why) {
            super(why.code());
            this.why = why;
        }

        Refusal why() {
            return why;
        }
    }

    Document document() {
        return document;
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) throws SAXException {
        count();
        if (++depth > Limits.XML_DEPTH) {
            throw new Stopped(Refusal.TOO_DEEP);
        }
        if (attributes.getLength() > Limits.XML_ATTRIBUTES) {
            throw new Stopped(Refusal.TOO_MANY_ATTRIBUTES);
        }
        closeText();
        var element = document.createElementNS(uri.isEmpty() ? null : uri, qName);
        for (int i = 0; i < attributes.getLength(); i++) {
            element.setAttributeNS(namespace(attributes, i), attributes.getQName(i), attributes.getValue(i));
        }
        open.appendChild(element);
        open = element;
    }

    /// The parser gives declarations of namespaces no namespace; a tree has one for them.
    private static @Nullable String namespace(Attributes attributes, int index) {
        var name = attributes.getQName(index);
        if (name.equals(XMLConstants.XMLNS_ATTRIBUTE) || name.startsWith(XMLConstants.XMLNS_ATTRIBUTE + ":")) {
            return XMLConstants.XMLNS_ATTRIBUTE_NS_URI;
        }
        var uri = attributes.getURI(index);
        return uri.isEmpty() ? null : uri;
    }

    @Override
    public void endElement(String uri, String localName, String qName) throws SAXException {
        closeText();
        depth--;
        open = open.getParentNode();
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        text.append(characters, start, length);
    }

    @Override
    public void ignorableWhitespace(char[] characters, int start, int length) {
        characters(characters, start, length);
    }

    @Override
    public void comment(char[] characters, int start, int length) throws SAXException {
        count();
        closeText();
        open.appendChild(document.createComment(new String(characters, start, length)));
    }

    @Override
    public void processingInstruction(String target, String data) throws SAXException {
        count();
        closeText();
        open.appendChild(document.createProcessingInstruction(target, data));
    }

    @Override
    public void startDTD(String name, @Nullable String publicId, @Nullable String systemId) throws SAXException {
        throw new Stopped(Refusal.DOCTYPE);
    }

    @Override
    public InputSource resolveEntity(@Nullable String name, @Nullable String publicId, @Nullable String baseUri,
            @Nullable String systemId) throws SAXException {
        throw new Stopped(Refusal.DOCTYPE);
    }

    @Override
    public void skippedEntity(String name) throws SAXException {
        throw new Stopped(Refusal.DOCTYPE);
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
        throw e;
    }

    private void closeText() throws SAXException {
        if (!text.isEmpty()) {
            count();
            open.appendChild(document.createTextNode(text.toString()));
            text.setLength(0);
        }
    }

    private void count() throws SAXException {
        if (++nodes > Limits.XML_NODES) {
            throw new Stopped(Refusal.TOO_MANY_NODES);
        }
    }
}
