package dev.exeunt.acceptance.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The names of log events are part of what operators rely on.
class LogEventsTest {

    private static final Pattern EMIT = Pattern.compile("\\.emit\\((?<name>[^;]*?)(?:,\\s*(?:Map|fields|told)\\b)");
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

    @Test
    void everyEventThatTheCodeEmitsIsInTheGuideAndNoOther() throws IOException {
        assertThat(OperatingGuide.read().events().keySet()).isEqualTo(emitted());
    }

    @Test
    void everyEmissionNamesItsEventInPlace() throws IOException {
        for (var source : sources()) {
            var text = text(source);
            assertThat(EMIT.matcher(text).results().filter(found -> !names(found.group("name")).isEmpty()).count())
                    .as("emissions with a name in " + source.getFileName())
                    .isEqualTo(Pattern.compile("\\.emit\\(").matcher(text).results().count());
        }
    }

    @Test
    void eventNamesAreLowerCaseWithUnderscores() throws IOException {
        assertThat(emitted()).allMatch(name -> name.matches("[a-z]+(_[a-z]+)+"));
    }

    private static Set<String> emitted() throws IOException {
        return sources().stream().flatMap(source -> EMIT.matcher(text(source)).results())
                .flatMap(found -> names(found.group("name")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> names(String argument) {
        return TEXT.matcher(argument).results().map(match -> match.group(1)).toList();
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(OperatingGuide.REPOSITORY.resolve("functions"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains(Path.of("src", "main", "java").toString()))
                    .toList();
        }
    }

    private static String text(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
