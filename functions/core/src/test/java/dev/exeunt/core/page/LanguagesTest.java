package dev.exeunt.core.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            de                   |                         | de
            fr-CA fr en          | de                      | fr
            de-AT                |                         | de
            zh-Hant-TW           |                         | zh
            PT-br                |                         | pt
            tlh sv               | pl                      | pl
            tlh                  | sv, nb                  | en
                                 | de-CH,de;q=0.9,en;q=0.8 | de
                                 | en;q=0.1, ja;q=0.9      | ja
                                 | sv;q=1, it;q=0.2        | it
                                 | *                       | en
                                 | es;q=0, *               | en
                                 |                         | en
            *                    | nl                      | nl
            """)
    void aPersonGetsTheLanguageThatFitsBest(@Nullable String uiLocales, @Nullable String acceptLanguage, String tag) {
        assertThat(Languages.choose(uiLocales, acceptLanguage).language()).isEqualTo(tag);
    }

    /// OpenID Connect says that unsupported locales are no error; neither is what is no locale.
    @ParameterizedTest
    @ValueSource(strings = {"%", "de_DE", "-", "<script>", "a-very-very-long-subtagthatisnot", ";q=", "de;q=2",
        "de;q=x",
        "\u0000", "\ud800", "日本語", "i-klingon", "x-private", ",,,", "  "})
    void a4WhatIsNoLanguageIsAsIfItWereNotThere(String wish) {
        assertThat(Languages.choose(wish, "pl").language()).isEqualTo("pl");
        assertThat(Languages.choose(null, wish + ",pl;q=0.4").language()).isEqualTo("pl");
        assertThat(Languages.choose(wish, wish).language()).isEqualTo("en");
    }

    @Test
    void aGoodWishAmongBadOnesCounts() {
        assertThat(Languages.choose("% fr <", null).language()).isEqualTo("fr");
    }

    @Test
    void ofAnEndlessListOnlyTheBeginningIsRead() {
        var endless = IntStream.range(0, 5000).mapToObj(n -> "sv").collect(Collectors.joining(" "));
        assertThat(Languages.choose(endless + " de", null).language()).isEqualTo("en");
    }

    @Test
    void chineseSaysItsScriptAndArabicItsDirection() {
        assertThat(Languages.words("zh").tag()).isEqualTo("zh-Hans");
        assertThat(Languages.words("zh").direction()).isEqualTo("ltr");
        assertThat(Languages.words("ar").direction()).isEqualTo("rtl");
        assertThat(Languages.TAGS).allSatisfy(
                tag -> assertThat(Languages.words(tag).direction()).isEqualTo(tag.equals("ar") ? "rtl" : "ltr"));
    }
}
