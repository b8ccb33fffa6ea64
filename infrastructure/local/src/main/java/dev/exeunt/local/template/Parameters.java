package dev.exeunt.local.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The template's parameters with the values of this run, each checked against its declaration as CloudFormation does.
final class Parameters {

    private Parameters() {
    }

    /// The value of every declared parameter: a scalar, or a sequence for a list.
    ///
    /// @throws StartProblem if one is unknown, missing or not allowed
    static Map<String, Node> values(Node.Mapping declared, Map<String, String> given) {
        for (var name : given.keySet()) {
            if (!declared.entries().containsKey(name)) {
                throw new StartProblem("parameter %s is unknown; the template has %s".formatted(name,
                        String.join(", ", declared.entries().keySet())));
            }
        }
        Map<String, Node> values = new LinkedHashMap<>();
        declared.entries().forEach((name, node) -> values.put(name, value(new Fields("parameter " + name, node),
                Optional.ofNullable(given.get(name)))));
        return values;
    }

    private static Node value(Fields declared, Optional<String> given) {
        var type = declared.text("Type");
        var initial = declared.optionalText("Default");
        var text = given.or(() -> initial).orElseThrow(
                () -> new StartProblem(declared.path() + " needs a value: it has no default"));
        Node value = switch (type) {
            case "String", "Number" -> new Node.Scalar(text);
            case "CommaDelimitedList" -> new Node.Sequence(items(text).stream().<Node>map(Node.Scalar::new).toList());
            default -> throw new StartProblem(declared.path() + " has the type " + type + ", which is not understood");
        };
        var problems = new ArrayList<String>();
        var single = value instanceof Node.Sequence ? items(text) : List.of(text);
        single.forEach(item -> check(declared, type, item, problems));
        var hint = declared.optionalText("ConstraintDescription");
        if (!problems.isEmpty()) {
            throw new StartProblem("%s is '%s', but must %s%s".formatted(declared.path(), text, problems.getFirst(),
                    hint.map(h -> " (" + h + ")").orElse("")));
        }
        declared.end(Map.of("Description", "for people", "NoEcho", "for consoles"));
        return value;
    }

    private static List<String> items(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip).toList();
    }

    private static void check(Fields declared, String type, String text, List<String> problems) {
        declared.optionalText("AllowedPattern").filter(pattern -> !Pattern.matches(pattern, text))
                .ifPresent(pattern -> problems.add("match " + pattern));
        var allowed = declared.texts("AllowedValues");
        if (!allowed.isEmpty() && !allowed.contains(text)) {
            problems.add("be one of " + String.join(", ", allowed));
        }
        declared.optionalNumber("MinLength").filter(min -> text.length() < min)
                .ifPresent(min -> problems.add("have at least " + min + " characters"));
        declared.optionalNumber("MaxLength").filter(max -> text.length() > max)
                .ifPresent(max -> problems.add("have at most " + max + " characters"));
        var min = declared.optionalText("MinValue").map(BigDecimal::new);
        var max = declared.optionalText("MaxValue").map(BigDecimal::new);
        if (type.equals("Number")) {
            checkNumber(text, min, max, problems);
        }
    }

    private static void checkNumber(String text, Optional<BigDecimal> min, Optional<BigDecimal> max,
            List<String> problems) {
        try {
            var number = new BigDecimal(text);
            min.filter(least -> number.compareTo(least) < 0).ifPresent(least -> problems.add("be at least " + least));
            max.filter(most -> number.compareTo(most) > 0).ifPresent(most -> problems.add("be at most " + most));
        } catch (NumberFormatException _) {
            problems.add("be a number");
        }
    }
}
