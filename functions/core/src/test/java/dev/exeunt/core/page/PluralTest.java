package dev.exeunt.core.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.PluralRules;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PluralTest {

    private static final int[] FAR = {1000, 1001, 1_000_000, 1_000_001, 2_000_000, 5_000_011, 10_000_000};

    static Iterable<String> languages() {
        return Languages.TAGS;
    }

    /// Unicode's own library knows the rules of CLDR.
    @ParameterizedTest
    @MethodSource("languages")
    void everyWholeNumberHasTheCategoryThatUnicodeGivesIt(String language) {
        var rules = PluralRules.forLocale(Locale.forLanguageTag(language));
        Set<Plural> seen = new HashSet<>();
        IntStream.concat(IntStream.rangeClosed(0, 400), IntStream.of(FAR)).forEach(number -> {
            var plural = Plural.of(language, number);
            assertThat(plural.text()).as(language + " " + number).isEqualTo(rules.select(number));
            seen.add(plural);
        });
        assertThat(seen).isEqualTo(Plural.all(language));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyNumberIsSaid(String language) {
        var words = Languages.words(language);
        for (int number = 3; number < 300; number++) {
            assertThat(words.count("signedout.others", number)).contains(Integer.toString(number)).doesNotContain("{");
        }
        assertThat(words.count("signedout.others", 1)).isNotEqualTo(words.count("signedout.others", 2));
    }
}
