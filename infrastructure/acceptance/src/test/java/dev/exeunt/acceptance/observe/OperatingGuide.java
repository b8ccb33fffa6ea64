package dev.exeunt.acceptance.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `docs/operate.md`, as operators use it at night: what it promises of events and metrics and says of alarms, the rows of
/// its tables by their first cell.
public final class OperatingGuide {

    static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent().getParent();

    private static final Set<String> WRITTEN_BY_THE_LOG = Set.of("timestamp", "level", "event", "trace", "_aws",
            "Stack");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]+");

    private final String text;
    private final Map<String, Set<String>> events;
    private final Map<String, Set<String>> metrics;

    private OperatingGuide(String text) {
        this.text = text;
        events = words("event");
        metrics = words("metric");
    }

    /// As it is now.
    public static OperatingGuide read() {
        try {
            return new OperatingGuide(Files.readString(REPOSITORY.resolve("docs/operate.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All of it.
    public String text() {
        return text;
    }

    /// What to do at each alarm, by its name.
    public Map<String, String> alarms() {
        Map<String, String> advice = new LinkedHashMap<>();
        table("alarm").forEach(cells -> code(cells.get(1)).forEach(alarm -> advice.put(alarm, cells.get(3))));
        return advice;
    }

    /// What is written as code in a part of it.
    public static List<String> code(String part) {
        return CODE.matcher(part).results().map(found -> found.group(1).replace("\\|", "|")).toList();
    }

    /// The fields of each event.
    public Map<String, Set<String>> events() {
        return events;
    }

    /// Holds that it tells of a line of the log: of the event, and of each field.
    public void requireTold(JsonNode line) {
        var fields = new TreeSet<String>();
        line.fieldNames().forEachRemaining(fields::add);
        fields.removeAll(WRITTEN_BY_THE_LOG);
        fields.removeAll(metrics().keySet());
        metrics().values().forEach(fields::removeAll);
        requireTold(line.path("event").asText(), fields);
    }

    /// Holds that it tells of an event and its fields.
    public void requireTold(String event, Set<String> fields) {
        assertThat(events()).containsKey(event);
        assertThat(events().get(event)).as(event).containsAll(fields);
    }

    /// What each metric is kept apart by.
    public Map<String, Set<String>> metrics() {
        return metrics;
    }

    /// The words that are written as code in the second cell of each row, by the one of the first cell.
    private Map<String, Set<String>> words(String heading) {
        var rows = new TreeMap<String, Set<String>>();
        table(heading).forEach(cells -> wordsOf(cells.get(1)).forEach(name -> rows.put(name, wordsOf(cells.get(2)))));
        return rows;
    }

    private static Set<String> wordsOf(String cell) {
        return code(cell).stream().flatMap(code -> WORD.matcher(code).results())
                .map(match -> match.group()).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// The cells of each row, the first one empty.
    private List<List<String>> table(String heading) {
        return text.lines().dropWhile(line -> !line.startsWith("| " + heading + " |"))
                .takeWhile(line -> line.startsWith("|")).skip(2).map(line -> List.of(BAR.split(line, -1))).toList();
    }
}
