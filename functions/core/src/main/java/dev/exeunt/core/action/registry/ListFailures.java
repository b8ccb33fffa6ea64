package dev.exeunt.core.action.registry;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.Receipts.Failed;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.delivery.Receipt.State;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.web.Checked;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lists deliveries that have failed, of one client or of all, in the order in which they failed:
/// `GET /deliveries?state=failed`. The list may lag behind by a moment; what it shows of each is read consistently.
public final class ListFailures {

    private static final int PAGE = 20;
    private static final List<String> PARAMETERS = List.of("state", "client_id", "since", "cursor");

    private final Clients clients;
    private final Logouts logouts;
    private final Receipts receipts;

    public ListFailures(Clients clients, Logouts logouts, Receipts receipts) {
        this.clients = clients;
        this.logouts = logouts;
        this.receipts = receipts;
    }

    /// 200 with a page, which may hold fewer than others, or none, and still name a next one; 400 with the first rule that
    /// the query breaks.
    public WebAnswer list(Parameters query) {
        var repeated = query.repeated(PARAMETERS);
        if (query.isMalformed() || repeated.isPresent()) {
            return WebAnswer.problem(Problem.invalid(repeated.orElse("state"), "once",
                    "Each parameter is given once, in UTF-8."));
        }
        var state = query.get("state");
        if (state != null && !state.equals(State.FAILED.text())) {
            return WebAnswer.problem(Problem.invalid("state", "one_of",
                    "Only state=failed can be listed; what became of one logout is at /logouts/{ref}."));
        }
        var client = query.get("client_id");
        if (client != null && client.length() > Limits.IDENTIFIER) {
            return WebAnswer.problem(Problem.invalid("client_id", "length",
                    "client_id has at most " + Limits.IDENTIFIER + " characters."));
        }
        return switch (FailedSince.read(query.get("since"))) {
            case Checked.Bad<Optional<Instant>> bad -> WebAnswer.problem(bad.problem());
            case Checked.Good<Optional<Instant>> since -> switch (ListPage.after(query, Failed::isPlace)) {
                case Checked.Bad<Optional<String>> bad -> WebAnswer.problem(bad.problem());
                case Checked.Good<Optional<String>> cursor -> page(client,
                        cursor.value().or(() -> since.value().map(Failed::placeOf)).orElse(null));
            };
        };
    }

    private WebAnswer page(@Nullable String client, @Nullable String after) {
        var key = client == null ? null : RedriveDeliveries.key(clients, client);
        var found = receipts.failed(key, after, PAGE + 1);
        var items = found.stream().limit(PAGE).flatMap(this::item).toList();
        return ListPage.answer(found.stream().map(Failed::place).toList(), PAGE, items);
    }

    private Stream<Map<String, Object>> item(Failed failed) {
        return receipts.read(failed.ref(), failed.delivery())
                .filter(receipt -> receipt.state() == State.FAILED)
                .map(receipt -> item(failed, receipt, logouts.read(failed.ref())))
                .stream();
    }

    private static Map<String, Object> item(Failed failed, Receipt receipt, Optional<Logout> logout) {
        var json = new LinkedHashMap<String, Object>();
        json.put("ref", failed.ref());
        json.put("delivery", failed.delivery());
        json.put("failed_at", failed.at());
        logout.ifPresent(known -> {
            json.put("user", known.user());
            json.put("session", known.session());
            json.putAll(DeliveryJson.whom(known, failed.delivery()));
        });
        json.putAll(DeliveryJson.receipt(receipt));
        return json;
    }
}
