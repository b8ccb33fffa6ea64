package dev.exeunt.acceptance.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/// CloudWatch's metric math at one moment, as far as the template uses it: `IF`, `FILL`, `MAX` of a list, `*`, `/`, `>=`. What
/// is missing is not a number, and what is computed from it is missing too; so is a quotient by zero.
final class MetricMath {

    private static final Pattern TOKEN = Pattern.compile("\\s*(\\w+|>=|\\S)");

    private final List<String> tokens;
    private final ToDoubleFunction<String> metrics;
    private int next;

    private MetricMath(String expression, ToDoubleFunction<String> metrics) {
        this.tokens = TOKEN.matcher(expression).results().map(found -> found.group(1)).toList();
        this.metrics = metrics;
    }

    /// @param metrics what each name stands for
    static double evaluate(String expression, ToDoubleFunction<String> metrics) {
        var math = new MetricMath(expression, metrics);
        var value = math.comparison();
        if (math.next < math.tokens.size()) {
            throw new IllegalArgumentException(expression);
        }
        return value;
    }

    private double comparison() {
        var left = product();
        if (!take(">=")) {
            return left;
        }
        var right = product();
        return Double.isNaN(left) || Double.isNaN(right) ? Double.NaN : left >= right ? 1 : 0;
    }

    private double product() {
        var value = operand();
        while (true) {
            if (take("*")) {
                value *= operand();
            } else if (take("/")) {
                var divisor = operand();
                value = divisor == 0 ? Double.NaN : value / divisor;
            } else {
                return value;
            }
        }
    }

    private double operand() {
        var token = tokens.get(next++);
        if (token.matches("[0-9]+")) {
            return Double.parseDouble(token);
        }
        return take("(") ? call(token) : metrics.applyAsDouble(token);
    }

    private double call(String function) {
        var listed = take("[");
        var arguments = new ArrayList<Double>();
        do {
            arguments.add(comparison());
        } while (take(","));
        if (listed && !take("]") || !take(")")) {
            throw new IllegalArgumentException(function + " does not end");
        }
        return switch (function) {
            case "FILL" -> Double.isNaN(arguments.get(0)) ? arguments.get(1) : arguments.get(0);
            case "MAX" -> arguments.stream().reduce(Math::max).orElseThrow();
            case "IF" -> Double.isNaN(arguments.get(0)) ? Double.NaN : arguments.get(arguments.get(0) != 0 ? 1 : 2);
            default -> throw new IllegalArgumentException(function);
        };
    }

    private boolean take(String token) {
        var there = next < tokens.size() && tokens.get(next).equals(token);
        if (there) {
            next++;
        }
        return there;
    }
}
