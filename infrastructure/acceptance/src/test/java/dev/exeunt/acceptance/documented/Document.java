package dev.exeunt.acceptance.documented;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A document of the repository, section by section.
///
/// @param name     its path from the repository's folder
/// @param sections in their order, the one before the first heading included
record Document(String name, List<Section> sections) {

    static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent().getParent();

    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final String FENCE = "```";

    /// What stands under one heading.
    ///
    /// @param heading without its marks
    /// @param prose   everything but the blocks
    /// @param blocks  the fenced blocks
    record Section(String heading, String prose, List<Block> blocks) {

        /// What is written as code amid the words. A bar is escaped in a table.
        List<String> spans() {
            return SPAN.matcher(prose).results().map(span -> span.group(1).replace("\\|", "|")).toList();
        }
    }

    /// A fenced block.
    ///
    /// @param language what stands behind the fence
    record Block(String language, String text) {

        /// Its commands, a line each unless it ends with a backslash.
        List<String> commands() {
            return text.replaceAll("\\\\\n\\s*", "").lines().filter(line -> !line.isBlank()).toList();
        }
    }

    /// Those that people read to use, deploy and operate the project.
    static List<Document> all() {
        try (var docs = Files.list(REPOSITORY.resolve("docs"))) {
            var names = docs.map(file -> "docs/" + file.getFileName()).filter(name -> name.endsWith(".md")).sorted();
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "ARCHITECTURE.md"), names)
                    .map(Document::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Document read(String name) {
        return new Document(name, sections(text(name)));
    }

    /// A file of the repository.
    static String text(String name) {
        try {
            return Files.readString(REPOSITORY.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The section under this heading.
    Section section(String heading) {
        return sections.stream().filter(section -> section.heading().equals(heading)).findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no section " + heading));
    }

    private static List<Section> sections(String text) {
        var sections = new ArrayList<Section>();
        var heading = "";
        var prose = new StringBuilder();
        var blocks = new ArrayList<Block>();
        for (var lines = text.lines().iterator(); lines.hasNext();) {
            var line = lines.next();
            if (line.startsWith(FENCE)) {
                var block = new StringBuilder();
                for (var inside = lines.next(); !inside.startsWith(FENCE); inside = lines.next()) {
                    block.append(inside).append('\n');
                }
                blocks.add(new Block(line.substring(FENCE.length()), block.toString()));
            } else if (line.matches("#+ .*")) {
                sections.add(new Section(heading, prose.toString(), List.copyOf(blocks)));
                heading = line.replaceFirst("#+ ", "");
                prose.setLength(0);
                blocks.clear();
            } else {
                prose.append(line).append('\n');
            }
        }
        sections.add(new Section(heading, prose.toString(), List.copyOf(blocks)));
        return sections;
    }
}
