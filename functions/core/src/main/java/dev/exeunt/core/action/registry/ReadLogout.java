package dev.exeunt.core.action.registry;

import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Receipts;

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
        return Optional.of(ref).filter(ReadLogout::isRef).flatMap(logouts::read)
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
        for (int number = 0; number < logout.plan().deliveries().size(); number++) {
            var json = new LinkedHashMap<>(DeliveryJson.whom(logout, number));
            json.putAll(DeliveryJson.receipt(receipts.getOrDefault(number, Receipt.untried(number))));
            all.add(json);
        }
        return all;
    }

    static boolean isRef(String text) {
        return REF.matcher(text).matches();
    }
}
