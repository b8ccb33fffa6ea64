package dev.exeunt.core.action.registry;

import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Receipts;

import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.PlanJson;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Shows what a logout was to do, and what became of each delivery: `GET /logouts/{ref}`.
public final class ReadLogout {

    private static final Pattern REF = Pattern.compile("[0-9a-f]{32}");

    private final Logouts logouts;
    private final Receipts receipts;

    public ReadLogout(Logouts logouts, Receipts receipts) {
        this.logouts = logouts;
        this.receipts = receipts;
    }

    /// 200 with the plan, the reason, and every attempt at every delivery; 404.
    public WebAnswer get(String ref) {
        return Optional.of(ref).filter(REF.asMatchPredicate()).flatMap(logouts::read)
                .map(logout -> WebAnswer.json(200, json(logout, receipts.read(ref))))
                .orElseGet(() -> WebAnswer.problem(
                        Problem.of(404, "unknown_logout", "There is no such logout, or not any more.")));
    }

    private static Map<String, Object> json(Logout logout, List<Receipt> known) {
        var json = new LinkedHashMap<>(PlanJson.of(logout.ref(), logout.plan(), Visit.Way.PAGE, known, null));
        json.put("session", logout.session());
        json.put("user", logout.user());
        json.put("reason", logout.reason().text());
        json.put("at", logout.at().toString());
        json.put("deliveries", deliveries(logout, known));
        return json;
    }

    private static List<Map<String, Object>> deliveries(Logout logout, List<Receipt> known) {
        var receipts = known.stream().collect(Collectors.toMap(Receipt::delivery, receipt -> receipt));
        var all = new ArrayList<Map<String, Object>>();
        var deliveries = logout.plan().deliveries();
        for (int number = 0; number < deliveries.size(); number++) {
            all.add(delivery(logout, deliveries.get(number),
                    receipts.getOrDefault(number, Receipt.untried(number))));
        }
        return all;
    }

    private static Map<String, Object> delivery(Logout logout, Delivery delivery, Receipt receipt) {
        var json = new LinkedHashMap<String, Object>();
        if (delivery.application() == Delivery.IDP) {
            json.put("name", "The identity provider");
        } else {
            var application = logout.plan().applications().get(delivery.application());
            json.put("client_id", application.client());
            json.put("name", application.name());
        }
        json.put("protocol", PlanJson.protocol(delivery));
        json.put("state", receipt.state().text());
        json.put("run", receipt.run());
        if (receipt.why() != null) {
            json.put("why", receipt.why());
        }
        json.put("attempts", receipt.attempts().stream().map(ReadLogout::attempt).toList());
        return json;
    }

    private static Map<String, Object> attempt(Receipt.Attempt attempt) {
        var json = new LinkedHashMap<String, Object>();
        json.put("at", attempt.at().toString());
        json.put("run", attempt.run());
        json.put("jti", attempt.jti());
        if (attempt.status() != null) {
            json.put("status", attempt.status());
        }
        if (attempt.error() != null) {
            json.put("error", attempt.error());
        }
        if (attempt.millis() != null) {
            json.put("ms", attempt.millis());
        }
        if (attempt.bytes() != null) {
            json.put("bytes", attempt.bytes());
        }
        return json;
    }
}
