package dev.exeunt.core.action.registry;

import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.StartLogout;

import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.PlanJson;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.web.WebAnswer;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// Shows what logging out at the IdP would do to a session: `GET /sessions/{session}/plan`. Ends nothing.
public final class PreviewLogout {

    private final Sessions sessions;
    private final StartLogout logout;
    private final Supplier<Flow> flow;
    private final InstantSource time;

    /// @param flow the brand's, as it is at the moment; one that does not end the session gives way to
    ///             [Flow#INVALIDATION]
    public PreviewLogout(Sessions sessions, StartLogout logout, Supplier<Flow> flow, InstantSource time) {
        this.sessions = sessions;
        this.logout = logout;
        this.flow = flow;
        this.time = time;
    }

    /// 200 with the plan, without `ref` and `next`; 404 for an unknown session; 410 for one that is over.
    public WebAnswer get(String session) {
        var read = sessions.read(session);
        if (read.isEmpty()) {
            return WebAnswer.problem(SessionProblems.unknownSession());
        }
        if (!read.get().session().isOpen(time.instant())) {
            return WebAnswer.problem(SessionProblems.gone(read.get().session()));
        }
        return logout
                .preview(new Order(session, flow.get().orInvalidation(), null, Initiator.USER, EndReason.USER,
                        Visit.Way.PAGE))
                .map(plan -> WebAnswer.json(200, PlanJson.of(null, plan, Visit.Way.PAGE, List.of(), null)))
                .orElseGet(() -> WebAnswer.problem(SessionProblems.unknownSession()));
    }
}
