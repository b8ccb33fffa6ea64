package dev.exeunt.core.action.door;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Flows;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.Sessions;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.action.StartLogout.Started;
import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.plan.Flow;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.PlanJson;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.session.Handle;
import dev.exeunt.core.session.SignIns;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import dev.exeunt.core.web.WebRequest.CookieValue;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the doors that browsers come to have in common: how a request is taken apart, how a logout is carried out, and how
/// its result is answered to people and to programs.
final class Door {

    private static final Set<String> METHODS = Set.of("GET", "POST");

    private final Parts parts;
    private final Settings settings;

    /// What a door is made of.
    record Parts(Sessions sessions, Receipts receipts, StartLogout startLogout, Asking asking,
            Answers answers) {}

    /// @param cookie       the IdP's session cookie
    /// @param flows        finds flows by their slugs
    /// @param signedOutUrl where the browser goes last if nobody names another way, or null for our page
    /// @param time         the clock
    record Settings(SessionCookie cookie, Flows flows, @Nullable String signedOutUrl, InstantSource time) {}

    Door(Parts parts, Settings settings) {
        this.parts = parts;
        this.settings = settings;
    }

    /// The answer to a request that no door can take, if this is one.
    Optional<WebAnswer> objection(WebRequest request) {
        if (!METHODS.contains(request.method())) {
            return Optional.of(parts.answers().wrongMethod(request, METHODS));
        }
        if (request.body().length > Limits.PUBLIC_BODY) {
            return Optional.of(refuse(request, 413, "body_too_large", "The request is too large."));
        }
        if (request.method().equals("POST") && request.body().length > 0 && !request.isForm()) {
            return Optional.of(refuse(request, 415, "unsupported_media_type",
                    "A POST here is a form: application/x-www-form-urlencoded."));
        }
        if (request.cookie(settings.cookie().name()) instanceof CookieValue.Several) {
            return Optional.of(refuse(request, 400, "ambiguous_cookie", "The session cookie came more than once."));
        }
        return Optional.empty();
    }

    /// The session of the browser's cookie, living or ended.
    Optional<SignIns> bySessionCookie(WebRequest request) {
        return switch (request.cookie(settings.cookie().name())) {
            case CookieValue.One one -> parts.sessions().find(new Handle.Cookie(CookieHash.of(one.value())))
                    .flatMap(parts.sessions()::read);
            case CookieValue.None _,CookieValue.Several _ -> Optional.empty();
        };
    }

    /// Whether a session cookie came at all.
    boolean hasSessionCookie(WebRequest request) {
        return request.cookie(settings.cookie().name()) instanceof CookieValue.One;
    }

    /// The slug of the flow for people who log out at the IdP, which ends the session whatever the deployment names.
    String endingFlow(String brandFlow) {
        return flow(brandFlow).endsSession() ? brandFlow : Flow.INVALIDATION.slug();
    }

    /// The flow of this name. One that is not there any more is as if the deployment's own default were named.
    Flow flow(String slug) {
        return settings.flows().find(slug).orElse(Flow.INVALIDATION);
    }

    /// The way with the deployment's last hop, where the request names none.
    private Visit.Way lastHop(Visit.Way way) {
        return switch (way.end()) {
            case Visit.End.OurPage _ ->
                Visit.Way.to(settings.signedOutUrl(), way.client(), way.named(), way.locales());
            case Visit.End.Address _,Visit.End.SamlAnswer _ -> way;
        };
    }

    /// Whether a program says, in a way that no other site can make a browser say, that the person confirmed.
    static boolean isConfirmedByProgram(WebRequest request, Parameters parameters) {
        return request.method().equals("POST") && "1".equals(request.header("exeunt-request"))
                && !request.isCrossOrigin() && "yes".equals(parameters.get("confirm"));
    }

    /// Whether a program only wants to know what would be done.
    static boolean isDryRun(WebRequest request) {
        return request.wantsJson() && "true".equals(request.parameters().get("dry_run"));
    }

    /// Asks the person; a program is told to confirm.
    WebAnswer ask(WebRequest request, Question question, @Nullable String clientName, Page.@Nullable Link back) {
        if (request.wantsJson()) {
            return WebAnswer.problem(Problem.of(409, "confirmation_required",
                    "The person has to confirm: repeat as POST with confirm=yes and the header Exeunt-Request: 1."));
        }
        return parts.asking().ask(request, question, clientName, back, settings.time().instant());
    }

    /// Carries out what was confirmed, or needs no confirmation.
    WebAnswer carryOut(WebRequest request, Question question) {
        return answer(request, question, start(question));
    }

    /// What became of it, said to whoever asked.
    WebAnswer answer(WebRequest request, Question question, Started started) {
        return switch (started) {
            case Started.Ended ended -> ended(request, ended);
            case Started.Nobody _ -> nothingToDo(request, way(question, flow(question.flow())), null);
            case Started.Busy _ -> refuse(request, 503, "busy", "The session keeps changing. Please try again.")
                    .withHeader("Retry-After", "1");
        };
    }

    /// Carries it out, for doors that do more before they answer, or answer otherwise.
    Started start(Question question) {
        return parts.startLogout().run(order(question));
    }

    /// The plan that would be carried out, for programs; ends nothing.
    WebAnswer preview(Question question) {
        var order = order(question);
        var way = way(question, order.flow());
        return WebAnswer.json(200, parts.startLogout().preview(order)
                .map(plan -> PlanJson.of(null, plan, way, List.of(), null))
                .orElseGet(() -> PlanJson.nobody(way)));
    }

    /// A session that lives on is none that the IdP may clear anything of: then there is no last hop.
    private Visit.Way way(Question question, Flow flow) {
        return flow.endsSession() ? lastHop(question.way()) : question.way();
    }

    private Order order(Question question) {
        var reason = question.initiator() == Initiator.EXPIRY ? EndReason.EXPIRED : EndReason.USER;
        var flow = flow(question.flow());
        var way = way(question, flow);
        return new Order(question.session(), flow, way.client(), question.initiator(), reason, way);
    }

    /// Who ends a session that a browser comes for: time, if it is past its end and only waits for the sweeper.
    Initiator initiator(SignIns session, Initiator asking) {
        return session.session().isOpen(settings.time().instant()) ? asking : Initiator.EXPIRY;
    }

    /// Nobody is signed in, which is no error: the way back, or our page.
    ///
    /// @param offered a way on that the page offers and does not take by itself
    WebAnswer nobody(WebRequest request, Visit.Way way, Page.@Nullable Link offered) {
        return nothingToDo(request, lastHop(way), offered);
    }

    /// Nothing is left to do, which is no error either, and tells nothing of the browser's own session.
    WebAnswer nothingToDo(WebRequest request, Visit.Way next, Page.@Nullable Link offered) {
        if (request.wantsJson()) {
            return WebAnswer.json(200, PlanJson.nobody(next));
        }
        if (next.back() != null && offered == null) {
            return WebAnswer.seeOther(next.back());
        }
        return parts.answers().page(request, next.locales(), 200,
                new Page.SignedOut(List.of(), null, 0, null, null, offered));
    }

    /// Why nothing was done.
    WebAnswer refuse(WebRequest request, int status, String code, String detail) {
        return parts.answers().refusal(request, Problem.of(status, code, detail));
    }

    /// The way into the visit; the browser loses the cookie of a session that ended.
    WebAnswer ended(WebRequest request, Started.Ended ended) {
        var token = ended.visit();
        var way = ended.way();
        if (token == null || way == null) {
            throw new IllegalStateException("a browser has a visit");
        }
        var logout = ended.logout();
        var next = request.baseUrl() + "/logout/" + token.text();
        var answer = request.wantsJson()
                ? WebAnswer.json(200, PlanJson.of(logout.ref(), logout.plan(), way, parts.receipts().read(logout.ref()),
                        next))
                : WebAnswer.seeOther(next);
        return logout.client() == null && hasCookieOf(request, logout.session())
                ? answer.withCookies(List.of(cleared(request)))
                : answer;
    }

    /// Whether the browser's cookie is this session's: a ticket or a hint may have ended another, and the browser's own
    /// session must not lose its cookie while it lives.
    private boolean hasCookieOf(WebRequest request, String session) {
        return request.cookie(settings.cookie().name()) instanceof CookieValue.One one && parts.sessions()
                .find(new Handle.Cookie(CookieHash.of(one.value()))).filter(session::equals).isPresent();
    }

    private String cleared(WebRequest request) {
        return settings.cookie().cleared(request.isSecure());
    }
}
