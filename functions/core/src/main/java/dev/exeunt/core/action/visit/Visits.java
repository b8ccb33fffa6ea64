package dev.exeunt.core.action.visit;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.action.answer.SamlHandover;
import dev.exeunt.core.action.visit.VisitView.Next;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.plan.Progress.FrameResult;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.VisitToken;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The pages a browser goes through after a logout was committed. Reading one changes nothing, however often; only the
/// POST of a stage moves the visit on.
public final class Visits {

    private static final Set<String> READ = Set.of("GET", "HEAD");
    private static final Set<String> WRITE = Set.of("POST");

    private final Stores stores;
    private final Answers answers;
    private final Settings settings;
    private final VisitPages pages;
    private final FrameStage frames;
    private final NativeStage natives;
    private final SamlHandover handover;

    /// What is read and written.
    public record Stores(Sessions sessions, Clients clients, Logouts logouts, Receipts receipts) {}

    /// @param initiatorWait how long the way back to the RP that asked waits for that RP's own notice
    /// @param frame         how long one iframe may take
    /// @param frames        how long all of them may take
    /// @param home          the way home, or null
    /// @param farewell      what the last page asks of the browser
    /// @param time          the clock
    public record Settings(Duration initiatorWait, Duration frame, Duration frames, Page.@Nullable Link home,
            Farewell farewell, InstantSource time) {}

    /// See [Visits].
    public Visits(Stores stores, Answers answers, Settings settings, SamlMessages saml) {
        this.stores = stores;
        this.answers = answers;
        this.settings = settings;
        this.pages = new VisitPages(stores, answers, settings, saml);
        this.frames = new FrameStage(stores.clients(), saml);
        this.natives = new NativeStage(stores.clients(), stores.logouts(), saml);
        this.handover = new SamlHandover(answers);
    }

    /// `GET /logout/{visit}`: what comes next.
    public WebAnswer page(WebRequest request) {
        return READ.contains(request.method())
                ? withVisit(request, view -> pages.show(request, view))
                : answers.wrongMethod(request, READ);
    }

    /// `GET /logout/{visit}/status`: how everybody is doing, for the page's own script.
    public WebAnswer status(WebRequest request) {
        if (!READ.contains(request.method())) {
            return answers.wrongMethod(request, READ);
        }
        if (request.isCrossOrigin()) {
            return refuse(request, 403, "cross_site", "The status is for our own pages.");
        }
        return withVisit(request, view -> WebAnswer.json(200, pages.status(request, view)));
    }

    /// `GET /logout/{visit}/frames/{n}`: what an iframe of a service provider's loads first, the message to it.
    public WebAnswer frame(WebRequest request) {
        return READ.contains(request.method())
                ? withVisit(request, view -> frame(request, view))
                : answers.wrongMethod(request, READ);
    }

    private WebAnswer frame(WebRequest request, VisitView view) {
        return frames.message(request, view, request.captured().getOrDefault("n", ""))
                .map(message -> handover
                        .answer(new SamlHandover.Carrier(request, view.visit().way().locales(), null, true), message))
                .orElseGet(() -> refuse(request, 404, "unknown_frame", "There is no such frame now."));
    }

    /// `POST /logout/{visit}/stages/{index}`: this stage is finished, or a hop of it is to begin or to be left out.
    public WebAnswer finish(WebRequest request) {
        if (!WRITE.contains(request.method())) {
            return answers.wrongMethod(request, WRITE);
        }
        if (request.isCrossOrigin()) {
            return refuse(request, 403, "cross_site", "A stage is finished on our own page only.");
        }
        if (request.body().length > Limits.PUBLIC_BODY) {
            return refuse(request, 413, "body_too_large", "The request is too large.");
        }
        if (request.body().length > 0 && !request.isForm()) {
            return refuse(request, 415, "unsupported_media_type",
                    "A POST here is a form: application/x-www-form-urlencoded.");
        }
        return withVisit(request, view -> finish(request, view));
    }

    private WebAnswer finish(WebRequest request, VisitView view) {
        var index = index(request, view);
        if (index.isEmpty()) {
            return refuse(request, 404, "unknown_stage", "There is no such stage.");
        }
        if (index.get() < view.stage()) {
            return onward(request, view);
        }
        return view.current() instanceof Stage.NativeLogout stage
                ? hop(request, view, stage.hops())
                : finish(request, view, index.get());
    }

    private WebAnswer finish(WebRequest request, VisitView view, int index) {
        var progress = view.visit().progress().past(index);
        stores.logouts().advance(view.visit(), view.current() instanceof Stage.IframeLogout iframes
                ? progress.reported(reported(request.form(), iframes.frames().size()))
                : progress);
        return moved(request);
    }

    private WebAnswer hop(WebRequest request, VisitView view, List<Stage.Hop> hops) {
        return switch (natives.step(request, view, hops)) {
            case NativeStage.Step.Leave(var message) -> request.wantsJson()
                    ? handover.json(Map.of(), message)
                    : handover.answer(new SamlHandover.Carrier(request, view.visit().way().locales(),
                            VisitShown.name(view, ((Next.Hop) view.next()).hop().application()), false), message);
            case NativeStage.Step.Onward _ -> moved(request);
            case NativeStage.Step.Unknown _ ->
                refuse(request, 400, "unknown_hop", "hop is one of next, retry and skip.");
        };
    }

    private WebAnswer moved(WebRequest request) {
        return read(request).map(moved -> onward(request, moved)).orElseGet(() -> unknown(request));
    }

    /// A stage that exists and has been reached; later ones are not known yet.
    private static Optional<Integer> index(WebRequest request, VisitView view) {
        var text = request.captured().getOrDefault("index", "");
        if (!text.matches("0|[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        var index = Integer.parseInt(text);
        return index <= view.stage() && index < view.logout().plan().stages().size()
                ? Optional.of(index)
                : Optional.empty();
    }

    private static Map<Integer, FrameResult> reported(Parameters form, int frames) {
        var results = new HashMap<Integer, FrameResult>();
        for (int n = 0; n < frames; n++) {
            var result = form.get("frame." + n);
            if ("loaded".equals(result)) {
                results.put(n, FrameResult.LOADED);
            } else if ("timeout".equals(result)) {
                results.put(n, FrameResult.TIMEOUT);
            }
        }
        return results;
    }

    private WebAnswer onward(WebRequest request, VisitView view) {
        var next = switch (view.next()) {
            case Next.Leave leave -> leave.to();
            case Next.Wait _,Next.Frames _,Next.Hop _,Next.Answer _,Next.End _ -> VisitPages.url(request);
        };
        return request.wantsJson() ? WebAnswer.json(200, Map.of("next", next)) : WebAnswer.seeOther(next);
    }

    private WebAnswer withVisit(WebRequest request, Function<VisitView, WebAnswer> answer) {
        var view = read(request);
        if (view.isEmpty()) {
            return unknown(request);
        }
        if (!view.get().visit().isOpen(settings.time().instant())) {
            return answers.refusal(request, view.get().visit().way().locales(),
                    Problem.of(410, "visit_expired", "This address has expired; the logout itself stands."));
        }
        return answer.apply(view.get());
    }

    private Optional<VisitView> read(WebRequest request) {
        var token = VisitToken.parse(request.captured().getOrDefault("visit", ""));
        if (token.isEmpty()) {
            return Optional.empty();
        }
        var visit = stores.logouts().visit(token.get().ref(), token.get().hash());
        if (visit.isEmpty()) {
            return Optional.empty();
        }
        return stores.logouts().read(token.get().ref()).map(logout -> new VisitView(visit.get(), logout,
                stores.receipts().read(logout.ref()), settings.initiatorWait(), settings.time().instant()));
    }

    private WebAnswer unknown(WebRequest request) {
        return refuse(request, 404, "unknown_visit", "There is nothing at this address.");
    }

    private WebAnswer refuse(WebRequest request, int status, String code, String detail) {
        return answers.refusal(request, Problem.of(status, code, detail));
    }
}
