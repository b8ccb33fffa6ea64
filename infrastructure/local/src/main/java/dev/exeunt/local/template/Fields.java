package dev.exeunt.local.template;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// The properties of one thing in the template, read one by one. What nobody read is a problem in {@link #end}, so a
/// property that is not understood cannot pass in silence.
final class Fields {

    private final String path;
    private final Node.Mapping mapping;
    private final Set<String> read = new HashSet<>();

    Fields(String path, Node node) {
        this.path = path;
        this.mapping = switch (node) {
            case Node.Mapping entries -> entries;
            case Node.Absent() -> new Node.Mapping(Map.of());
            case Node.Scalar _,Node.Sequence _ -> throw new StartProblem(path + " must be a mapping");
        };
    }

    /// Where in the template this is: `DeliveriesQueue.RedrivePolicy`.
    String path() {
        return path;
    }

    Node node(String name) {
        read.add(name);
        return mapping.get(name);
    }

    boolean has(String name) {
        return !(node(name) instanceof Node.Absent);
    }

    Fields fields(String name) {
        return new Fields(path + "." + name, node(name));
    }

    /// The fields of each item of a list; missing means none.
    List<Fields> list(String name) {
        var items = items(name);
        return IntStream.range(0, items.size())
                .mapToObj(n -> new Fields("%s.%s[%d]".formatted(path, name, n), items.get(n))).toList();
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> new StartProblem("%s.%s is missing".formatted(path, name)));
    }

    Optional<String> optionalText(String name) {
        return switch (node(name)) {
            case Node.Absent() -> Optional.empty();
            case Node.Scalar(var text) -> Optional.of(text);
            case Node.Mapping _,Node.Sequence _ -> throw new StartProblem(
                    "%s.%s must be a single value".formatted(path, name));
        };
    }

    List<String> texts(String name) {
        return items(name).stream().map(item -> switch (item) {
            case Node.Scalar(var text) -> text;
            default -> throw new StartProblem("%s.%s must be a list of single values".formatted(path, name));
        }).toList();
    }

    Optional<Integer> optionalNumber(String name) {
        return optionalText(name).map(text -> {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                throw new StartProblem("%s.%s must be a whole number, not '%s'".formatted(path, name, text), e);
            }
        });
    }

    Optional<Boolean> optionalFlag(String name) {
        return optionalText(name).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new StartProblem("%s.%s must be true or false, not '%s'".formatted(path, name, text));
        });
    }

    /// Says that everything has been read.
    ///
    /// @param irrelevant properties that make no difference in the local run, with the reason
    /// @throws StartProblem for a property that nobody read and that is not irrelevant
    void end(Map<String, String> irrelevant) {
        for (var name : mapping.entries().keySet()) {
            if (!read.contains(name) && !irrelevant.containsKey(name)) {
                throw new StartProblem("%s.%s is not understood by the local cloud".formatted(path, name));
            }
        }
    }

    private List<Node> items(String name) {
        return switch (node(name)) {
            case Node.Absent() -> List.of();
            case Node.Sequence(var items) -> items;
            case Node.Mapping _,Node.Scalar _ -> throw new StartProblem("%s.%s must be a list".formatted(path, name));
        };
    }
}
