package dev.exeunt.core.action.visit;

import dev.exeunt.core.page.Page;
import dev.exeunt.core.plan.ApplicationState;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.plan.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a page may show of a visit: who was signed in where, by name only to whoever may know it, and how each is doing.
final class VisitShown {

    private VisitShown() {
    }

    /// The applications of the logout, in the plan's order.
    static List<Page.Application> applications(VisitView view) {
        var applications = new ArrayList<Page.Application>();
        var states = view.states();
        for (int n = 0; n < states.size(); n++) {
            applications.add(new Page.Application(n, name(view, n), shown(states.get(n)),
                    isToldByFramesOnly(view.logout().plan(), n)));
        }
        return applications;
    }

    /// The name of an application; null if it may not be named.
    static @Nullable String name(VisitView view, int n) {
        var application = view.logout().plan().applications().get(n);
        var way = view.visit().way();
        return way.named() || Objects.equals(way.client(), application.client()) ? application.name() : null;
    }

    private static boolean isToldByFramesOnly(StagePlan plan, int application) {
        return plan.deliveries().stream().noneMatch(delivery -> delivery.application() == application)
                && plan.unreachable().stream().noneMatch(entry -> entry.application() == application)
                && plan.stages().stream().noneMatch(stage -> stage instanceof Stage.NativeLogout natives
                        && natives.hops().stream().anyMatch(hop -> hop.application() == application));
    }

    private static Page.State shown(ApplicationState state) {
        return switch (state) {
            case DONE -> Page.State.DONE;
            case RETRYING -> Page.State.RETRYING;
            case QUEUED -> Page.State.WAITING;
            case SENT -> Page.State.SENT;
            case SUPERSEDED -> Page.State.SUPERSEDED;
            case FAILED -> Page.State.FAILED;
            case TIMEOUT -> Page.State.TIMEOUT;
            case SKIPPED -> Page.State.SKIPPED;
            case UNREACHABLE -> Page.State.UNREACHABLE;
        };
    }

    /// Where the visit leads in the end, named by its application; null if it ends on our page.
    static Page.@Nullable Link back(VisitView view) {
        var back = switch (view.visit().way().end()) {
            case Visit.End.OurPage _ -> null;
            case Visit.End.Address(String url) -> url;
            case Visit.End.SamlAnswer owed -> owed.location();
        };
        if (back == null) {
            return null;
        }
        var name = view.logout().plan().applications().stream()
                .filter(application -> application.client().equals(view.visit().way().client()))
                .findFirst()
                .map(application -> application.name())
                .orElse("");
        return new Page.Link(back, name);
    }
}
