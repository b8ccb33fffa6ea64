package dev.exeunt.core.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why a request was not done, for programs (RFC 9457, `application/problem+json`).
///
/// @param status the HTTP status
/// @param code   a fixed word for programs, for example `session_ended`; the end of the problem's `type`
/// @param detail one sentence for people: what, and why
/// @param field  the member of the request that is at fault, or null
/// @param rule   the rule it breaks, or null
/// @param more   further members
public record Problem(int status, String code, String detail, @Nullable String field, @Nullable String rule,
        Map<String, Object> more) {

    public Problem {
        more = Map.copyOf(more);
    }

    /// A problem of the whole request.
    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, null, null, Map.of());
    }

    /// A member of the body that breaks a rule.
    public static Problem invalid(String field, String rule, String detail) {
        return new Problem(400, "invalid_request", detail, field, rule, Map.of());
    }

    /// This problem with one more member.
    public Problem with(String name, Object value) {
        var all = new LinkedHashMap<>(more);
        all.put(name, value);
        return new Problem(status, code, detail, field, rule, all);
    }

    /// The members, in the order they are written.
    public Map<String, Object> members() {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", "urn:exeunt:problem:" + code);
        members.put("title", code.replace('_', ' '));
        members.put("status", status);
        members.put("code", code);
        members.put("detail", detail);
        if (field != null) {
            members.put("field", field);
        }
        if (rule != null) {
            members.put("rule", rule);
        }
        members.putAll(more);
        return members;
    }
}
