package dev.exeunt.core.action.visit;

import dev.exeunt.core.delivery.Receipt;
import dev.exeunt.core.plan.ApplicationState;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.plan.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A visit seen at one moment, with everything that decides what comes next.
record VisitView(Visit visit, Logout logout, List<Receipt> receipts, Duration initiatorWait, Instant now) {

    /// What the browser does now.
    sealed interface Next {

        /// It loads these iframes.
        record Frames(List<Stage.Frame> frames) implements Next {}

        /// It is sent to a SAML service provider in the top window, or stands before it and may try again or skip it.
        ///
        /// @param n     the hop's number in its stage
        /// @param times how often it was sent there already
        record Hop(int n, Stage.Hop hop, int times) implements Next {}

        /// It takes the SAML service provider that asked its answer.
        record Answer(Visit.End.SamlAnswer answer) implements Next {}

        /// It waits for the notice to the RP that asked, so that the way back does not race it.
        record Wait() implements Next {}

        /// It leaves our pages.
        record Leave(String to) implements Next {}

        /// It stays on our last page.
        record End() implements Next {}
    }

    /// The index of the stage that is next; one past the last when all is done. With its last hop a native stage is over,
    /// also before anybody has said so: the answer that ended it came from outside.
    int stage() {
        var index = visit.progress().stage();
        return index < logout.plan().stages().size()
                && logout.plan().stages().get(index) instanceof Stage.NativeLogout natives
                && visit.progress().turn(natives.hops().size()) == natives.hops().size()
                        ? index + 1
                        : index;
    }

    /// The stage that is next. Past the last it is the last, which is where the browser stays.
    Stage current() {
        var stages = logout.plan().stages();
        return stages.get(Math.min(stage(), stages.size() - 1));
    }

    /// What comes next.
    Next next() {
        return switch (current()) {
            case Stage.IframeLogout iframes -> new Next.Frames(iframes.frames());
            case Stage.NativeLogout natives -> hop(natives.hops());
            // Whoever asked by SAML must be answered (Core 2.0, 3.7.3.2), and nothing can come after that.
            case Stage.Redirect redirect -> visit.way().end() instanceof Visit.End.SamlAnswer
                    ? end()
                    : new Next.Leave(redirect.url());
            case Stage.SessionEnd _ -> end();
            case Stage.Confirm _,Stage.UserLogout _ -> throw new IllegalStateException("a visit begins after these");
        };
    }

    /// How the applications are doing, in the plan's order.
    List<ApplicationState> states() {
        return ApplicationState.of(logout.plan(), receipts, visit.progress());
    }

    /// Whether no application's state will change by itself any more.
    boolean isSettled() {
        return states().stream().noneMatch(ApplicationState::isOpen);
    }

    private Next hop(List<Stage.Hop> hops) {
        var turn = visit.progress().turn(hops.size());
        return new Next.Hop(turn, hops.get(turn), visit.progress().times(turn));
    }

    private Next end() {
        return switch (visit.way().end()) {
            case Visit.End.OurPage _ -> new Next.End();
            case Visit.End.Address(String url) -> mustWait() ? new Next.Wait() : new Next.Leave(url);
            case Visit.End.SamlAnswer answer -> mustWait() ? new Next.Wait() : new Next.Answer(answer);
        };
    }

    /// The bounded wait for the notices that the way back must not race: the initiating RP's own and the identity
    /// provider's; for a SAML answer, which says whether everybody was told, those to all. Not once the person went on.
    private boolean mustWait() {
        if (stage() >= logout.plan().stages().size() || !now.isBefore(visit.createdAt().plus(initiatorWait))) {
            return false;
        }
        var states = ApplicationState.ofDeliveries(logout.plan(), receipts);
        for (int n = 0; n < states.size(); n++) {
            var recipient = logout.plan().recipient(n);
            var awaited = visit.way().end() instanceof Visit.End.SamlAnswer || recipient.equals(visit.way().client())
                    || recipient.equals(StagePlan.IDP);
            if (awaited && states.get(n).isOpen()) {
                return true;
            }
        }
        return false;
    }
}
