package dev.exeunt.acceptance.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What CloudFormation gets once SAM has read the template is whole.
class SamTest {

    @Test
    void theRulesAreThoseOfTheTranslator() {
        if (Shapes.TRANSLATOR.isEmpty()) {
            System.out.println("SAM's translator is not installed: the template's shape is tested by the rules alone");
        }
        Assumptions.assumeTrue(Shapes.TRANSLATOR.isPresent());
        var translated = Shapes.TRANSLATOR.get();

        assertThat(Shapes.RULES.types().keySet().stream().map(Sam::withoutDigest)).containsExactlyInAnyOrderElementsOf(
                translated.types().keySet().stream().map(Sam::withoutDigest).toList());
        var differences = new ArrayList<String>();
        Shapes.RULES.types().keySet()
                .forEach(id -> compare(id, Shapes.RULES.resource(id), translated.resource(Shapes.same(id, translated)),
                        differences));
        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.exeunt.acceptance.template.Shapes#all")
    void everyReferenceIsToSomethingThatIsThere(Expanded shape) {
        var there = new HashSet<>(shape.types().keySet());
        there.addAll(shape.section("Parameters").keySet());
        for (var section : List.of("Conditions", "Resources", "Outputs")) {
            shape.section(section).forEach((id, part) -> {
                var references = References.in(part);
                assertThat(references.things()).as(id)
                        .allMatch(name -> name.startsWith("AWS::") || there.contains(name));
                assertThat(references.conditions()).as(id).isSubsetOf(shape.section("Conditions").keySet());
            });
        }
        // Of those that only SAM makes, the template names this one.
        assertThat(References.in(shape.resource("PublicMapping")).things()).contains("PublicApiApiGatewayDefaultStage");
        assertThat(Shapes.FILE.section("Resources")).doesNotContainKey("PublicApiApiGatewayDefaultStage");
    }

    /// CloudFormation refuses circles. An API waits for the alias of its function, that for a deployment, and that for alarms:
    /// so no alarm on the API can be among them, nor can the function know the API's address.
    @ParameterizedTest
    @MethodSource("dev.exeunt.acceptance.template.Shapes#all")
    void nothingWaitsForItself(Expanded shape) {
        assertThat(shape.types().keySet()).allSatisfy(id -> assertThat(needs(shape, id)).doesNotContain(id));
        assertThat(needs(shape, "PublicApi")).contains("LogoutFunctionAliaslive", "LogoutFunctionDeploymentGroup",
                "LogoutBroken");
    }

    private static Set<String> needs(Expanded shape, String id) {
        var found = new HashSet<String>();
        Deque<String> open = new ArrayDeque<>(List.of(id));
        while (!open.isEmpty()) {
            for (var name : References.in(shape.resource(open.pop())).things()) {
                if (shape.types().containsKey(name) && found.add(name)) {
                    open.push(name);
                }
            }
        }
        return found;
    }

    /// Whether all that is said here is said there; there may be more.
    private static void compare(String path, Object here, Object there, List<String> differences) {
        if (here instanceof Map<?, ?> one && there instanceof Map<?, ?> other) {
            one.forEach((key, value) -> compare(path + "." + key, value, other.get(key), differences));
        } else if (here instanceof List<?> one && there instanceof List<?> other && one.size() == other.size()) {
            for (var index = 0; index < one.size(); index++) {
                compare(path + "." + index, one.get(index), other.get(index), differences);
            }
        } else if (!(here instanceof String text && there instanceof String other && Sam.withoutDigest(text).equals(Sam
                .withoutDigest(other)))) {
            differences.add("%s: %s, but %s".formatted(path, here, there));
        }
    }
}
