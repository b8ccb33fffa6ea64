package dev.exeunt.acceptance.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The policies of the functions in the template. Where a condition chooses between two statements, both count.
final class Policies {

    private Policies() {
    }

    /// What each function is allowed, by its name.
    ///
    /// @param functions properties of each, as they are written
    static Map<String, Set<Permission>> of(Map<String, Map<String, Object>> functions) {
        var allowed = new TreeMap<String, Set<Permission>>();
        functions.forEach((id, properties) -> {
            var permissions = new TreeSet<Permission>();
            list(properties.get("Policies")).forEach(
                    policy -> list(map(policy).get("Statement")).forEach(statement -> read(statement, permissions)));
            allowed.put(id, permissions);
        });
        return allowed;
    }

    private static void read(Object statement, Set<Permission> permissions) {
        var map = map(statement);
        if (map.containsKey("!If")) {
            list(map.get("!If")).stream().filter(Map.class::isInstance).filter(each -> !map(each).containsKey("!Ref"))
                    .forEach(each -> read(each, permissions));
            return;
        }
        for (var action : list(map.get("Action"))) {
            resources(map.get("Resource")).forEach(
                    resource -> permissions.add(new Permission((String) action, resource)));
        }
    }

    private static Stream<String> resources(Object resource) {
        return switch (resource) {
            case List<?> all -> all.stream().flatMap(Policies::resources);
            case Map<?, ?> tag when tag.containsKey("!If") -> list(tag.get("!If")).stream().skip(1)
                    .flatMap(Policies::resources).distinct();
            case Map<?, ?> tag -> Stream.of(kind(String.valueOf(tag.values().iterator().next())));
            default -> throw new AssertionError("a resource that is not a reference: " + resource);
        };
    }

    private static String kind(String reference) {
        if (reference.startsWith("${Table.Arn}/")) {
            return reference.replaceFirst("^[^/]+/", "");
        }
        if (reference.contains(":key/") || reference.startsWith("SigningKey")) {
            return "key";
        }
        return switch (reference) {
            case "Table.Arn" -> "table";
            case "DeliveriesQueue.Arn" -> "queue";
            default -> reference.endsWith("Secret") ? "secret" : reference;
        };
    }

    private static List<?> list(Object node) {
        return node instanceof List<?> list ? list : List.of(node);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }
}
