package dev.exeunt.core.saml;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An element that is to be written. Its attributes have no namespace, which is all that SAML's messages need.
///
/// @param prefix     that its namespace is written with; empty for an element without a namespace
/// @param attributes sorted by name, as canonical XML wants them
record Tag(String prefix, String namespace, String name, SortedMap<String, String> attributes, List<Node> children) {

    Tag {
        children = List.copyOf(children);
    }

    /// What an element holds.
    sealed interface Node {

        /// Another element.
        record Inner(Tag tag) implements Node {}

        /// Text.
        record Text(String text) implements Node {}
    }

    static Tag protocol(String name) {
        return new Tag("samlp", Names.PROTOCOL, name, new TreeMap<>(), List.of());
    }

    static Tag assertion(String name) {
        return new Tag("saml", Names.ASSERTION, name, new TreeMap<>(), List.of());
    }

    static Tag metadata(String name) {
        return new Tag("md", Names.METADATA, name, new TreeMap<>(), List.of());
    }

    static Tag signature(String name) {
        return new Tag("ds", Names.SIGNATURE, name, new TreeMap<>(), List.of());
    }

    static Tag soap(String name) {
        return new Tag("soap", Names.SOAP, name, new TreeMap<>(), List.of());
    }

    /// With an attribute; null leaves it out, so that what is absent stays absent.
    Tag with(String attribute, @Nullable String value) {
        if (value == null) {
            return this;
        }
        var more = new TreeMap<>(attributes);
        more.put(attribute, value);
        return new Tag(prefix, namespace, name, more, children);
    }

    Tag with(Tag child) {
        return at(children.size(), child);
    }

    Tag with(List<Tag> more) {
        var tag = this;
        for (Tag each : more) {
            tag = tag.with(each);
        }
        return tag;
    }

    Tag text(String text) {
        var more = new ArrayList<>(children);
        more.add(new Node.Text(text));
        return new Tag(prefix, namespace, name, attributes, more);
    }

    /// With a child at that place.
    Tag at(int index, Tag child) {
        var more = new ArrayList<>(children);
        more.add(index, new Node.Inner(child));
        return new Tag(prefix, namespace, name, attributes, more);
    }
}
