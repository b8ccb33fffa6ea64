package dev.exeunt.core.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.page.Page.Failure.Kind;
import dev.exeunt.core.page.Page.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Pattern USE = Pattern.compile("\"([a-z]+(?:\\.[a-z]+)*)\"");
    private static final Pattern CALL = Pattern.compile("\\.(?:text|around|plain)\\(((?:[^;()]|\\(\\))*)");
    private static final Pattern CALL_WITH_NAME = Pattern.compile("\\.(?:around|plain)\\(((?:[^;(),]|\\(\\))*)");

    @Test
    void everyMessageIsUsedAndEveryUsedMessageExists() throws IOException {
        assertThat(new TreeSet<>(Messages.ENGLISH.keys())).isEqualTo(used());
    }

    @Test
    void onlyMessagesWithAPlaceAreGivenAName() throws IOException {
        for (var key : Messages.ENGLISH.keys()) {
            assertThat(Messages.ENGLISH.text(key)).isNotBlank().doesNotContain("{1}", "<", ">");
        }
        for (var key : keys(CALL_WITH_NAME)) {
            assertThat(Messages.ENGLISH.text(key)).as(key).containsOnlyOnce("{0}");
        }
    }

    private static Set<String> used() throws IOException {
        var keys = keys(CALL);
        keys.add("direction");
        for (var state : State.values()) {
            keys.add("state." + state.text());
        }
        for (var kind : Kind.values()) {
            keys.add("failure." + kind.text() + ".heading");
            keys.add("failure." + kind.text() + ".meaning");
        }
        return keys;
    }

    private static Set<String> keys(Pattern call) throws IOException {
        var keys = new TreeSet<String>();
        try (Stream<Path> files = Stream.concat(Files.walk(Path.of("src/main/jte")),
                Stream.of(Path.of("src/main/java/dev/exeunt/core/page/Shell.java")))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var calls = call.matcher(Files.readString(file));
                while (calls.find()) {
                    USE.matcher(calls.group(1)).results().map(use -> use.group(1)).forEach(keys::add);
                }
            }
        }
        return keys;
    }
}
