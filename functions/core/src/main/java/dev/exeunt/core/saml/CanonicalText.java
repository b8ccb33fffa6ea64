package dev.exeunt.core.saml;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// Elements as text in the form that exclusive canonicalization (Exclusive XML Canonicalization 1.0) gives them: each
/// namespace declared where it is first used, attributes sorted, no empty-element tags. What we write is canonical to
/// begin with, so that signing it needs no canonicalizer.
final class CanonicalText {

    private final StringBuilder out = new StringBuilder(1024);

    private CanonicalText() {
    }

    /// The element as the outermost one.
    ///
    /// @throws IllegalArgumentException if a value holds a character that XML cannot
    static byte[] of(Tag tag) {
        var text = new CanonicalText();
        text.element(tag, Set.of());
        return text.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Whether XML 1.0 can hold this text (section 2.2).
    static boolean canHold(String text) {
        return text.codePoints().allMatch(CanonicalText::isCharacter);
    }

    /// @param declared the prefixes that an element around it has declared
    private void element(Tag tag, Set<String> declared) {
        var name = tag.prefix().isEmpty() ? tag.name() : tag.prefix() + ":" + tag.name();
        out.append('<').append(name);
        var inside = declared;
        if (!tag.prefix().isEmpty() && !declared.contains(tag.prefix())) {
            attribute("xmlns:" + tag.prefix(), tag.namespace());
            inside = new HashSet<>(declared);
            inside.add(tag.prefix());
        }
        tag.attributes().forEach(this::attribute);
        out.append('>');
        for (Tag.Node node : tag.children()) {
            switch (node) {
                case Tag.Node.Inner(Tag child) -> element(child, inside);
                case Tag.Node.Text(String text) -> characters(text);
            }
        }
        out.append("</").append(name).append('>');
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        check(value);
        for (int i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '"' -> out.append("&quot;");
                case '\t' -> out.append("&#x9;");
                case '\n' -> out.append("&#xA;");
                case '\r' -> out.append("&#xD;");
                default -> out.append(c);
            }
        }
        out.append('"');
    }

    private void characters(String text) {
        check(text);
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\r' -> out.append("&#xD;");
                default -> out.append(c);
            }
        }
    }

    /// What cannot be held is refused where it is registered, so that it is a bug here.
    private static void check(String text) {
        if (!canHold(text)) {
            throw new IllegalArgumentException("a value holds a character that XML cannot");
        }
    }

    private static boolean isCharacter(int point) {
        return point == '\t' || point == '\n' || point == '\r' || point >= 0x20 && point <= 0xD7FF
                || point >= 0xE000 && point <= 0xFFFD || point >= 0x10000;
    }
}
