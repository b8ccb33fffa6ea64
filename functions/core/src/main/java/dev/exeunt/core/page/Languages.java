package dev.exeunt.core.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The languages that the pages speak, and which of them a person gets.
public final class Languages {

    /// Their tags (BCP 47). The first is what a person gets who asks for none of them.
    static final List<String> TAGS = List.of("en", "de", "fr", "es", "pt", "it", "nl", "pl", "ja", "zh", "ar");

    /// Wishes of one list that are looked at: more is no person's.
    private static final int WISHES = 32;

    private static final List<Locale> LOCALES = TAGS.stream().map(Locale::forLanguageTag).toList();
    private static final Map<String, Messages> READ = new ConcurrentHashMap<>();

    private Languages() {
    }

    /// The words in the language that fits best: what the application wished for (RP-Initiated Logout 1.0, section 2), then
    /// what the browser does (RFC 9110, 12.5.4), then English. Found by the lookup of RFC 4647, section 3.4. A wish that is
    /// no language is as if it were not there.
    ///
    /// @param uiLocales      `ui_locales`, tags with blanks between them, the best first; null for none
    /// @param acceptLanguage the header `Accept-Language`; null for none
    public static Messages choose(@Nullable String uiLocales, @Nullable String acceptLanguage) {
        var first = lookup(ranges(uiLocales, " +"));
        var chosen = first != null ? first : lookup(ranges(acceptLanguage, ","));
        return words(chosen == null ? TAGS.getFirst() : chosen);
    }

    /// The words of one of [#TAGS].
    static Messages words(String tag) {
        return READ.computeIfAbsent(tag, Messages::load);
    }

    private static @Nullable String lookup(List<LanguageRange> wishes) {
        var found = Locale.lookup(wishes, LOCALES);
        return found == null ? null : found.toLanguageTag();
    }

    private static List<LanguageRange> ranges(@Nullable String list, String separator) {
        if (list == null) {
            return List.of();
        }
        var ranges = new ArrayList<LanguageRange>();
        Arrays.stream(list.split(separator)).limit(WISHES).flatMap(Languages::range).forEach(ranges::add);
        ranges.sort((one, other) -> Double.compare(other.getWeight(), one.getWeight()));
        return ranges;
    }

    private static Stream<LanguageRange> range(String wish) {
        try {
            return LanguageRange.parse(wish.strip()).stream();
        } catch (IllegalArgumentException _) {
            return Stream.empty();
        }
    }
}
