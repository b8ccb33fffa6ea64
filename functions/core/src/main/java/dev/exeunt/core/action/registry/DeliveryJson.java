package dev.exeunt.core.action.registry;

import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.PlanJson;
import java.util.LinkedHashMap;
import java.util.Map;

/// A delivery as operators see it.
final class DeliveryJson {

    private DeliveryJson() {
    }

    /// Whom it tells, and how.
    static Map<String, Object> whom(Logout logout, int number) {
        var json = new LinkedHashMap<String, Object>();
        var delivery = logout.plan().deliveries().get(number);
        if (delivery.application() == Delivery.IDP) {
            json.put("name", "The identity provider");
        } else {
            var application = logout.plan().applications().get(delivery.application());
            json.put("client_id", application.client());
            json.put("name", application.name());
        }
        json.put("protocol", PlanJson.protocol(delivery));
        return json;
    }

    /// What it has come to, with every attempt.
    static Map<String, Object> receipt(Receipt receipt) {
        var json = new LinkedHashMap<String, Object>();
        json.put("state", receipt.state().text());
        json.put("run", receipt.run());
        if (receipt.why() != null) {
            json.put("why", receipt.why());
        }
        json.put("attempts", receipt.attempts().stream().map(DeliveryJson::attempt).toList());
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
