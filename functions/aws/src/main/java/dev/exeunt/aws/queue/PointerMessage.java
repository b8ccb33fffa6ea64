package dev.exeunt.aws.queue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.exeunt.core.action.DeliveryQueue.Pointer;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of a message: `{"ref":"…","delivery":0,"run":1,"client":"…"}`.
public final class PointerMessage {

    private PointerMessage() {
    }

    /// The body that names this delivery.
    public static String body(Pointer pointer) {
        var members = new LinkedHashMap<String, Object>();
        members.put("ref", pointer.ref());
        members.put("delivery", pointer.delivery());
        members.put("run", pointer.run());
        members.put("client", pointer.client());
        return JSONObjectUtils.toJSONString(members);
    }

    /// The delivery that a body names; empty if it is not one of ours. More members than ours do no harm.
    public static Optional<Pointer> parse(String body) {
        try {
            // The literal `null` is parsed to null.
            return Optional.ofNullable(JSONObjectUtils.parse(body)).flatMap(PointerMessage::pointer);
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Pointer> pointer(Map<String, Object> members) {
        return members.get("ref") instanceof String ref && members.get("client") instanceof String client
                && whole(members.get("delivery")) instanceof Integer delivery && delivery >= 0
                && whole(members.get("run")) instanceof Integer run && run >= 1
                        ? Optional.of(new Pointer(ref, delivery, run, client))
                        : Optional.empty();
    }

    private static @Nullable Integer whole(@Nullable Object value) {
        return value instanceof Long number && number == number.intValue() ? Integer.valueOf(number.intValue()) : null;
    }
}
