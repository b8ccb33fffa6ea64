package dev.exeunt.core.page;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The words of the pages in one language, from `messages_{language}.properties` beside this class. A message may hold
/// one place `{0}` for a name; one that depends on a number has a form for each [Plural] of its language.
public final class Messages {

    private static final String PLACE = "{0}";
    private static final String TEXT_DIRECTION = "direction";
    private static final String SEPARATOR = "separator";
    /// What turns or hides text without being seen: controls, and the marks that embed, override or isolate.
    private static final Pattern INVISIBLE = Pattern
            .compile("[\\p{Cc}\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]");

    private final String language;
    private final Properties words;

    private Messages(String language, Properties words) {
        this.language = language;
        this.words = words;
    }

    static Messages load(String language) {
        var words = new Properties();
        try (var in = Messages.class.getResourceAsStream("messages_" + language + ".properties")) {
            if (in == null) {
                throw new IllegalStateException("no messages for " + language);
            }
            words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Messages(language, words);
    }

    /// The language's tag, without its script.
    public String language() {
        return language;
    }

    /// The language as `lang` spells it: Chinese with its script, by which browsers choose the characters' shapes.
    public String tag() {
        return language.equals("zh") ? "zh-Hans" : language;
    }

    /// The direction of its writing, `ltr` or `rtl`.
    public String direction() {
        return text(TEXT_DIRECTION);
    }

    /// This message.
    ///
    /// @throws IllegalArgumentException if there is none
    public String text(String key) {
        var text = words.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no message " + key);
        }
        return text;
    }

    /// This message around a name, for markup: the name is kept apart from the writing around it.
    public Content around(String key, String name) {
        return around(key, List.of(name));
    }

    /// This message around a name, for an attribute or a title, where no markup can keep the name apart: marks do, and
    /// those that the name brought are gone.
    public String plain(String key, String name) {
        return text(key).replace(PLACE, "\u2068" + INVISIBLE.matcher(name).replaceAll("") + "\u2069");
    }

    /// This message about so many things.
    public String count(String key, int number) {
        return text(key + "." + Plural.of(language, number).text()).replace(PLACE, Integer.toString(number));
    }

    /// Names in a row, for markup, in this message: each is kept apart from the writing around it.
    public Content around(String key, List<String> names) {
        var text = text(key);
        var place = text.indexOf(PLACE);
        if (place < 0) {
            throw new IllegalArgumentException("no place for a name in " + key);
        }
        return output -> {
            output.writeUserContent(text.substring(0, place));
            for (int n = 0; n < names.size(); n++) {
                output.writeUserContent(n == 0 ? "" : text(SEPARATOR));
                isolated(output, names.get(n));
            }
            output.writeUserContent(text.substring(place + PLACE.length()));
        };
    }

    Set<String> keys() {
        return words.keySet().stream().map(Object::toString).collect(Collectors.toUnmodifiableSet());
    }

    private static void isolated(TemplateOutput output, String name) {
        output.writeContent("<bdi>");
        output.writeUserContent(name);
        output.writeContent("</bdi>");
    }
}
