package dev.exeunt.local.gateway;

import dev.exeunt.local.lambda.LocalFunction;
import dev.exeunt.local.template.Stack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes of one HTTP API. The most specific one wins: literal segments before parameters, parameters before a
/// greedy one, a method before `ANY`.
final class Routes {

    /// A route that fits a request.
    ///
    /// @param parameters of the path, decoded
    record Match(Stack.Route route, LocalFunction function, Map<String, String> parameters) {}

    private record Entry(Stack.Route route, LocalFunction function, List<String> segments) {}

    private final List<Entry> entries = new ArrayList<>();

    /// @param api       the API's id
    /// @param functions those that may have routes in it
    Routes(String api, List<LocalFunction> functions) {
        for (var function : functions) {
            function.definition().routes().stream().filter(route -> route.api().equals(api))
                    .forEach(route -> entries.add(new Entry(route, function, segments(route.path()))));
        }
        entries.sort(Comparator.comparing(Routes::rank));
    }

    /// @param path decoded
    Optional<Match> match(String method, String path) {
        var segments = segments(path);
        for (var entry : entries) {
            var named = entry.route.method();
            if (named.equals("ANY") || named.equals(method)) {
                var parameters = parameters(entry.segments, segments);
                if (parameters.isPresent()) {
                    return Optional.of(new Match(entry.route, entry.function, parameters.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(Math.min(1, path.length())).split("/", -1));
    }

    /// Sorts by segment from the left, then by method.
    private static String rank(Entry entry) {
        var rank = new StringBuilder();
        for (var segment : entry.segments) {
            rank.append(segment.endsWith("+}") ? '3' : segment.startsWith("{") ? '2' : '1');
        }
        return rank.append(entry.route.method().equals("ANY") ? "-2" : "-1").toString();
    }

    private static Optional<Map<String, String>> parameters(List<String> pattern, List<String> path) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (var i = 0; i < pattern.size(); i++) {
            var segment = pattern.get(i);
            if (i >= path.size()) {
                return Optional.empty();
            }
            if (segment.endsWith("+}")) {
                var rest = String.join("/", path.subList(i, path.size()));
                parameters.put(segment.substring(1, segment.length() - 2), rest);
                return rest.isEmpty() ? Optional.empty() : Optional.of(parameters);
            }
            if (segment.startsWith("{") && !path.get(i).isEmpty()) {
                parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
            } else if (!segment.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return pattern.size() == path.size() ? Optional.of(parameters) : Optional.empty();
    }
}
