package dev.exeunt.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Evaluates intrinsic functions. Only the branch of an `Fn::If` that is taken is looked at.
final class Evaluator {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^}]+)}");

    private final Map<String, Node> parameters;
    private final Node.Mapping conditions;
    private final Map<String, Physical.Identity> resources;
    private final Map<String, String> pseudo;

    /// @param parameters their values
    /// @param conditions as declared
    /// @param pseudo     the pseudo parameters, such as `AWS::Region`
    /// @param resources  every resource that exists; one that its condition leaves out is not among them
    Evaluator(Map<String, Node> parameters, Node.Mapping conditions, Map<String, String> pseudo,
            Map<String, Physical.Identity> resources) {
        this.parameters = parameters;
        this.conditions = conditions;
        this.pseudo = pseudo;
        this.resources = resources;
    }

    /// The node with every intrinsic function replaced by its value.
    ///
    /// @param path where it stands, for messages
    Node evaluate(Node node, String path) {
        return switch (node) {
            case Node.Absent _,Node.Scalar _ -> node;
            case Node.Sequence(var items) -> new Node.Sequence(items.stream().map(item -> evaluate(item, path))
                    .filter(item -> !(item instanceof Node.Absent)).toList());
            case Node.Mapping mapping when Node.isIntrinsic(mapping) -> intrinsic(mapping, path);
            case Node.Mapping mapping -> entries(mapping, path);
        };
    }

    /// Whether a declared condition holds.
    boolean holds(String condition, String path) {
        if (!conditions.entries().containsKey(condition)) {
            throw new StartProblem("%s names the condition %s, which the template does not have".formatted(path,
                    condition));
        }
        return truth(conditions.get(condition), "condition " + condition);
    }

    private Node entries(Node.Mapping mapping, String path) {
        var values = new LinkedHashMap<String, Node>();
        mapping.entries().forEach((key, value) -> {
            var evaluated = evaluate(value, path + "." + key);
            if (!(evaluated instanceof Node.Absent)) {
                values.put(key, evaluated);
            }
        });
        return new Node.Mapping(values);
    }

    private Node intrinsic(Node.Mapping mapping, String path) {
        var name = mapping.entries().keySet().iterator().next();
        var argument = mapping.get(name);
        return switch (name) {
            case "Ref" -> ref(text(argument, path), path);
            case "Fn::GetAtt" -> attribute(arguments(argument, 2, path), path);
            case "Fn::Sub" -> sub(argument, path);
            case "Fn::Join" -> join(arguments(argument, 2, path), path);
            case "Fn::If" -> choose(arguments(argument, 3, path), path);
            // A property may be called Condition, as in an IAM statement: then it is data.
            case "Condition" -> argument instanceof Node.Scalar(var text) && conditions.entries().containsKey(text)
                    ? scalar(holds(text, path))
                    : entries(mapping, path);
            case "Fn::Equals", "Fn::Not", "Fn::Or", "Fn::And" -> scalar(truth(mapping, path));
            default -> throw new StartProblem("%s uses %s, which is not understood by the local cloud".formatted(path,
                    name));
        };
    }

    private Node ref(String name, String path) {
        if (name.equals("AWS::NoValue")) {
            return new Node.Absent();
        }
        var parameter = parameters.get(name);
        if (parameter != null) {
            return parameter;
        }
        var value = pseudo.get(name);
        return new Node.Scalar(value != null ? value : resource(name, path).ref());
    }

    private Physical.Identity resource(String name, String path) {
        var identity = resources.get(name);
        if (identity == null) {
            throw new StartProblem("%s refers to %s, which does not exist".formatted(path, name));
        }
        return identity;
    }

    private Node attribute(List<Node> arguments, String path) {
        return new Node.Scalar(attribute(text(arguments.get(0), path), text(arguments.get(1), path), path));
    }

    private String attribute(String resource, String attribute, String path) {
        var value = resource(resource, path).attributes().get(attribute);
        if (value == null) {
            throw new StartProblem("%s asks for %s.%s, which is not known to the local cloud".formatted(path, resource,
                    attribute));
        }
        return value;
    }

    private Node sub(Node argument, String path) {
        if (argument instanceof Node.Sequence(var items) && items.size() == 2
                && items.get(1) instanceof Node.Mapping own) {
            return new Node.Scalar(sub(text(items.get(0), path),
                    name -> own.entries().containsKey(name) ? text(own.get(name), path) : variable(name, path)));
        }
        return new Node.Scalar(sub(text(argument, path), name -> variable(name, path)));
    }

    private static String sub(String pattern, UnaryOperator<String> variables) {
        return VARIABLE.matcher(pattern).replaceAll(found -> Matcher.quoteReplacement(found.group(1).isEmpty()
                ? variables.apply(found.group(2).strip())
                : "${" + found.group(2) + "}"));
    }

    private String variable(String name, String path) {
        var dot = name.indexOf('.');
        return dot < 0
                ? text(ref(name, path), path)
                : attribute(name.substring(0, dot), name.substring(dot + 1), path);
    }

    private Node join(List<Node> arguments, String path) {
        var parts = new ArrayList<String>();
        for (var item : list(evaluate(arguments.get(1), path), path)) {
            parts.add(text(item, path));
        }
        return new Node.Scalar(String.join(text(arguments.get(0), path), parts));
    }

    private Node choose(List<Node> arguments, String path) {
        var taken = holds(text(arguments.get(0), path), path) ? 1 : 2;
        return evaluate(arguments.get(taken), path);
    }

    private boolean truth(Node node, String path) {
        if (!(node instanceof Node.Mapping mapping) || !Node.isIntrinsic(mapping)) {
            throw new StartProblem(path + " must be a condition function");
        }
        var name = mapping.entries().keySet().iterator().next();
        var argument = mapping.get(name);
        return switch (name) {
            case "Condition" -> holds(text(argument, path), path);
            case "Fn::Equals" -> {
                var both = arguments(argument, 2, path);
                yield evaluate(both.get(0), path).equals(evaluate(both.get(1), path));
            }
            case "Fn::Not" -> !truth(arguments(argument, 1, path).getFirst(), path);
            case "Fn::Or" -> list(argument, path).stream().anyMatch(item -> truth(item, path));
            case "Fn::And" -> list(argument, path).stream().allMatch(item -> truth(item, path));
            default -> throw new StartProblem("%s uses %s, which is not a condition function".formatted(path, name));
        };
    }

    private String text(Node node, String path) {
        if (evaluate(node, path) instanceof Node.Scalar(var text)) {
            return text;
        }
        throw new StartProblem(path + " needs a single value");
    }

    private static List<Node> list(Node node, String path) {
        if (node instanceof Node.Sequence(var items)) {
            return items;
        }
        throw new StartProblem(path + " needs a list");
    }

    private static List<Node> arguments(Node node, int count, String path) {
        var items = list(node, path);
        if (items.size() != count) {
            throw new StartProblem("%s has a function with %d arguments instead of %d".formatted(path, items.size(),
                    count));
        }
        return items;
    }

    private static Node scalar(boolean truth) {
        return new Node.Scalar(String.valueOf(truth));
    }
}
