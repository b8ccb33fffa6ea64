package dev.exeunt.core.action.visit;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.SamlMessages.Made;
import dev.exeunt.core.action.SamlMessages.Outgoing;
import dev.exeunt.core.action.SamlMessages.To;
import dev.exeunt.core.plan.Progress.Entry;
import dev.exeunt.core.plan.Progress.Place;
import dev.exeunt.core.plan.RequestId;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.web.WebRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The native stage: one service provider after the other gets the top window. A hop starts in the answer to a POST of our
/// page and nowhere else; that it started is written down before the message leaves, so that a page that is loaded again
/// sends nothing again. One that never came back is tried again or skipped, as the person says.
final class NativeStage {

    private final Clients clients;
    private final Logouts logouts;
    private final SamlMessages saml;

    NativeStage(Clients clients, Logouts logouts, SamlMessages saml) {
        this.clients = clients;
        this.logouts = logouts;
        this.saml = saml;
    }

    /// What came of what a page said.
    sealed interface Step {

        /// The browser is to carry this.
        record Leave(Outgoing message) implements Step {}

        /// Nothing leaves: the visit knows what comes next.
        record Onward() implements Step {}

        /// It said nothing that is known here.
        record Unknown() implements Step {}
    }

    /// Which hop, and which time, a page speaks of: said twice, it is meant once.
    static String mark(int turn, int times) {
        return turn + "." + times;
    }

    /// Does what the page said: `next`, `retry` or `skip`, of the hop whose turn it is.
    ///
    /// @param view of a visit whose stage this is
    Step step(WebRequest request, VisitView view, List<Stage.Hop> hops) {
        var progress = view.visit().progress();
        var turn = progress.turn(hops.size());
        var times = progress.times(turn);
        var mark = request.query().get("at");
        if (mark != null && !mark.equals(mark(turn, times))) {
            return new Step.Onward();
        }
        return switch (Objects.requireNonNullElse(request.form().get("hop"), "next")) {
            case "next" -> times == 0 ? start(request, view, turn, hops.get(turn)) : new Step.Onward();
            case "retry" -> start(request, view, turn, hops.get(turn));
            case "skip" -> skip(view, turn);
            default -> new Step.Unknown();
        };
    }

    /// A service provider that cannot be sent anything any more is passed over, and shows as skipped.
    private Step start(WebRequest request, VisitView view, int turn, Stage.Hop hop) {
        var times = view.visit().progress().times(turn);
        if (times >= Limits.HOP_TIMES) {
            return new Step.Onward();
        }
        var message = message(request, view, turn, hop);
        if (message.isEmpty()) {
            return skip(view, turn);
        }
        return logouts.advance(view.visit(), view.visit().progress().started(turn))
                ? new Step.Leave(message.get())
                : new Step.Onward();
    }

    private Step skip(VisitView view, int turn) {
        logouts.advance(view.visit(), view.visit().progress().skipped(turn));
        return new Step.Onward();
    }

    private Optional<Outgoing> message(WebRequest request, VisitView view, int turn, Stage.Hop hop) {
        var visit = view.visit();
        var id = new RequestId.InBrowser(visit.ref(), visit.hash(), new Entry(Place.HOP, turn),
                visit.progress().times(turn) + 1);
        return Provider.of(clients, view.logout().plan(), hop.application(), hop.binding())
                .map(provider -> saml.request(saml.issuer(request.baseUrl()), view.logout(),
                        new To(provider.client(), hop.identity(), provider.service()), id))
                .flatMap(made -> switch (made) {
                    case Made.Ready(var ready) -> Optional.of(ready);
                    case Made.NoKey _ -> Optional.empty();
                });
    }

    /// Where the hop leads, if it can be gone; empty for one that will be passed over.
    Optional<String> target(VisitView view, Stage.Hop hop) {
        return Provider.of(clients, view.logout().plan(), hop.application(), hop.binding())
                .map(provider -> provider.service().location());
    }
}
