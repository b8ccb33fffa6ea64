package dev.exeunt.acceptance.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// `template.yaml` as it is written: maps, lists and texts. A tag is a map with one entry (`{"!Ref": "Table"}`).
public record TemplateFile(Path path, Map<String, Object> root) {

    /// The repository's folder.
    static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent().getParent();

    /// The deployed one.
    public static TemplateFile read() {
        return read(REPOSITORY.resolve("template.yaml"));
    }

    /// Another template.
    static TemplateFile read(Path path) {
        var yaml = new Compose(LoadSettings.builder().build()).composeString(text(path)).orElseThrow();
        return new TemplateFile(path, map(plain(yaml)));
    }

    String text() {
        return text(path);
    }

    Map<String, Object> section(String name) {
        return map(root.get(name));
    }

    /// The properties of each resource of a type, by its name.
    public Map<String, Map<String, Object>> resources(String type) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        section("Resources").forEach((id, resource) -> {
            if (map(resource).get("Type").equals(type)) {
                found.put(id, map(map(resource).getOrDefault("Properties", Map.of())));
            }
        });
        return found;
    }

    /// Shows every value below a node, with the way to it: `Resources.Table.Type`.
    static void walk(String path, Object node, BiConsumer<String, Object> visitor) {
        visitor.accept(path, node);
        switch (node) {
            case Map<?, ?> map -> map.forEach((key, value) -> walk(path + "." + key, value, visitor));
            case List<?> list -> list.forEach(item -> walk(path, item, visitor));
            default -> {
                // A text has nothing below it.
            }
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    private static Object plain(Node node) {
        Object content = switch (node) {
            case MappingNode mapping -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                mapping.getValue().forEach(tuple -> entries.put(((ScalarNode) tuple.getKeyNode()).getValue(), plain(
                        tuple.getValueNode())));
                yield entries;
            }
            case SequenceNode sequence -> {
                var items = new ArrayList<Object>();
                sequence.getValue().forEach(item -> items.add(plain(item)));
                yield items;
            }
            default -> ((ScalarNode) node).getValue();
        };
        var tag = node.getTag().getValue();
        return tag.startsWith("!") && tag.length() > 1 ? Map.of(tag, content) : content;
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
