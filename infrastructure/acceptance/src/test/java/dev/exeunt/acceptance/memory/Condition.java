package dev.exeunt.acceptance.memory;

import dev.exeunt.acceptance.memory.Operand.Path;
import dev.exeunt.acceptance.memory.Operand.Scope;
import java.util.List;

/// A condition, of a write or of the keys of a query.
sealed interface Condition {

    /// Whether it holds.
    boolean holds(Scope scope);

    /// Both.
    record And(Condition left, Condition right) implements Condition {

        @Override
        public boolean holds(Scope scope) {
            return left.holds(scope) && right.holds(scope);
        }
    }

    /// One of them.
    record Or(Condition left, Condition right) implements Condition {

        @Override
        public boolean holds(Scope scope) {
            return left.holds(scope) || right.holds(scope);
        }
    }

    /// Not that.
    record Not(Condition inner) implements Condition {

        @Override
        public boolean holds(Scope scope) {
            return !inner.holds(scope);
        }
    }

    /// `attribute_exists(path)`.
    record Exists(Path path) implements Condition {

        @Override
        public boolean holds(Scope scope) {
            return path.value(scope).isPresent();
        }
    }

    /// `begins_with(operand, prefix)`.
    record Begins(Operand operand, Operand prefix) implements Condition {

        @Override
        public boolean holds(Scope scope) {
            var text = operand.value(scope);
            var begin = prefix.value(scope).orElseThrow();
            return text.isPresent() && text.get().s() != null && text.get().s().startsWith(begin.s());
        }
    }

    /// `operand IN (…)`.
    record In(Operand operand, List<Operand> list) implements Condition {

        public In {
            list = List.copyOf(list);
        }

        @Override
        public boolean holds(Scope scope) {
            return list.stream().anyMatch(one -> new Compare(operand, "=", one).holds(scope));
        }
    }

    /// `left = right` and its like. Where one is missing, or they are of two types, only `<>` holds.
    record Compare(Operand left, String comparator, Operand right) implements Condition {

        @Override
        public boolean holds(Scope scope) {
            var one = left.value(scope);
            var other = right.value(scope);
            if (one.isEmpty() || other.isEmpty()) {
                return comparator.equals("<>") && one.isPresent() != other.isPresent();
            }
            if (comparator.equals("=") || comparator.equals("<>")) {
                return Value.equal(one.get(), other.get()) == comparator.equals("=");
            }
            var order = Value.compare(one.get(), other.get());
            return order.isPresent() && switch (comparator) {
                case "<" -> order.getAsInt() < 0;
                case "<=" -> order.getAsInt() <= 0;
                case ">" -> order.getAsInt() > 0;
                case ">=" -> order.getAsInt() >= 0;
                default -> throw Refusals.unknown(comparator);
            };
        }
    }
}
