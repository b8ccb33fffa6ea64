package dev.exeunt.acceptance.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// `docs/operate.md`, as operators use it at night.
record OperatorsPage(String text) {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    static OperatorsPage read() {
        try {
            return new OperatorsPage(Files.readString(TemplateFile.REPOSITORY.resolve("docs/operate.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What to do at each alarm, by its name.
    Map<String, String> alarms() {
        Map<String, String> advice = new LinkedHashMap<>();
        table("alarm").forEach(cells -> code(cells.get(1)).forEach(alarm -> advice.put(alarm, cells.get(3))));
        return advice;
    }

    /// The names of our metrics.
    Set<String> metrics() {
        var names = new LinkedHashSet<String>();
        table("metric").forEach(cells -> names.addAll(code(cells.get(1))));
        return names;
    }

    /// What is written as code in a part of the page.
    static List<String> code(String part) {
        return CODE.matcher(part).results().map(found -> found.group(1).replace("\\|", "|")).toList();
    }

    /// The cells of each row, the first one empty.
    private List<List<String>> table(String heading) {
        return text.lines().dropWhile(line -> !line.startsWith("| " + heading + " |"))
                .takeWhile(line -> line.startsWith(
                        "|"))
                .skip(2).map(line -> List.of(BAR.split(line, -1))).toList();
    }
}
