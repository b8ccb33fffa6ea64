package dev.exeunt.core.page;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The plural categories of Unicode's CLDR for whole numbers from zero, in the languages of the pages.
enum Plural {
    ZERO, ONE, TWO, FEW, MANY, OTHER;

    private static final int MILLION = 1_000_000;

    /// As the keys of messages spell it.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The category of a number in a language.
    static Plural of(String language, int number) {
        return switch (language) {
            case "ja", "zh" -> OTHER;
            case "ar" -> arabic(number);
            case "pl" -> polish(number);
            case "fr", "pt" -> number <= 1 ? ONE : romance(number);
            case "es", "it" -> number == 1 ? ONE : romance(number);
            default -> number == 1 ? ONE : OTHER;
        };
    }

    /// The categories that whole numbers can have in a language.
    static Set<Plural> all(String language) {
        return switch (language) {
            case "ja", "zh" -> EnumSet.of(OTHER);
            case "ar" -> EnumSet.allOf(Plural.class);
            case "pl" -> EnumSet.of(ONE, FEW, MANY);
            case "fr", "pt", "es", "it" -> EnumSet.of(ONE, MANY, OTHER);
            default -> EnumSet.of(ONE, OTHER);
        };
    }

    private static Plural romance(int number) {
        return number != 0 && number % MILLION == 0 ? MANY : OTHER;
    }

    private static Plural arabic(int number) {
        var hundredth = number % 100;
        return switch (number) {
            case 0 -> ZERO;
            case 1 -> ONE;
            case 2 -> TWO;
            default -> hundredth >= 3 && hundredth <= 10 ? FEW : hundredth >= 11 ? MANY : OTHER;
        };
    }

    private static Plural polish(int number) {
        var ten = number % 10;
        var hundredth = number % 100;
        if (number == 1) {
            return ONE;
        }
        return ten >= 2 && ten <= 4 && (hundredth < 12 || hundredth > 14) ? FEW : MANY;
    }
}
