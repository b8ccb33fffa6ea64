package dev.exeunt.local.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Finds forms and frames in a page. Good enough for pages that a program wrote.
record Markup(String html) {

    private static final Pattern FORM = Pattern.compile("(<form\\b[^>]*>)(.*?)</form>",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern FRAME = Pattern.compile("<iframe\\b[^>]*>", Pattern.CASE_INSENSITIVE);
    private static final Pattern CONTROL = Pattern.compile("<(input|button)\\b[^>]*>", Pattern.CASE_INSENSITIVE);

    /// A form.
    ///
    /// @param fields  its hidden fields
    /// @param buttons the names and values of its buttons
    record FoundForm(String action, Map<String, String> fields, Map<String, List<String>> buttons) {}

    /// The addresses of the page's frames, in order.
    List<String> frames() {
        return FRAME.matcher(html).results().map(MatchResult::group).flatMap(tag -> attribute(tag, "src").stream())
                .toList();
    }

    /// The forms that are sent by POST, in order.
    List<FoundForm> posts() {
        return FORM.matcher(html).results()
                .filter(form -> attribute(form.group(1), "method").filter("post"::equalsIgnoreCase).isPresent())
                .map(form -> found(form.group(1), form.group(2))).toList();
    }

    /// The form that carries a SAML message, which such a page sends by itself.
    Optional<FoundForm> samlForm() {
        return posts().stream().filter(form -> form.fields().containsKey(SamlMessage.REQUEST)
                || form.fields().containsKey(SamlMessage.RESPONSE)).findFirst();
    }

    private static FoundForm found(String tag, String content) {
        var fields = new LinkedHashMap<String, String>();
        var buttons = new LinkedHashMap<String, List<String>>();
        CONTROL.matcher(content).results().forEach(control -> {
            var name = attribute(control.group(), "name");
            var value = attribute(control.group(), "value").orElse("");
            if (name.isPresent() && attribute(control.group(), "type").filter("hidden"::equalsIgnoreCase).isPresent()) {
                fields.put(name.get(), value);
            } else if (name.isPresent()) {
                buttons.merge(name.get(), List.of(value), Markup::both);
            }
        });
        return new FoundForm(attribute(tag, "action").orElse(""), fields, buttons);
    }

    private static List<String> both(List<String> first, List<String> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }

    private static Optional<String> attribute(String tag, String name) {
        var matcher = Pattern
                .compile("\\s" + name + "\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s>\"']+))", Pattern.CASE_INSENSITIVE)
                .matcher(tag);
        if (!matcher.find()) {
            return Optional.empty();
        }
        for (int i = 1; i <= 3; i++) {
            if (matcher.group(i) != null) {
                return Optional.of(unescape(matcher.group(i)));
            }
        }
        return Optional.empty();
    }

    private static String unescape(String text) {
        var decimal = Pattern.compile("&#(x?)([0-9a-fA-F]+);").matcher(text).replaceAll(match -> java.util.regex.Matcher
                .quoteReplacement(
                        Character.toString(Integer.parseInt(match.group(2), match.group(1).isEmpty() ? 10 : 16))));
        return decimal.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'")
                .replace("&amp;", "&");
    }
}
