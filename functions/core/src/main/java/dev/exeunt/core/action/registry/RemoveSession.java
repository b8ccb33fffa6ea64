package dev.exeunt.core.action.registry;

import dev.exeunt.core.action.StartLogout;

import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.action.StartLogout.Started;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Ends a session without a browser: `DELETE /sessions/{session}`. Applications that only a browser can tell are listed
/// as unreachable.
public final class RemoveSession {

    private final StartLogout logout;
    private final Supplier<Flow> flow;

    /// @param flow the brand's, as it is at the moment; one that does not end the session gives way to
    ///             [Flow#INVALIDATION]
    public RemoveSession(StartLogout logout, Supplier<Flow> flow) {
        this.logout = logout;
        this.flow = flow;
    }

    /// 202 with the `ref` of the logout, also of an earlier one; 400 for a reason that does not exist (none is `admin`);
    /// 404 for an unknown session; 503 if it kept changing.
    public WebAnswer remove(String session, Parameters query) {
        var reason = reason(query);
        if (reason.isEmpty()) {
            return WebAnswer.problem(unknownReason());
        }
        return switch (logout
                .run(new Order(session, flow.get().orInvalidation(), null, Initiator.OPERATOR, reason.get(), null))) {
            case Started.Ended ended -> WebAnswer.json(202, Map.of("ref", ended.logout().ref()));
            case Started.Nobody _ -> WebAnswer.problem(SessionProblems.unknownSession());
            case Started.Busy _ -> WebAnswer.problem(SessionProblems.busy()).withHeader("Retry-After", "1");
        };
    }

    static Problem unknownReason() {
        return Problem.invalid("reason", "one_of",
                "reason must be one of admin, user, policy, password_changed, account_disabled, expired.");
    }

    static Optional<EndReason> reason(Parameters query) {
        if (query.isMalformed() || query.repeated(List.of("reason")).isPresent()) {
            return Optional.empty();
        }
        var text = query.get("reason");
        return text == null ? Optional.of(EndReason.ADMIN) : EndReason.of(text);
    }
}
