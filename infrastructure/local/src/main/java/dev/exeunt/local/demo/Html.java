package dev.exeunt.local.demo;

import java.util.List;
import java.util.function.Function;

/// Markup that is safe to send. Every value that is put into it is escaped, unless it is [Html] itself.
record Html(String markup) {

    static final Html NONE = new Html("");

    /// Fills each `{}` of a template with the next value.
    ///
    /// @param template markup written here, never anything received; values belong between tags or in quoted attributes
    static Html of(String template, Object... values) {
        var parts = template.split("\\{}", -1);
        if (parts.length != values.length + 1) {
            throw new IllegalArgumentException("%d places for %d values".formatted(parts.length - 1, values.length));
        }
        var filled = new StringBuilder(parts[0]);
        for (int i = 0; i < values.length; i++) {
            filled.append(values[i] instanceof Html html ? html.markup : escape(values[i].toString()))
                    .append(parts[i + 1]);
        }
        return new Html(filled.toString());
    }

    /// The markup of each item, one after another.
    static <T> Html each(List<T> items, Function<? super T, Html> toHtml) {
        var joined = new StringBuilder();
        items.forEach(item -> joined.append(toHtml.apply(item).markup));
        return new Html(joined.toString());
    }

    /// Text as it may stand between tags and in quoted attributes.
    static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append((char) c);
            }
        });
        return escaped.toString();
    }
}
