package dev.exeunt.acceptance.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `docs/protocol.md`, and the sources that it speaks of.
final class ProtocolMap {

    static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent().getParent();

    private static final Pattern CLAUSES = Pattern.compile("[A-H][0-9]+(?:, [A-H][0-9]+)*");
    private static final Pattern COLUMN = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("@(?:Test|ParameterizedTest)\\b(?:(?!\\bvoid\\b).)*?"
            + "\\bvoid ((?=[a-h])(?:(?:And)?[A-Ha-h][0-9]+)+)\\w*\\(", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[A-H][0-9]+");
    private static final int COLUMNS = 5;

    private final List<Row> rows;
    private final TreeMap<String, List<String>> classes = new TreeMap<>();
    private final Set<String> paths = new TreeSet<>();
    private final TreeMap<String, Set<String>> tests = new TreeMap<>();

    /// One row.
    ///
    /// @param clauses mostly one
    /// @param does    what we do
    /// @param where   classes, files and packages
    /// @param shownBy the tests
    record Row(List<String> clauses, String does, String where, String shownBy) {

        /// What stands there as code.
        List<String> names() {
            return named(where + " " + shownBy);
        }

        List<String> testClasses() {
            return named(shownBy);
        }
    }

    private ProtocolMap(List<Row> rows) {
        this.rows = rows;
    }

    static ProtocolMap read() throws IOException {
        var lines = Files.readAllLines(REPOSITORY.resolve("docs/protocol.md"));
        var map = new ProtocolMap(lines.stream().filter(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(COLUMN.split(line, -1)).skip(1).map(String::strip).toList())
                .filter(cells -> CLAUSES.matcher(cells.getFirst()).matches())
                .map(ProtocolMap::row)
                .toList());
        map.readSources("functions");
        map.readSources("infrastructure");
        return map;
    }

    private static Row row(List<String> cells) {
        if (cells.size() != COLUMNS + 1) {
            throw new IllegalStateException("a row has five columns, and not as many as " + cells);
        }
        return new Row(List.of(cells.get(0).split(", ")), cells.get(2), cells.get(3), cells.get(4));
    }

    private static List<String> named(String text) {
        return CODE.matcher(text).results().map(code -> code.group(1)).toList();
    }

    private void readSources(String room) throws IOException {
        try (var files = Files.walk(REPOSITORY.resolve(room))) {
            files.filter(file -> file.toString().contains("/src/") && !file.toString().contains("/target/"))
                    .forEach(this::readSource);
        }
    }

    private void readSource(Path file) {
        paths.add("/" + REPOSITORY.relativize(file));
        var name = file.getFileName().toString();
        if (!name.endsWith(".java")) {
            return;
        }
        try {
            var text = Files.readString(file);
            var ofClass = name.substring(0, name.length() - ".java".length());
            classes.computeIfAbsent(ofClass, _ -> new ArrayList<>()).add(text);
            TEST.matcher(text).results().flatMap(test -> numbers(test.group(1)).stream())
                    .forEach(clause -> tests.computeIfAbsent(clause, _ -> new TreeSet<>()).add(ofClass));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> numbers(String beginning) {
        return NUMBER.matcher(beginning.replace("And", "").toUpperCase(java.util.Locale.ROOT)).results()
                .map(number -> number.group()).toList();
    }

    List<Row> rows() {
        return rows;
    }

    /// Each clause that has a row.
    Set<String> clauses() {
        return rows.stream().flatMap(row -> row.clauses().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /// Each clause that a test's name begins with.
    Set<String> clausesOfTests() {
        return tests.keySet();
    }

    /// The classes with tests whose names begin with this clause.
    Set<String> testsOf(String clause) {
        return tests.getOrDefault(clause, Set.of());
    }

    /// Whether there is such a class, with this member if one is named; or such a package, folder or file.
    boolean exists(String name) {
        if (!Character.isUpperCase(name.charAt(0))) {
            return paths.stream().anyMatch(path -> path.contains("/" + name + "/") || path.endsWith("/" + name));
        }
        var parts = name.split("\\.", 2);
        var member = Pattern.compile("\\b" + Pattern.quote(parts[parts.length - 1]) + "\\b");
        return classes.getOrDefault(parts[0], List.of()).stream()
                .anyMatch(source -> parts.length == 1 || member.matcher(source).find());
    }
}
