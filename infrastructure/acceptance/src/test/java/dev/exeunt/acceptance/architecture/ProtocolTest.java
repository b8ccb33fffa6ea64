package dev.exeunt.acceptance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.acceptance.architecture.ProtocolMap.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds `docs/protocol.md` and the code to each other.
class ProtocolTest {

    /// How many clauses each section has.
    private static final Map<String, Integer> SECTIONS = Map.of("A", 25, "B", 29, "C", 12, "D", 10, "E", 56, "F", 17,
            "G", 20);

    private static ProtocolMap map;

    @BeforeAll
    static void read() throws IOException {
        map = ProtocolMap.read();
    }

    @Test
    void eachClauseOfEachSectionHasOneRow() {
        var all = new TreeSet<String>();
        SECTIONS.forEach((section, clauses) -> {
            for (int n = 1; n <= clauses; n++) {
                all.add(section + n);
            }
        });
        assertThat(map.rows().stream().flatMap(row -> row.clauses().stream())).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void everyClassTestFileAndPackageInTheTableExists() {
        var names = map.rows().stream().flatMap(row -> row.names().stream()).toList();
        assertThat(names).hasSizeGreaterThan(300).allMatch(map::exists);
        assertThat(map.exists("EndSession.nothing") || map.exists("NoSuchTest") || map.exists("nowhere")).isFalse();
    }

    @Test
    void everyClauseIsShownByATestOfItsNumberOrItsRowSaysWhyNot() {
        var unshown = new ArrayList<String>();
        for (Row row : map.rows()) {
            row.clauses().stream().filter(clause -> !isShown(row, clause) && !isExcused(row, clause))
                    .forEach(unshown::add);
        }
        assertThat(unshown).isEmpty();
    }

    @Test
    void everyClauseThatATestsNameBeginsWithHasARow() {
        assertThat(map.clauses()).containsAll(map.clausesOfTests());
    }

    /// One of the classes that the row names has a test whose name begins with the number.
    private static boolean isShown(Row row, String clause) {
        return row.testClasses().stream().anyMatch(map.testsOf(clause)::contains);
    }

    /// Another clause's tests show it too, or nothing could; but then nothing may say that it did.
    private static boolean isExcused(Row row, String clause) {
        if (!map.testsOf(clause).isEmpty()) {
            return false;
        }
        return row.shownBy().startsWith("as ")
                ? List.of(row.shownBy().substring("as ".length()).split(", ")).stream()
                        .noneMatch(other -> map.testsOf(other).isEmpty())
                : row.shownBy().startsWith("none: ")
                        || row.shownBy().equals("none") && row.does().startsWith("does not apply: ");
    }
}
