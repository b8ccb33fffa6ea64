package dev.exeunt.acceptance.template;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/// `template.yaml` once SAM has read it: by the rules in `Sam`, and by SAM's own translator where that is installed.
final class Shapes {

    static final TemplateFile FILE = TemplateFile.read();
    static final Expanded RULES = Sam.expand(FILE);
    static final Optional<Expanded> TRANSLATOR = Translator.expand(FILE);

    private Shapes() {
    }

    static Stream<Named<Expanded>> all() {
        return Stream.concat(Stream.of(Named.of("by the rules", RULES)), TRANSLATOR.stream().map(shape -> Named.of(
                "by the translator", shape)));
    }

    /// The same resource, whatever digits its name has there.
    static String same(String id, Expanded shape) {
        var plain = Sam.withoutDigest(id);
        return shape.types().keySet().stream().filter(other -> Sam.withoutDigest(other).equals(plain)).findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + id));
    }
}
