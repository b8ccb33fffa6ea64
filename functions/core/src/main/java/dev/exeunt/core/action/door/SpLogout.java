package dev.exeunt.core.action.door;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.StartLogout.Started;
import dev.exeunt.core.action.door.SpRequests.Asked;
import dev.exeunt.core.action.door.SpRequests.Taken;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.plan.ApplicationState;
import dev.exeunt.core.plan.Flow.FlowStage;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.PlanJson;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.plan.Visit.End;
import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.SignIns;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A logout that a service provider began, its request brought by a browser (SAML Core 2.0, 3.7.3.2; Profiles 2.0, 4.4).
/// The client's flow runs for the session that the signed request names, whosever cookie the browser has; the others are
/// told first, and the way of the visit ends with the answer.
final class SpLogout {

    static final String PATH = "/saml/slo";

    private static final String PURPOSE = "slo";

    private final Door door;
    private final DoorParts parts;
    private final Means means;
    private final SecureRandom random = new SecureRandom();

    /// How it is done.
    record Means(SpRequests requests, SpAnswers answers, Logouts logouts, Receipts receipts) {}

    SpLogout(DoorParts parts, Means means) {
        this.parts = parts;
        this.door = parts.door();
        this.means = means;
    }

    /// Answers a LogoutRequest that has arrived.
    WebAnswer take(WebRequest request, Arrived arrived) {
        var browser = door.bySessionCookie(request);
        return switch (means.requests().take(arrived, request.baseUrl() + PATH, browser)) {
            case Taken.Refused(var code, var why) -> door.refuse(request, 400, code, why);
            case Taken.Rejected rejected -> SpAnswers
                    .owed(rejected.client(), rejected.binding(), rejected.inResponseTo(), rejected.relayState())
                    .map(owed -> means.answers().send(request, rejected.client(), owed, rejected.status()))
                    .orElseGet(() -> door.refuse(request, 400, "saml_request_rejected",
                            "The SAML request does not stand."));
            case Taken.Nobody(var asked) -> finish(request, asked.client(), end(asked), Status.success());
            case Taken.Again(var asked, var ref) -> again(request, asked, ref, browser);
            case Taken.Open open -> open(request, open, browser);
        };
    }

    /// The same answer as before, as far as it is known by now, and nothing else: whoever repeats a request gets no page
    /// of the logout. Only the browser whose session it was, which may never have got the first answer, goes on.
    private WebAnswer again(WebRequest request, Asked asked, @Nullable String ref, Optional<SignIns> browser) {
        var logout = Optional.ofNullable(ref).flatMap(means.logouts()::read);
        var own = logout.filter(found -> found.client() == null
                && browser.filter(session -> isSession(session, found.session())).isPresent());
        if (own.isPresent()) {
            return decide(request, question(asked, own.get().session(), true), asked.client());
        }
        var complete = logout
                .map(found -> ApplicationState.isComplete(found, means.receipts().read(found.ref()), null));
        return finish(request, asked.client(), end(asked),
                complete.orElse(false) ? Status.success() : Status.partialLogout());
    }

    /// A POST from another site comes without our SameSite cookie. What was proven is kept, and the browser comes again
    /// with a GET, which has the cookie: so that it loses the cookie with its session, and may see names.
    private WebAnswer open(WebRequest request, Taken.Open open, Optional<SignIns> browser) {
        var session = open.session().session().id();
        var named = browser.filter(own -> isSession(own, session)).isPresent();
        var question = question(open.asked(), session, named);
        return request.method().equals("POST") && !request.wantsJson() && !door.hasSessionCookie(request)
                ? park(request, question)
                : decide(request, question, open.asked().client());
    }

    private static boolean isSession(SignIns browser, String session) {
        return browser.session().id().equals(session);
    }

    private Question question(Asked asked, String session, boolean named) {
        var flow = asked.client().invalidationFlow();
        var way = new Visit.Way(end(asked), asked.client().key(), named, null);
        return new Question(PATH, session, flow == null ? parts.clientFlow() : flow, Initiator.SP, way, null);
    }

    /// How a visit ends: with the answer, unless none is wanted (Asynchronous Single Logout 1.0) or there is no place for
    /// it.
    private static End end(Asked asked) {
        return asked.request().asynchronous()
                ? new End.OurPage()
                : SpAnswers.owed(asked.client(), asked.binding(), asked.request().head().id(), asked.relayState())
                        .<End>map(owed -> owed).orElseGet(End.OurPage::new);
    }

    private WebAnswer park(WebRequest request, Question question) {
        var name = new byte[32];
        random.nextBytes(name);
        var handle = Base64.getUrlEncoder().withoutPadding().encodeToString(name);
        var until = parts.time().instant().plus(Limits.QUESTION);
        parts.parking().park(CookieHash.of(handle).value(), parts.seal().seal(PURPOSE, question.toValues(""), until),
                until);
        return WebAnswer.seeOther(request.baseUrl() + PATH + "?resume=" + handle);
    }

    /// Goes on with what was parked.
    WebAnswer resume(WebRequest request, String handle) {
        var parked = parts.parking().read(CookieHash.of(handle).value(), parts.time().instant())
                .flatMap(sealed -> parts.seal().open(PURPOSE, sealed)).map(Question::of);
        var client = parked.flatMap(this::client);
        if (parked.isEmpty() || client.isEmpty()) {
            return door.refuse(request, 410, "request_expired", "This request is too old.");
        }
        var question = parked.get();
        var named = door.bySessionCookie(request).filter(own -> isSession(own, question.session())).isPresent();
        var way = new Visit.Way(question.way().end(), question.way().client(), named, null);
        return decide(request, new Question(PATH, question.session(), question.flow(), question.initiator(), way, null),
                client.get());
    }

    /// Asks first, where the flow says so and there is still something to be asked.
    private WebAnswer decide(WebRequest request, Question question, SamlClient client) {
        if (Door.isDryRun(request)) {
            return door.preview(question);
        }
        var asks = door.flow(question.flow()).stages().stream().anyMatch(FlowStage.Confirm.class::isInstance)
                && isThere(question, client);
        if (!asks || request.wantsJson() && Door.isConfirmedByProgram(request, request.parameters())) {
            return carryOut(request, question, client);
        }
        return door.ask(request, question, client.name(), question.way().end() instanceof End.SamlAnswer answer
                ? new Page.Link(answer.location(), client.name())
                : null);
    }

    private boolean isThere(Question question, SamlClient client) {
        return parts.sessions().read(question.session())
                .filter(session -> session.session().isOpen(parts.time().instant()))
                .filter(session -> session.here().stream().anyMatch(part -> part.client().equals(client.key())))
                .isPresent();
    }

    /// The person has answered the question.
    WebAnswer answered(WebRequest request, Question question, boolean yes) {
        var client = client(question);
        if (client.isEmpty()) {
            return door.refuse(request, 410, "request_expired",
                    "The application that asked is not registered any more.");
        }
        return yes
                ? carryOut(request, question, client.get())
                : question.way().end() instanceof End.SamlAnswer owed
                        ? means.answers().send(request, client.get(), owed, Status.requestDenied())
                        : parts.answers().page(request, 200, new Page.StillSignedIn(parts.home()));
    }

    private Optional<SamlClient> client(Question question) {
        return Optional.ofNullable(question.way().client())
                .flatMap(key -> Optional.ofNullable(parts.clients().read(List.of(key)).get(key)))
                .flatMap(client -> client instanceof SamlClient sp ? Optional.of(sp) : Optional.empty());
    }

    private WebAnswer carryOut(WebRequest request, Question question, SamlClient client) {
        return switch (door.start(question)) {
            case Started.Ended ended -> door.ended(request, ended);
            case Started.Nobody _ -> finish(request, client, question.way().end(), Status.success());
            case Started.Busy _ -> finish(request, client, question.way().end(), Status.responder());
        };
    }

    /// Answers without a visit. Where no answer can be sent the browser gets a page that says as much.
    private WebAnswer finish(WebRequest request, SamlClient client, End end, Status status) {
        if (Door.isDryRun(request)) {
            return WebAnswer.json(200, PlanJson.nobody(SpAnswers.way(client, end)));
        }
        if (end instanceof End.SamlAnswer owed) {
            return means.answers().send(request, client, owed, status);
        }
        return status.top() == Status.Top.SUCCESS
                ? door.nothingToDo(request, Visit.Way.PAGE, null)
                : parts.answers().refusal(request, Problem.of(503, "busy",
                        "The session keeps changing. Please try again.")).withHeader("Retry-After", "1");
    }
}
