package dev.exeunt.core.saml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// The elements directly inside an element, taken one after the other in the order of the schema. There is no other way
/// to an element: nothing is ever searched for by name.
final class Children {

    private final List<Element> elements;
    private final boolean holdsText;
    private int next;

    private Children(List<Element> elements, boolean holdsText) {
        this.elements = elements;
        this.holdsText = holdsText;
    }

    static Children of(Element parent) {
        var elements = new ArrayList<Element>();
        var holdsText = false;
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                elements.add(element);
            } else if (child.getNodeType() == Node.TEXT_NODE && !child.getNodeValue().isBlank()) {
                holdsText = true;
            }
        }
        return new Children(elements, holdsText);
    }

    /// The next element if it is that one; otherwise it stays the next.
    Optional<Element> take(String namespace, String name) {
        if (next < elements.size() && is(elements.get(next), namespace, name)) {
            return Optional.of(elements.get(next++));
        }
        return Optional.empty();
    }

    /// All of the next elements that are that one.
    List<Element> takeAll(String namespace, String name) {
        var taken = new ArrayList<Element>();
        for (var one = take(namespace, name); one.isPresent(); one = take(namespace, name)) {
            taken.add(one.get());
        }
        return taken;
    }

    /// Whether every element was taken, and there was nothing but elements.
    boolean areDone() {
        return next == elements.size() && !holdsText;
    }

    /// Whether there is text between them that is more than space.
    boolean holdsText() {
        return holdsText;
    }

    /// How many there are, taken or not.
    int size() {
        return elements.size();
    }

    /// All of them, taken or not.
    List<Element> all() {
        return elements;
    }

    static boolean is(Element element, String namespace, String name) {
        return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }

    /// An attribute without a namespace; null if it is absent, which is not the same as empty.
    static @Nullable String attribute(Element element, String name) {
        return element.hasAttributeNS(null, name) ? element.getAttributeNS(null, name) : null;
    }
}
