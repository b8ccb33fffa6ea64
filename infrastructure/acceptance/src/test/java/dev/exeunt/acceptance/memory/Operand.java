package dev.exeunt.acceptance.memory;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A part of an expression that has a value, or none.
sealed interface Operand {

    /// What expressions are about: an item, and what their names and values stand for.
    record Scope(Map<String, AttributeValue> item, Map<String, String> names, Map<String, AttributeValue> values) {}

    /// The value in this scope; empty where an attribute is missing.
    Optional<AttributeValue> value(Scope scope);

    /// An attribute, by an alias or its own name, or an element of one that is a list.
    ///
    /// @param index of the element, or -1 for the attribute itself
    record Path(String name, int index) implements Operand {

        String attribute(Scope scope) {
            return name.startsWith("#") ? scope.names().get(name) : name;
        }

        @Override
        public Optional<AttributeValue> value(Scope scope) {
            var whole = Optional.ofNullable(scope.item().get(attribute(scope)));
            return index < 0
                    ? whole
                    : whole.filter(AttributeValue::hasL).filter(list -> index < list.l().size())
                            .map(list -> list.l().get(index));
        }
    }

    /// A value that the request brings.
    record Given(String name) implements Operand {

        @Override
        public Optional<AttributeValue> value(Scope scope) {
            return Optional.of(scope.values().get(name));
        }
    }

    /// `size(path)`: characters, bytes or elements.
    record Size(Path path) implements Operand {

        @Override
        public Optional<AttributeValue> value(Scope scope) {
            return path.value(scope).map(value -> AttributeValue.fromN(Integer.toString(switch (value.type()) {
                case S -> Value.bytes(value.s());
                case B -> value.b().asByteArrayUnsafe().length;
                case L -> value.l().size();
                case M -> value.m().size();
                default -> throw Refusals.unknown("size of " + value.type());
            })));
        }
    }

    /// `if_not_exists(path, otherwise)`.
    record Otherwise(Path path, Operand otherwise) implements Operand {

        @Override
        public Optional<AttributeValue> value(Scope scope) {
            return path.value(scope).or(() -> otherwise.value(scope));
        }
    }

    /// `list_append(first, second)`.
    record Appended(Operand first, Operand second) implements Operand {

        @Override
        public Optional<AttributeValue> value(Scope scope) {
            return Optional.of(AttributeValue.fromL(Stream.of(first, second)
                    .flatMap(part -> part.value(scope).map(AttributeValue::l).orElseThrow(
                            () -> Refusals.invalid("list_append of an attribute that does not exist")).stream())
                    .toList()));
        }
    }

    /// `first + second`, or `first - second`.
    record Sum(Operand first, Operand second, boolean minus) implements Operand {

        @Override
        public Optional<AttributeValue> value(Scope scope) {
            var numbers = List.of(number(first, scope), number(second, scope));
            var sum = minus ? numbers.get(0).subtract(numbers.get(1)) : numbers.get(0).add(numbers.get(1));
            return Optional.of(AttributeValue.fromN(sum.toPlainString()));
        }

        private static BigDecimal number(Operand part, Scope scope) {
            return part.value(scope).map(value -> new BigDecimal(value.n()))
                    .orElseThrow(() -> Refusals.invalid("a sum with an attribute that does not exist"));
        }
    }
}
