package dev.exeunt.core.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A JSON object that is read member by member. The first rule that is broken is remembered; reading goes on with a
/// harmless value, and [#result] tells in the end. A member that is `null` counts as omitted (RFC 7591, 2).
public final class Members {

    private final Map<String, Object> json;
    private final String prefix;
    private final First first;

    /// Of a whole body.
    public Members(Map<String, Object> json) {
        this(json, "", new First());
    }

    private Members(Map<String, Object> json, String prefix, First first) {
        this.json = json;
        this.prefix = prefix;
        this.first = first;
    }

    /// Whether there is such a member.
    public boolean has(String name) {
        return json.get(name) != null;
    }

    /// A text of 1 to `most` characters without control characters; null if omitted or wrong.
    public @Nullable String text(String name, int most) {
        return switch (json.get(name)) {
            case null -> null;
            case String text -> isText(name, text, most) ? text : null;
            default -> {
                refuse(name, "string", "must be a string");
                yield null;
            }
        };
    }

    /// A text that must be there; empty if it is wrong.
    public String required(String name, int most) {
        if (!has(name)) {
            refuse(name, "required", "is missing");
            return "";
        }
        var text = text(name, most);
        return text == null ? "" : text;
    }

    /// At most `items` texts of 1 to `most` characters each; empty if omitted or wrong.
    public List<String> texts(String name, int items, int most) {
        return switch (json.get(name)) {
            case null -> List.of();
            case List<?> list when list.stream().allMatch(String.class::isInstance) -> {
                var texts = list.stream().map(String.class::cast).toList();
                if (texts.size() > items) {
                    refuse(name, "items", "has more than " + items + " entries");
                }
                yield texts.stream().allMatch(text -> isText(name, text, most)) ? texts : List.of();
            }
            default -> {
                refuse(name, "array_of_strings", "must be an array of strings");
                yield List.of();
            }
        };
    }

    /// As [#texts], of texts that may go over several lines.
    public List<String> blocks(String name, int items, int most) {
        var given = json.get(name) instanceof List<?> list
                ? list.stream().map(one -> one instanceof String text ? text.replaceAll("[\\r\\n]+", " ") : one)
                        .toList()
                : json.get(name);
        var one = new HashMap<String, Object>();
        if (given != null) {
            one.put(name, given);
        }
        return new Members(one, prefix, first).texts(name, items, most);
    }

    /// At most `items` objects; empty if omitted or wrong.
    @SuppressWarnings("unchecked") // names in JSON are strings
    public List<Members> objects(String name, int items) {
        return switch (json.get(name)) {
            case null -> List.of();
            case List<?> list when list.stream().allMatch(Map.class::isInstance) -> {
                if (list.size() > items) {
                    refuse(name, "items", "has more than " + items + " entries");
                    yield List.of();
                }
                yield IntStream.range(0, list.size())
                        .mapToObj(n -> new Members((Map<String, Object>) list.get(n), prefix + name + "[" + n + "].",
                                first))
                        .toList();
            }
            default -> {
                refuse(name, "array_of_objects", "must be an array of objects");
                yield List.of();
            }
        };
    }

    /// A boolean; false if omitted or wrong.
    public boolean flag(String name) {
        return switch (json.get(name)) {
            case null -> false;
            case Boolean value -> value;
            default -> {
                refuse(name, "boolean", "must be true or false");
                yield false;
            }
        };
    }

    /// A whole number between two others, both included; null if omitted or wrong.
    public @Nullable Long number(String name, long least, long most) {
        return switch (json.get(name)) {
            case null -> null;
            case Long value when value >= least && value <= most -> value;
            case Number _ -> {
                refuse(name, "range", "must be a whole number from " + least + " to " + most);
                yield null;
            }
            default -> {
                refuse(name, "integer", "must be a whole number");
                yield null;
            }
        };
    }

    /// An object; null if omitted or wrong.
    @SuppressWarnings("unchecked")
    public @Nullable Map<String, Object> object(String name) {
        return switch (json.get(name)) {
            case null -> null;
            case Map<?, ?> map -> (Map<String, Object>) map;
            default -> {
                refuse(name, "object", "must be an object");
                yield null;
            }
        };
    }

    /// The members of an object within this one; none if it is omitted or wrong.
    public Members within(String name) {
        var inner = object(name);
        return new Members(inner == null ? Map.of() : inner, prefix + name + ".", first);
    }

    /// A rule that a member breaks. Only the first counts.
    ///
    /// @param detail what is wrong, as the end of a sentence that begins with the member's name; never its value
    public void refuse(String name, String rule, String detail) {
        if (first.problem == null) {
            var field = prefix + name;
            first.problem = Problem.invalid(field, rule, field + " " + detail + ".");
        }
    }

    /// The first rule that was broken, if any was.
    public Optional<Problem> problem() {
        return Optional.ofNullable(first.problem);
    }

    /// What was read, if nothing was wrong with it.
    public <T> Checked<T> result(Supplier<T> value) {
        var problem = first.problem;
        return problem == null ? new Checked.Good<>(value.get()) : new Checked.Bad<>(problem);
    }

    private boolean isText(String name, String text, int most) {
        if (text.isEmpty()) {
            refuse(name, "not_empty", "must not be empty");
        } else if (text.length() > most) {
            refuse(name, "length", "has more than " + most + " characters");
        } else if (text.codePoints().anyMatch(Members::isUnwritable)) {
            refuse(name, "characters", "holds a control character");
        } else {
            return true;
        }
        return false;
    }

    /// Control characters, and halves of surrogate pairs, which no UTF-8 can hold.
    private static boolean isUnwritable(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static final class First {
        private @Nullable Problem problem;
    }
}
