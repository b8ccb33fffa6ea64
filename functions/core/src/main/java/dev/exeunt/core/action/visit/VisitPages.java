package dev.exeunt.core.action.visit;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.SamlMessages.Made;
import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.action.answer.Homes;
import dev.exeunt.core.action.answer.SamlHandover;
import dev.exeunt.core.action.visit.VisitView.Next;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.plan.ApplicationState;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.session.SignIns;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a browser is answered that looks at a visit: the page of what comes next, the way out, or the answer that a
/// service provider is owed. Nothing here changes the visit.
final class VisitPages {

    private final Visits.Stores stores;
    private final Answers answers;
    private final Visits.Settings settings;
    private final SamlMessages saml;
    private final FrameStage frames;
    private final NativeStage natives;
    private final SamlHandover handover;

    VisitPages(Visits.Stores stores, Answers answers, Visits.Settings settings, SamlMessages saml) {
        this.stores = stores;
        this.answers = answers;
        this.settings = settings;
        this.saml = saml;
        this.frames = new FrameStage(stores.clients(), saml);
        this.natives = new NativeStage(stores.clients(), stores.logouts(), saml);
        this.handover = new SamlHandover(answers);
    }

    /// The address of the visit that a request is for.
    static String url(WebRequest request) {
        return request.baseUrl() + "/logout/" + request.captured().get("visit");
    }

    /// What comes next.
    WebAnswer show(WebRequest request, VisitView view) {
        return switch (view.next()) {
            case Next.Frames frames -> page(request, view, loggingOut(request, view, frames.frames()));
            case Next.Wait _ -> page(request, view, loggingOut(request, view, List.of()));
            case Next.Leave leave -> WebAnswer.seeOther(leave.to());
            case Next.Hop hop -> page(request, view, hop(request, view, hop));
            case Next.Answer(var owed) -> answer(request, view, owed).orElseGet(() -> lastPage(request, view));
            case Next.End _ -> lastPage(request, view);
        };
    }

    private Page.Hop hop(WebRequest request, VisitView view, Next.Hop hop) {
        var stage = url(request) + "/stages/" + view.stage() + "?at=" + NativeStage.mark(hop.n(), hop.times());
        return new Page.Hop(stage, VisitShown.name(view, hop.hop().application()), hop.times() > 0,
                VisitShown.applications(view),
                natives.target(view, hop.hop()).orElse(stage));
    }

    /// What the service provider that asked is told (SAML Core 2.0, 3.7.3.2): our session has ended; and whether everybody
    /// else has said that they did their part. One that is registered no more is told nothing.
    private Optional<WebAnswer> answer(WebRequest request, VisitView view, Visit.End.SamlAnswer owed) {
        var status = ApplicationState.isComplete(view.logout(), view.receipts(), view.visit().progress())
                ? Status.success()
                : Status.partialLogout();
        return Optional.ofNullable(view.visit().way().client())
                .flatMap(key -> Optional.ofNullable(stores.clients().read(List.of(key)).get(key)))
                .flatMap(client -> client instanceof SamlClient sp ? Optional.of(sp) : Optional.empty())
                .flatMap(sp -> switch (saml.answer(saml.issuer(request.baseUrl()), sp, owed, status)) {
                    case Made.Ready(var message) -> Optional.of(handover.answer(
                            new SamlHandover.Carrier(request, view.visit().way().locales(), sp.name(), false),
                            message));
                    case Made.NoKey _ -> Optional.empty();
                });
    }

    private WebAnswer page(WebRequest request, VisitView view, Page page) {
        return answers.page(request, view.visit().way().locales(), 200, page);
    }

    private Page.LoggingOut loggingOut(WebRequest request, VisitView view, List<Stage.Frame> now) {
        var waits = now.isEmpty()
                ? new Page.Waits(settings.frame(), settings.initiatorWait())
                : new Page.Waits(settings.frame(), settings.frames());
        return new Page.LoggingOut(request.baseUrl(), url(request) + "/stages/" + view.stage(),
                url(request) + "/status", frames.shown(url(request), view, now), VisitShown.applications(view), waits,
                VisitShown.back(view));
    }

    /// The end of a session is told to the browser once it is fresh, over https alone, and not again when the page is looked
    /// at later: a new session must not lose its cookies to an old page.
    private WebAnswer lastPage(WebRequest request, VisitView view) {
        var answer = page(request, view, end(request, view));
        var isFresh = settings.time().instant().isBefore(view.visit().createdAt().plus(Limits.FAREWELL));
        return view.logout().client() == null && isFresh && request.isSecure()
                ? settings.farewell().on(answer)
                : answer;
    }

    private Page.SignedOut end(WebRequest request, VisitView view) {
        var status = view.isSettled() ? null : url(request) + "/status";
        var logout = view.logout();
        if (logout.client() == null) {
            return new Page.SignedOut(VisitShown.applications(view), null, 0, null, status, settings.home());
        }
        var others = stores.sessions().read(logout.session())
                .filter(session -> session.session().isOpen(settings.time().instant()))
                .map(SignIns::here)
                .orElse(List.of());
        var name = logout.plan().applications().getFirst().name();
        return new Page.SignedOut(VisitShown.applications(view), name, others.size(),
                Answers.logOut(request, view.visit().way().locales()), status,
                home(logout.client()));
    }

    /// The way back to one application, where it has told of one.
    private Page.@Nullable Link home(String client) {
        return Optional.ofNullable(stores.clients().read(List.of(client)).get(client)).flatMap(Homes::of)
                .orElse(settings.home());
    }

    /// How everybody is doing, as JSON.
    Map<String, Object> status(WebRequest request, VisitView view) {
        var applications = new ArrayList<Map<String, Object>>();
        for (Page.Application application : VisitShown.applications(view)) {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("n", application.n());
            if (application.name() != null) {
                entry.put("name", application.name());
            }
            entry.put("state", application.state().text());
            applications.add(entry);
        }
        var next = view.next() instanceof Next.Leave leave ? leave.to() : url(request);
        var status = new LinkedHashMap<String, Object>();
        status.put("stage", view.stage());
        status.put("settled", view.isSettled());
        status.put("next", next);
        status.put("applications", applications);
        return status;
    }
}
