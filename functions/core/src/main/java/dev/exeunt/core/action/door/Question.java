package dev.exeunt.core.action.door;

import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.saml.Binding;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a person is asked: whether this session shall end, by this flow. It travels sealed through the browser, so that
/// asking writes nothing.
///
/// @param path      our path that asks, and takes the answer
/// @param session   the session
/// @param flow      the slug of the flow that a yes runs
/// @param initiator who began it
/// @param way       where a yes leads in the end
/// @param ticket    the hash of the ticket that proves whose browser it is; null if a cookie or a hint does
record Question(String path, String session, String flow, Initiator initiator, Visit.Way way, @Nullable String ticket) {

    /// As plain values, with what binds them to one browser.
    Map<String, Object> toValues(String binding) {
        var values = new HashMap<String, Object>();
        values.put("path", path);
        values.put("session", session);
        values.put("flow", flow);
        values.put("initiator", initiator.text());
        values.put("named", way.named());
        values.put("bind", binding);
        switch (way.end()) {
            case Visit.End.OurPage _ -> {
            }
            case Visit.End.Address(String url) -> values.put("back", url);
            case Visit.End.SamlAnswer answer -> values.put("answer", toValues(answer));
        }
        put(values, "client", way.client());
        put(values, "locales", way.locales());
        put(values, "ticket", ticket);
        return values;
    }

    /// Back from plain values that were sealed by us.
    static Question of(Map<String, Object> values) {
        var way = new Visit.Way(end(values), text(values, "client"), Boolean.TRUE.equals(values.get("named")),
                text(values, "locales"));
        var initiator = Initiator.valueOf(required(values, "initiator").toUpperCase(Locale.ROOT));
        return new Question(required(values, "path"), required(values, "session"), required(values, "flow"), initiator,
                way, text(values, "ticket"));
    }

    private static Map<String, Object> toValues(Visit.End.SamlAnswer answer) {
        var values = new HashMap<String, Object>();
        values.put("binding", answer.binding().text());
        values.put("location", answer.location());
        put(values, "in_response_to", answer.inResponseTo());
        put(values, "relay_state", answer.relayState());
        return values;
    }

    @SuppressWarnings("unchecked") // names in JSON are strings
    private static Visit.End end(Map<String, Object> values) {
        if (values.get("answer") instanceof Map<?, ?> given) {
            var answer = (Map<String, Object>) given;
            return new Visit.End.SamlAnswer(Binding.ofText(required(answer, "binding")).orElseThrow(),
                    required(answer, "location"), text(answer, "in_response_to"), text(answer, "relay_state"));
        }
        var back = text(values, "back");
        return back == null ? new Visit.End.OurPage() : new Visit.End.Address(back);
    }

    private static void put(Map<String, Object> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    private static String required(Map<String, Object> values, String name) {
        return Objects.requireNonNull(text(values, name), name);
    }

    private static @Nullable String text(Map<String, Object> values, String name) {
        return (String) values.get(name);
    }
}
