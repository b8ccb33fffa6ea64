package dev.exeunt.core.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.exeunt.core.page.Page.Failure.Kind;
import dev.exeunt.core.page.Page.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTest {

    private static final Path FILES = Path.of("src/main/resources/dev/exeunt/core/page");
    private static final Pattern USE = Pattern.compile("\"([a-z]+(?:\\.[a-z]+)*)\"");
    private static final Pattern CALL = Pattern.compile("\\.(?:text|around|plain)\\(((?:[^;()]|\\(\\))*)");
    private static final Pattern CALL_WITH_NAME = Pattern.compile("\\.(?:around|plain)\\(((?:[^;(),]|\\(\\))*)");
    private static final Pattern CALL_WITH_NUMBER = Pattern.compile("\\.count\\(\"([a-z.]+)\"");
    private static final Pattern PLACE = Pattern.compile("\\{[^}]*}");

    static List<String> languages() {
        return Languages.TAGS;
    }

    @Test
    void thereIsAFileForEveryLanguageAndNoOther() throws IOException {
        try (var files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".properties")))
                    .containsExactlyInAnyOrderElementsOf(
                            languages().stream().map(tag -> "messages_" + tag + ".properties").toList());
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyMessageIsUsedAndEveryUsedMessageExists(String language) throws IOException {
        assertThat(new TreeSet<>(Languages.words(language).keys())).isEqualTo(used(language));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyMessageHasThePlacesOfTheEnglishOne(String language) throws IOException {
        var words = Languages.words(language);
        var counted = keys(CALL_WITH_NUMBER);
        for (var key : words.keys()) {
            assertThat(words.text(key)).as(key).isNotBlank().doesNotContain("<", ">", "  ", "''");
            if (counted.stream().noneMatch(counting -> key.startsWith(counting + "."))) {
                assertThat(places(words.text(key))).as(key).isEqualTo(places(Languages.words("en").text(key)));
            }
        }
    }

    /// A mistake that nothing else shows: the second of two lines wins.
    @ParameterizedTest
    @MethodSource("languages")
    void noKeyStandsTwice(String language) throws IOException {
        var lines = Files.readAllLines(FILES.resolve("messages_" + language + ".properties"), StandardCharsets.UTF_8);
        assertThat(lines.stream().filter(line -> line.contains("=")).map(line -> line.substring(0, line.indexOf('='))))
                .doesNotHaveDuplicates();
        assertThat(lines).noneMatch(line -> line.endsWith("\\"));
    }

    /// A sentence that was forgotten stays English.
    @ParameterizedTest
    @MethodSource("languages")
    void nothingIsLeftInEnglish(String language) {
        var english = Languages.words("en");
        var same = Languages.words(language).keys().stream()
                .filter(key -> english.keys().contains(key)
                        && english.text(key).equals(Languages.words(language).text(key)))
                .collect(Collectors.toCollection(TreeSet::new));
        same.removeAll(Set.of("direction", "separator", "applications"));
        if (!language.equals("en")) {
            assertThat(same).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void whatStatesAreCalledTellsThemApart(String language) {
        assertThat(Stream.of(State.values()).map(state -> Languages.words(language).text("state." + state.text())))
                .doesNotHaveDuplicates();
    }

    @Test
    void onlyMessagesWithAPlaceAreGivenAName() throws IOException {
        for (var key : keys(CALL_WITH_NAME)) {
            assertThat(Languages.words("en").text(key)).as(key).containsOnlyOnce("{0}");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Languages.words("en").around("ask.heading", "Wiki"));
        assertThatIllegalArgumentException().isThrownBy(() -> Languages.words("en").text("no.such.key"));
    }

    private static List<String> places(String text) {
        return PLACE.matcher(text).results().map(place -> place.group()).toList();
    }

    private static Set<String> used(String language) throws IOException {
        var keys = keys(CALL);
        keys.addAll(Set.of("direction", "separator"));
        for (var state : State.values()) {
            keys.add("state." + state.text());
        }
        for (var kind : Kind.values()) {
            keys.add("failure." + kind.text() + ".heading");
            keys.add("failure." + kind.text() + ".meaning");
        }
        for (var counting : keys(CALL_WITH_NUMBER)) {
            Plural.all(language).forEach(plural -> keys.add(counting + "." + plural.text()));
        }
        return keys;
    }

    private static Set<String> keys(Pattern call) throws IOException {
        var keys = new TreeSet<String>();
        try (Stream<Path> files = Stream.concat(Files.walk(Path.of("src/main/jte")),
                Stream.of(Path.of("src/main/java/dev/exeunt/core/page/Shell.java")))) {
            files.filter(Files::isRegularFile).map(MessagesTest::read).forEach(text -> {
                var calls = call.matcher(text);
                while (calls.find()) {
                    USE.matcher(call == CALL_WITH_NUMBER ? '"' + calls.group(1) + '"' : calls.group(1)).results()
                            .map(use -> use.group(1)).forEach(keys::add);
                }
            });
        }
        return keys;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
