package dev.exeunt.acceptance.policy;

import dev.exeunt.acceptance.template.TemplateFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The policies of the functions in the template, of the function or of the role that it names.
///
/// @param conditions that hold, where one chooses; no other does
record Policies(TemplateFile template, Set<String> conditions) {

    /// What each function is allowed, by its name.
    Map<String, Set<Permission>> allowed() {
        var allowed = new TreeMap<String, Set<Permission>>();
        template.resources("AWS::Serverless::Function").forEach((id, properties) -> {
            var permissions = new TreeSet<Permission>();
            documents(properties)
                    .flatMap(document -> list(map(document).get("Statement")).stream())
                    .forEach(statement -> read(chosen(statement), permissions));
            allowed.put(id, permissions);
        });
        return allowed;
    }

    private Stream<Object> documents(Map<String, Object> function) {
        if (!function.containsKey("Role")) {
            return list(function.get("Policies")).stream().map(Object.class::cast);
        }
        var role = ((String) map(function.get("Role")).get("!GetAtt")).replaceFirst("\\.Arn$", "");
        return list(template.resources("AWS::IAM::Role").get(role).get("Policies")).stream()
                .map(policy -> map(policy).get("PolicyDocument"));
    }

    private void read(Object statement, Set<Permission> permissions) {
        var map = map(statement);
        if ("AWS::NoValue".equals(map.get("!Ref"))) {
            return;
        }
        if (!"Allow".equals(map.get("Effect"))) {
            throw new AssertionError("a statement that allows nothing: " + map);
        }
        for (var action : list(map.get("Action"))) {
            resources(map.get("Resource")).forEach(
                    resource -> permissions.add(new Permission((String) action, resource)));
        }
    }

    /// What a node is in this deployment.
    private Object chosen(Object node) {
        if (node instanceof Map<?, ?> tag && tag.get("!If") instanceof List<?> choice) {
            return chosen(choice.get(conditions.contains(choice.getFirst()) ? 1 : 2));
        }
        return node;
    }

    private Stream<String> resources(Object written) {
        return switch (chosen(written)) {
            case List<?> all -> all.stream().flatMap(this::resources);
            case Map<?, ?> tag -> Stream.of(kind(String.valueOf(tag.values().iterator().next())));
            default -> throw new AssertionError("a resource that is not a reference: " + written);
        };
    }

    private static String kind(String reference) {
        if (reference.startsWith("${Table.Arn}/")) {
            return reference.replaceFirst("^[^/]+/", "");
        }
        if (reference.contains(":key/") || reference.equals("SigningKey.Arn")) {
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
