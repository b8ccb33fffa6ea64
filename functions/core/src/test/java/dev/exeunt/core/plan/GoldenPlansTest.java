package dev.exeunt.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every case of [PlanCases] and its plan, as one file to read. `-Dgolden=write` writes it anew; what changed is then in
/// the diff of the commit.
class GoldenPlansTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "dev", "exeunt", "core", "plan",
            "plans.txt");
    private static final int MOST_DIFFERENCES = 20;

    @Test
    void everyCaseHasThePlanThatIsWrittenDown() throws IOException {
        var now = PlanCases.print();
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, now);
        }
        assertThat(differences(Files.readString(GOLDEN, StandardCharsets.UTF_8), now))
                .as("plans that differ from %s (-Dgolden=write takes them over)", GOLDEN).isEmpty();
    }

    /// Line against line: the file has one line for each fact, under a heading for each case.
    private static List<String> differences(String written, String now) {
        var before = written.lines().toList();
        var after = now.lines().toList();
        var differences = new ArrayList<String>();
        for (int n = 0; n < Math.max(before.size(), after.size()) && differences.size() < MOST_DIFFERENCES; n++) {
            var was = n < before.size() ? before.get(n) : "(the end)";
            var is = n < after.size() ? after.get(n) : "(the end)";
            if (!was.equals(is)) {
                differences.add("line " + (n + 1) + "\n  - " + was + "\n  + " + is);
            }
        }
        return differences;
    }
}
