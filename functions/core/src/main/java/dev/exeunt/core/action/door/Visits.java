package dev.exeunt.core.action.door;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Clients;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.SamlMessages.Made;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.door.VisitView.Next;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.plan.ApplicationState;
import dev.exeunt.core.plan.Progress.FrameResult;
import dev.exeunt.core.plan.Stage;
import dev.exeunt.core.plan.StagePlan;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.plan.VisitToken;
import dev.exeunt.core.saml.Status;
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
    private final SamlMessages saml;
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
        this.saml = saml;
        this.frames = new FrameStage(stores.clients(), saml);
        this.natives = new NativeStage(stores.clients(), stores.logouts(), saml);
        this.handover = new SamlHandover(answers);
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
                    ? handover.json(message)
                    : handover.answer(new SamlHandover.Carrier(request, view.visit().way().locales(),
                            name(view, ((Next.Hop) view.next()).hop().application()), false), message);
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
            case Next.Wait _,Next.Frames _,Next.Hop _,Next.Answer _,Next.End _ -> url(request);
        };
        return request.wantsJson() ? WebAnswer.json(200, Map.of("next", next)) : WebAnswer.seeOther(next);
    }

    private WebAnswer show(WebRequest request, VisitView view) {
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
        return new Page.Hop(stage, name(view, hop.hop().application()), hop.times() > 0, applications(view),
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
                url(request) + "/status", frames.shown(url(request), view, now), applications(view), waits,
                back(view));
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
            applications.add(new Page.Application(n, name(view, n), shown(states.get(n)),
                    isToldByFramesOnly(view.logout().plan(), n)));
        }
        return applications;
    }

    /// The name of an application; null if it may not be named.
    private static @Nullable String name(VisitView view, int n) {
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

    private static Page.@Nullable Link back(VisitView view) {
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
