package dev.exeunt.acceptance.memory;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How DynamoDB compares and measures values.
final class Value {

    /// What DynamoDB counts for the structure of a list or a map.
    private static final int STRUCTURE = 3;

    private Value() {
    }

    /// The order of two values of one type; empty where there is none.
    static OptionalInt compare(AttributeValue left, AttributeValue right) {
        if (left.s() != null && right.s() != null) {
            return OptionalInt.of(compare(left.s(), right.s()));
        }
        if (left.n() != null && right.n() != null) {
            return OptionalInt.of(new BigDecimal(left.n()).compareTo(new BigDecimal(right.n())));
        }
        return left.b() != null && right.b() != null
                ? OptionalInt.of(Arrays.compareUnsigned(left.b().asByteArray(), right.b().asByteArray()))
                : OptionalInt.empty();
    }

    /// Strings are ordered by their bytes in UTF-8.
    static int compare(String left, String right) {
        return Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    static boolean equal(AttributeValue left, AttributeValue right) {
        return left.n() != null && right.n() != null
                ? new BigDecimal(left.n()).compareTo(new BigDecimal(right.n())) == 0
                : left.equals(right);
    }

    /// The bytes that a value takes of an item's 400 KB, a little more or less.
    static int size(AttributeValue value) {
        return switch (value.type()) {
            case S -> bytes(value.s());
            case N -> value.n().length() / 2 + 2;
            case B -> value.b().asByteArrayUnsafe().length;
            case L -> STRUCTURE + value.l().stream().mapToInt(one -> size(one) + 1).sum();
            case M -> STRUCTURE + value.m().entrySet().stream()
                    .mapToInt(one -> bytes(one.getKey()) + size(one.getValue()) + 1).sum();
            case BOOL, NUL -> 1;
            case SS, NS, BS, UNKNOWN_TO_SDK_VERSION -> throw Refusals.unknown("a value of type " + value.type());
        };
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
