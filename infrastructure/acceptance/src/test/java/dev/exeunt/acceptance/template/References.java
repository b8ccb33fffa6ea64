package dev.exeunt.acceptance.template;

import static dev.exeunt.acceptance.template.TemplateFile.map;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The names that a part of an expanded template refers to.
///
/// @param things     resources, parameters and what AWS names itself (`AWS::Region`)
/// @param conditions what must hold
record References(Set<String> things, Set<String> conditions) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}.]+)[^}]*}");

    /// Those of a node and all below it.
    static References in(Object node) {
        var found = new References(new TreeSet<>(), new TreeSet<>());
        found.read(node);
        return found;
    }

    private void read(Object node) {
        switch (node) {
            case Map<?, ?> map -> map(map).forEach(this::read);
            case List<?> list -> list.forEach(this::read);
            default -> {
                // A text refers to nothing.
            }
        }
    }

    private void read(String key, Object value) {
        switch (key) {
            case "Ref" -> things.add((String) value);
            case "Fn::GetAtt" -> things.add((String) ((List<?>) value).getFirst());
            case "Fn::Sub" -> substitute(value);
            case "Fn::If" -> {
                conditions.add((String) ((List<?>) value).getFirst());
                read(value);
            }
            case "DependsOn" -> things.addAll(value instanceof List<?> list
                    ? list.stream().map(String.class::cast).toList()
                    : List.of((String) value));
            // That of an IAM statement is a map.
            case "Condition" -> {
                if (value instanceof String name) {
                    conditions.add(name);
                }
                read(value);
            }
            default -> read(value);
        }
    }

    private void substitute(Object value) {
        var own = value instanceof List<?> both ? map(both.get(1)) : Map.<String, Object>of();
        var text = (String) (value instanceof List<?> both ? both.getFirst() : value);
        VARIABLE.matcher(text).results().map(found -> found.group(1)).filter(name -> !own.containsKey(name))
                .forEach(things::add);
        read(own);
    }
}
