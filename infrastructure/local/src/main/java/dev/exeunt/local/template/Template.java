package dev.exeunt.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A SAM template: the only description of the deployed system, read here for the local run.
public final class Template {

    private static final String TRANSFORM = "AWS::Serverless-2016-10-31";

    private final Node.Mapping root;

    private Template(Node.Mapping root) {
        this.root = root;
    }

    /// Reads a template.
    ///
    /// @throws StartProblem if it is not YAML or has a section that is not understood
    public static Template parse(String yaml) {
        var root = YamlReader.read(yaml);
        var sections = new Fields("template", root);
        Set.of("Parameters", "Conditions", "Globals", "Resources", "Outputs").forEach(sections::node);
        if (!sections.text("Transform").equals(TRANSFORM)) {
            throw new StartProblem("template.Transform must be " + TRANSFORM);
        }
        sections.end(Map.of("AWSTemplateFormatVersion", "there is one", "Description", "for people", "Metadata",
                "for consoles"));
        return new Template(root);
    }

    /// The names of its parameters.
    public Set<String> parameters() {
        return section("Parameters").entries().keySet();
    }

    /// What must exist, for these parameters.
    ///
    /// @param given    values for parameters; the others have their defaults
    /// @param physical what the resources are called
    /// @throws StartProblem for a parameter that is not allowed, or for anything that is not understood
    public Stack stack(Map<String, String> given, Physical physical) {
        var values = Parameters.values(section("Parameters"), given);
        Map<String, Physical.Identity> identities = new LinkedHashMap<>();
        var evaluator = new Evaluator(values, section("Conditions"), Account.PSEUDO_PARAMETERS, identities);
        section("Conditions").entries().keySet().forEach(name -> evaluator.holds(name, "template"));
        var present = present(evaluator);
        present.forEach((id, type) -> identities.put(id, physical.of(id, type)));
        evaluator.evaluate(root.get("Outputs"), "Outputs");
        var readers = new ResourceReaders(identities);
        present.forEach((id, type) -> readers.read(id, type, evaluator.evaluate(properties(id, type), id)));
        return readers.stack();
    }

    private Map<String, String> present(Evaluator evaluator) {
        Map<String, String> present = new LinkedHashMap<>();
        section("Resources").entries().forEach((id, node) -> {
            var resource = new Fields(id, node);
            var type = resource.text("Type");
            resource.node("Properties");
            if (resource.optionalText("Condition").map(name -> evaluator.holds(name, id)).orElse(true)) {
                present.put(id, type);
            }
            resource.end(Irrelevant.ATTRIBUTES);
        });
        return present;
    }

    private Node properties(String id, String type) {
        var own = new Fields(id, section("Resources").get(id)).node("Properties");
        var globals = section("Globals");
        List<String> unknown = new ArrayList<>(globals.entries().keySet());
        unknown.remove("Function");
        if (!unknown.isEmpty()) {
            throw new StartProblem("Globals.%s is not understood by the local cloud".formatted(unknown.getFirst()));
        }
        return type.equals("AWS::Serverless::Function") ? Node.merged(globals.get("Function"), own) : own;
    }

    private Node.Mapping section(String name) {
        return root.get(name) instanceof Node.Mapping mapping ? mapping : new Node.Mapping(Map.of());
    }
}
