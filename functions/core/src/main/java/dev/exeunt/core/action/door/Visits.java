package dev.exeunt.core.action.door;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.door.VisitView.Next;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.plan.ApplicationState;
import dev.exeunt.core.plan.Progress.FrameResult;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.plan.VisitToken;
import dev.exeunt.core.session.SignIns;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    public Visits(Stores stores, Answers answers, Settings settings) {
        this.stores = stores;
        this.answers = answers;
        this.settings = settings;
    }

    /// `GET /logout/{visit}`: what comes next.
    public WebAnswer page(WebRequest request) {
        return READ.contains(request.method())
                ? withVisit(request, view -> show(request, view))
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
        return withVisit(request, view -> WebAnswer.json(200, statusOf(request, view)));
    }

    /// `POST /logout/{visit}/stages/{index}`: this stage is finished.
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
        var progress = view.visit().progress().past(index.get());
        stores.logouts().advance(view.visit(), view.current() instanceof Stage.IframeLogout iframes
                ? progress.reported(reported(request.form(), iframes.frames().size()))
                : progress);
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
            case Next.Wait _,Next.Frames _,Next.Hop _,Next.Answer _,Next.End _ -> url(request);
        };
        return request.wantsJson() ? WebAnswer.json(200, Map.of("next", next)) : WebAnswer.seeOther(next);
    }

    private WebAnswer show(WebRequest request, VisitView view) {
        return switch (view.next()) {
            case Next.Frames frames -> page(request, view, loggingOut(request, view, frames.frames()));
            case Next.Wait _ -> page(request, view, loggingOut(request, view, List.of()));
            case Next.Leave leave -> WebAnswer.seeOther(leave.to());
            // No message is made here: a hop is passed over, and shown as that; an answer is left to whoever makes it.
            case Next.Hop _ -> page(request, view, loggingOut(request, view, List.of()));
            case Next.Answer _,Next.End _ -> lastPage(request, view);
        };
    }

    private WebAnswer page(WebRequest request, VisitView view, Page page) {
        return answers.page(request, view.visit().way().locales(), 200, page);
    }

    private Page.LoggingOut loggingOut(WebRequest request, VisitView view, List<Stage.Frame> frames) {
        var shown = new ArrayList<Page.Frame>();
        for (int n = 0; n < frames.size(); n++) {
            shown.add(new Page.Frame(n, source(request, n, frames.get(n)), frames.get(n).application()));
        }
        var waits = frames.isEmpty()
                ? new Page.Waits(settings.frame(), settings.initiatorWait())
                : new Page.Waits(settings.frame(), settings.frames());
        return new Page.LoggingOut(request.baseUrl(), url(request) + "/stages/" + view.stage(),
                url(request) + "/status",
                shown, applications(view), waits, back(view));
    }

    /// A SAML frame leads to us first, where its message is made.
    private static String source(WebRequest request, int n, Stage.Frame frame) {
        return switch (frame) {
            case Stage.Frame.Oidc oidc -> oidc.url();
            case Stage.Frame.Saml _ -> url(request) + "/frames/" + n;
        };
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
            return new Page.SignedOut(applications(view), null, 0, null, status, settings.home());
        }
        var others = stores.sessions().read(logout.session())
                .filter(session -> session.session().isOpen(settings.time().instant()))
                .map(SignIns::here)
                .orElse(List.of());
        var name = logout.plan().applications().getFirst().name();
        return new Page.SignedOut(applications(view), name, others.size(),
                Answers.logOut(request, view.visit().way().locales()), status,
                home(logout.client()));
    }

    /// The way back to one application, where it has told of one.
    private Page.@Nullable Link home(String client) {
        return Optional.ofNullable(stores.clients().read(List.of(client)).get(client)).flatMap(Homes::of)
                .orElse(settings.home());
    }

    private Map<String, Object> statusOf(WebRequest request, VisitView view) {
        var applications = new ArrayList<Map<String, Object>>();
        for (Page.Application application : applications(view)) {
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

    private static List<Page.Application> applications(VisitView view) {
        var applications = new ArrayList<Page.Application>();
        var states = view.states();
        for (int n = 0; n < states.size(); n++) {
            var application = view.logout().plan().applications().get(n);
            var way = view.visit().way();
            var named = way.named() || Objects.equals(way.client(), application.client());
            applications.add(new Page.Application(n, named ? application.name() : null, shown(states.get(n)),
                    isToldByFramesOnly(view.logout().plan(), n)));
        }
        return applications;
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

    private static Page.@Nullable Link back(VisitView view) {
        var back = view.visit().way().back();
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

    private static String url(WebRequest request) {
        return request.baseUrl() + "/logout/" + request.captured().get("visit");
    }
}
