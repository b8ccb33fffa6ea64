package dev.exeunt.acceptance.template;

import static dev.exeunt.acceptance.template.TemplateFile.map;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A template as CloudFormation gets it: SAM's types are replaced, and functions have their long names, such as
/// `{"Fn::GetAtt": ["Table", "Arn"]}`. Every value is a map, a list or a text.
record Expanded(Map<String, Object> root) {

    Map<String, Object> section(String name) {
        return map(root.getOrDefault(name, Map.of()));
    }

    /// A resource with all its attributes.
    Map<String, Object> resource(String id) {
        if (!section("Resources").containsKey(id)) {
            throw new AssertionError("there is no resource " + id);
        }
        return map(section("Resources").get(id));
    }

    Map<String, Object> properties(String id) {
        return map(resource(id).getOrDefault("Properties", Map.of()));
    }

    /// The properties of each resource of a type, by its name.
    Map<String, Map<String, Object>> resources(String type) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        types().forEach((id, each) -> {
            if (each.equals(type)) {
                found.put(id, properties(id));
            }
        });
        return found;
    }

    /// What each resource is, by its name.
    Map<String, String> types() {
        Map<String, String> types = new TreeMap<>();
        section("Resources").forEach((id, resource) -> types.put(id, (String) map(resource).get("Type")));
        return types;
    }

    static Map<String, Object> ref(String id) {
        return Map.of("Ref", id);
    }

    static Map<String, Object> attribute(String id, String attribute) {
        return Map.of("Fn::GetAtt", List.of(id, attribute));
    }
}
