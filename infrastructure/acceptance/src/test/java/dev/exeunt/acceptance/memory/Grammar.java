package dev.exeunt.acceptance.memory;

import dev.exeunt.acceptance.memory.Operand.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Reads expressions by recursive descent, and remembers what it has read.
final class Grammar {

    /// A condition, with the aliases and values that it uses.
    record Conditional(Condition condition, Set<String> uses) {}

    /// An update, with the aliases and values that it uses.
    record Update(Map<Path, Operand> sets, List<Path> removes, Map<Path, Operand> adds, Set<String> uses) {}

    private static final Pattern TOKEN = Pattern.compile("#?[A-Za-z_]\\w*|:\\w+|\\d+|<>|<=|>=|[=<>(),\\[\\]+-]");
    private static final Set<String> COMPARATORS = Set.of("=", "<>", "<", "<=", ">", ">=");
    private static final Map<String, Conditional> CONDITIONS = new ConcurrentHashMap<>();
    private static final Map<String, Update> UPDATES = new ConcurrentHashMap<>();

    private final String text;
    private final List<String> tokens;
    private final Set<String> uses = new HashSet<>();
    private int at;

    private Grammar(String text) {
        this.text = text;
        this.tokens = TOKEN.matcher(text).results().map(found -> found.group()).toList();
        if (!text.replaceAll("\\s", "").equals(String.join("", tokens))) {
            throw Refusals.unknown("a character in " + text);
        }
    }

    static Conditional condition(String text) {
        return CONDITIONS.computeIfAbsent(text, _ -> {
            var grammar = new Grammar(text);
            var condition = grammar.or();
            grammar.end();
            return new Conditional(condition, Set.copyOf(grammar.uses));
        });
    }

    static Update update(String text) {
        return UPDATES.computeIfAbsent(text, _ -> new Grammar(text).update());
    }

    private Update update() {
        var sets = new java.util.LinkedHashMap<Path, Operand>();
        var removes = new ArrayList<Path>();
        var adds = new java.util.LinkedHashMap<Path, Operand>();
        while (at < tokens.size()) {
            var clause = next();
            do {
                switch (clause) {
                    case "SET" -> {
                        var path = path();
                        expect("=");
                        sets.put(path, sum());
                    }
                    case "REMOVE" -> removes.add(path());
                    case "ADD" -> adds.put(path(), operand());
                    default -> throw Refusals.unknown(clause + " in " + text);
                }
            } while (accept(","));
        }
        return new Update(sets, List.copyOf(removes), adds, Set.copyOf(uses));
    }

    private Condition or() {
        var left = and();
        while (accept("OR")) {
            left = new Condition.Or(left, and());
        }
        return left;
    }

    private Condition and() {
        var left = not();
        while (accept("AND")) {
            left = new Condition.And(left, not());
        }
        return left;
    }

    private Condition not() {
        return accept("NOT") ? new Condition.Not(not()) : single();
    }

    private Condition single() {
        if (accept("(")) {
            var inner = or();
            expect(")");
            return inner;
        }
        return switch (tokens.get(at)) {
            case "attribute_exists" -> new Condition.Exists(argument());
            case "attribute_not_exists" -> new Condition.Not(new Condition.Exists(argument()));
            case "begins_with" -> {
                at++;
                expect("(");
                var operand = operand();
                expect(",");
                var prefix = operand();
                expect(")");
                yield new Condition.Begins(operand, prefix);
            }
            default -> comparison();
        };
    }

    private Condition comparison() {
        var left = operand();
        if (accept("IN")) {
            expect("(");
            var list = new ArrayList<Operand>();
            do {
                list.add(operand());
            } while (accept(","));
            expect(")");
            return new Condition.In(left, list);
        }
        if (accept("BETWEEN")) {
            var least = new Condition.Compare(left, ">=", operand());
            expect("AND");
            return new Condition.And(least, new Condition.Compare(left, "<=", operand()));
        }
        var comparator = next();
        if (!COMPARATORS.contains(comparator)) {
            throw Refusals.unknown(comparator + " in " + text);
        }
        return new Condition.Compare(left, comparator, operand());
    }

    private Operand sum() {
        var left = operand();
        if (accept("+")) {
            return new Operand.Sum(left, operand(), false);
        }
        return accept("-") ? new Operand.Sum(left, operand(), true) : left;
    }

    private Operand operand() {
        return switch (tokens.get(at)) {
            case "size" -> new Operand.Size(argument());
            case "if_not_exists" -> {
                at++;
                expect("(");
                var path = path();
                expect(",");
                var otherwise = operand();
                expect(")");
                yield new Operand.Otherwise(path, otherwise);
            }
            case "list_append" -> {
                at++;
                expect("(");
                var first = operand();
                expect(",");
                var second = operand();
                expect(")");
                yield new Operand.Appended(first, second);
            }
            default -> tokens.get(at).startsWith(":") ? given() : path();
        };
    }

    private Operand given() {
        var name = next();
        uses.add(name);
        return new Operand.Given(name);
    }

    /// The path in the parentheses of a function that takes one.
    private Path argument() {
        at++;
        expect("(");
        var path = path();
        expect(")");
        return path;
    }

    private Path path() {
        var name = next();
        if (name.startsWith("#")) {
            uses.add(name);
        }
        if (!accept("[")) {
            return new Path(name, -1);
        }
        var index = Integer.parseInt(next());
        expect("]");
        return new Path(name, index);
    }

    private String next() {
        if (at == tokens.size()) {
            throw Refusals.invalid("an expression ends too early: " + text);
        }
        return tokens.get(at++);
    }

    private boolean accept(String token) {
        var is = at < tokens.size() && tokens.get(at).equals(token);
        at += is ? 1 : 0;
        return is;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw Refusals.invalid("no " + token + " at " + at + " in " + text);
        }
    }

    private void end() {
        if (at != tokens.size()) {
            throw Refusals.invalid("more than an expression: " + text);
        }
    }
}
