package dev.exeunt.acceptance.template;

import static dev.exeunt.acceptance.template.TemplateFile.map;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes tags out: `{"!GetAtt": "Table.Arn"}` becomes `{"Fn::GetAtt": ["Table", "Arn"]}`.
final class LongForm {

    private LongForm() {
    }

    static Object of(Object node) {
        return switch (node) {
            case Map<?, ?> map -> {
                Map<String, Object> written = new LinkedHashMap<>();
                map(map).forEach((key, value) -> written.put(name(key),
                        key.equals("!GetAtt") && value instanceof String text
                                ? List.of(text.split("\\.", 2))
                                : of(value)));
                yield written;
            }
            case List<?> list -> list.stream().map(LongForm::of).toList();
            default -> node;
        };
    }

    private static String name(String key) {
        return switch (key) {
            case "!Ref" -> "Ref";
            case "!Condition" -> "Condition";
            default -> key.startsWith("!") ? "Fn::" + key.substring(1) : key;
        };
    }
}
