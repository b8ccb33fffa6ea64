package dev.exeunt.local.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A piece of the template. Scalars stay text, as CloudFormation treats them; an intrinsic function is a mapping with
/// one key, in its long form (`{"Fn::Sub": ...}`), whichever form was written.
sealed interface Node {

    record Scalar(String text) implements Node {}

    record Sequence(List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// @param entries in their written order
    record Mapping(Map<String, Node> entries) implements Node {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        Node get(String key) {
            return entries.getOrDefault(key, new Absent());
        }
    }

    /// Nothing: not written, or `AWS::NoValue`.
    record Absent() implements Node {}

    /// Reads a template's `Globals` into a resource as SAM does: maps are merged, lists prepended, the resource's own
    /// scalars win.
    static Node merged(Node global, Node own) {
        return switch (own) {
            case Absent() -> global;
            case Scalar _ -> own;
            case Sequence(var items) when global instanceof Sequence(var before) -> new Sequence(
                    Stream.concat(before.stream(), items.stream()).toList());
            case Sequence _ -> own;
            case Mapping mapping when global instanceof Mapping before && !isIntrinsic(before) && !isIntrinsic(
                    mapping) ->
                merged(before, mapping);
            case Mapping _ -> own;
        };
    }

    private static Mapping merged(Mapping global, Mapping own) {
        var all = new LinkedHashMap<>(global.entries());
        own.entries().forEach((key, value) -> all.put(key, merged(global.get(key), value)));
        return new Mapping(all);
    }

    /// Whether a mapping is an intrinsic function and not data.
    static boolean isIntrinsic(Mapping mapping) {
        return mapping.entries().size() == 1 && mapping.entries().keySet().stream().allMatch(
                key -> key.startsWith("Fn::") || key.equals("Ref") || key.equals("Condition"));
    }
}
