package dev.exeunt.core.page;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The words of the pages in one language, from `messages_{language}.properties` beside this class. A message may hold
/// one place `{0}` for a name; plurals are avoided so that every language can say it.
public final class Messages {

    /// The language of a page that nobody chose one for.
    public static final Messages ENGLISH = load("en");

    private static final String PLACE = "{0}";
    private static final String TEXT_DIRECTION = "direction";
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

    /// The language, as `lang` spells it.
    public String language() {
        return language;
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
        var text = text(key);
        var place = text.indexOf(PLACE);
        if (place < 0) {
            throw new IllegalArgumentException("no place for a name in " + key);
        }
        return new Around(text.substring(0, place), name, text.substring(place + PLACE.length()));
    }

    /// This message around a name, for an attribute or a title, where no markup can keep the name apart: marks do, and
    /// those that the name brought are gone.
    public String plain(String key, String name) {
        return text(key).replace(PLACE, "\u2068" + INVISIBLE.matcher(name).replaceAll("") + "\u2069");
    }

    Set<String> keys() {
        return words.keySet().stream().map(Object::toString).collect(Collectors.toUnmodifiableSet());
    }

    private record Around(String before, String name, String after) implements Content {

        @Override
        public void writeTo(TemplateOutput output) {
            output.writeUserContent(before);
            output.writeContent("<bdi>");
            output.writeUserContent(name);
            output.writeContent("</bdi>");
            output.writeUserContent(after);
        }
    }
}
