package dev.exeunt.core.action.registry;

import dev.exeunt.core.Identifiers;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Pages of a list. A cursor is opaque to callers; it holds the last name of the page before.
final class ListPage {

    private ListPage() {
    }

    /// The name after which a page begins; empty for the first page.
    static Checked<Optional<String>> after(Parameters query) {
        return after(query, Identifiers::isPathId);
    }

    /// The same for a list whose names are of another kind.
    static Checked<Optional<String>> after(Parameters query, Predicate<String> isName) {
        var cursor = query.get("cursor");
        var once = !query.isMalformed() && query.repeated(List.of("cursor")).isEmpty();
        if (cursor == null && once) {
            return new Checked.Good<>(Optional.empty());
        }
        return Optional.ofNullable(cursor).filter(_ -> once).flatMap(ListPage::decode).filter(isName)
                .<Checked<Optional<String>>>map(name -> new Checked.Good<>(Optional.of(name)))
                .orElseGet(() -> new Checked.Bad<>(
                        Problem.invalid("cursor", "cursor", "cursor is not one that a page gave.")));
    }

    private static Optional<String> decode(String cursor) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// A page.
    ///
    /// @param names what was found: one more than the page holds if there is another page
    /// @param size  how many the page holds
    static WebAnswer answer(List<String> names, int size, List<Map<String, Object>> items) {
        var json = new LinkedHashMap<String, Object>();
        json.put("items", items);
        if (names.size() > size) {
            var last = names.get(size - 1).getBytes(StandardCharsets.UTF_8);
            json.put("next", Base64.getUrlEncoder().withoutPadding().encodeToString(last));
        }
        return WebAnswer.json(200, json);
    }
}
