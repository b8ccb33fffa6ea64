package dev.exeunt.core.saml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Questions about all elements of a document: only ever how many there are, never where one is.
final class Elements {

    private Elements() {
    }

    static int count(Document document, String namespace, String name) {
        return count(document.getDocumentElement(), each -> Children.is(each, namespace, name));
    }

    /// Whatever their namespace.
    static int countLocal(Element root, String name) {
        return count(root, each -> name.equals(each.getLocalName()));
    }

    /// Whether two attributes that somebody could take for an ID have the same value: `ID`, in whatever case and
    /// namespace.
    static boolean shareAnId(Document document) {
        var seen = new HashSet<String>();
        for (Element element : all(document.getDocumentElement())) {
            var attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                var attribute = attributes.item(i);
                if ("id".equalsIgnoreCase(attribute.getLocalName()) && !seen.add(attribute.getNodeValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int count(Element root, Predicate<Element> wanted) {
        return (int) all(root).stream().filter(wanted).count();
    }

    /// Level by level, without recursion; the number of nodes has a bound since they were parsed.
    private static List<Element> all(Element root) {
        var all = new ArrayList<Element>();
        all.add(root);
        for (int i = 0; i < all.size(); i++) {
            for (Node child = all.get(i).getFirstChild(); child != null; child = child.getNextSibling()) {
                if (child instanceof Element element) {
                    all.add(element);
                }
            }
        }
        return all;
    }
}
