package dev.exeunt.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// YAML with CloudFormation's tags, as a tree of {@link Node}s in which every tag is in its long form.
final class YamlReader {

    private YamlReader() {
    }

    static Node.Mapping read(String yaml) {
        try {
            var root = new Compose(LoadSettings.builder().setLabel("template").build()).composeString(yaml);
            if (root.isPresent() && node(root.get()) instanceof Node.Mapping mapping) {
                return mapping;
            }
            throw new StartProblem("the template is not a YAML mapping");
        } catch (YamlEngineException e) {
            throw new StartProblem("the template is not YAML: " + String.valueOf(e.getMessage()).replace('\n', ' '), e);
        }
    }

    private static Node node(org.snakeyaml.engine.v2.nodes.Node yaml) {
        var content = content(yaml);
        var tag = yaml.getTag().getValue();
        return tag.startsWith("!") && tag.length() > 1 ? intrinsic(tag.substring(1), content) : content;
    }

    private static Node content(org.snakeyaml.engine.v2.nodes.Node yaml) {
        return switch (yaml) {
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> new Node.Absent();
            case ScalarNode scalar -> new Node.Scalar(scalar.getValue());
            case SequenceNode sequence ->
                new Node.Sequence(sequence.getValue().stream().map(YamlReader::node).toList());
            case MappingNode mapping -> mapping(mapping);
            default -> throw new StartProblem("the template has an unexpected kind of node " + yaml.getNodeType());
        };
    }

    private static Node.Mapping mapping(MappingNode yaml) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (var tuple : yaml.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new StartProblem("the template has a key that is not a scalar");
            }
            entries.put(key.getValue(), node(tuple.getValueNode()));
        }
        return new Node.Mapping(entries);
    }

    private static Node intrinsic(String tag, Node content) {
        return switch (tag) {
            case "Ref", "Condition" -> new Node.Mapping(Map.of(tag, content));
            case "GetAtt" -> new Node.Mapping(Map.of("Fn::GetAtt", dotted(content)));
            default -> new Node.Mapping(Map.of("Fn::" + tag, content));
        };
    }

    /// `A.b.c` names the attribute `b.c` of `A`.
    private static Node dotted(Node content) {
        if (!(content instanceof Node.Scalar(var text))) {
            return content;
        }
        List<Node> parts = new ArrayList<>();
        for (var part : text.split("\\.", 2)) {
            parts.add(new Node.Scalar(part));
        }
        return new Node.Sequence(parts);
    }
}
