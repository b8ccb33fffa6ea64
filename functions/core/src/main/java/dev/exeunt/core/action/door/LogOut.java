package dev.exeunt.core.action.door;

import dev.exeunt.core.action.StartLogout.Started;
import dev.exeunt.core.action.answer.Answers;
import dev.exeunt.core.action.door.Asking.Answer;
import dev.exeunt.core.page.Page;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Visit;
import dev.exeunt.core.session.CookieHash;
import dev.exeunt.core.session.SignIns;
import dev.exeunt.core.web.Parameters;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The door `/logout`: logging out at the IdP, by its session cookie or by a ticket. It asks first, and a GET never ends
/// anything.
public final class LogOut {

    private static final String PATH = "/logout";
    private static final List<String> NAMES = List.of("ticket", "request", "confirm", "dry_run", "ui_locales");

    private final Door door;
    private final DoorParts parts;

    /// See [LogOut].
    public LogOut(DoorParts parts) {
        this.parts = parts;
        this.door = parts.door();
    }

    /// Answers one request.
    public WebAnswer answer(WebRequest request) {
        return door.objection(request).orElseGet(() -> take(request, request.parameters()));
    }

    private WebAnswer take(WebRequest request, Parameters parameters) {
        var objection = objection(parameters);
        if (objection.isPresent()) {
            return door.refuse(request, 400, "invalid_request", objection.get());
        }
        return switch (parts.asking().read(request, parameters)) {
            case Answer.Given given -> answered(request, given);
            case Answer.Refused _ -> door.refuse(request, 403, "confirmation_refused",
                    "This confirmation is too old, or it was not given on our page.");
            case Answer.NotOne _ -> arrive(request, parameters);
        };
    }

    private static Optional<String> objection(Parameters parameters) {
        var repeated = parameters.repeated(NAMES);
        if (repeated.isPresent()) {
            return Optional.of("The parameter " + repeated.get() + " came more than once.");
        }
        return parameters.isMalformed()
                ? Optional.of("The request has a parameter that cannot be decoded.")
                : Optional.empty();
    }

    private WebAnswer answered(WebRequest request, Answer.Given given) {
        if (!given.yes()) {
            return parts.answers().page(request, given.question().way().locales(), 200,
                    new Page.StillSignedIn(parts.home()));
        }
        var started = door.start(given.question());
        var ticket = given.question().ticket();
        // One that could end nothing yet is good for another try.
        if (ticket != null && !(started instanceof Started.Busy)) {
            parts.tickets().use(new CookieHash(ticket));
        }
        return door.answer(request, given.question(), started);
    }

    private WebAnswer arrive(WebRequest request, Parameters parameters) {
        var ticket = parameters.get("ticket");
        if (ticket != null) {
            return withTicket(request, parameters, CookieHash.of(ticket));
        }
        if (isForeignPost(request)) {
            return WebAnswer.seeOther(Answers.logOut(request, parameters.remark("ui_locales")));
        }
        return proceed(request, parameters, door.bySessionCookie(request), null);
    }

    private WebAnswer withTicket(WebRequest request, Parameters parameters, CookieHash hash) {
        var ticket = parts.tickets().read(hash);
        if (ticket.isEmpty() || ticket.get().used() || !parts.time().instant().isBefore(ticket.get().expiresAt())) {
            return door.refuse(request, 410, "ticket_expired",
                    "This link to sign out has been used, or is too old.");
        }
        return proceed(request, parameters, parts.sessions().read(ticket.get().session()), hash);
    }

    private WebAnswer proceed(WebRequest request, Parameters parameters, Optional<SignIns> session,
            @Nullable CookieHash ticket) {
        var way = Visit.Way.to(null, null, true, parameters.remark("ui_locales"));
        if (session.isEmpty()) {
            return door.nobody(request, way, null);
        }
        var question = new Question(PATH, session.get().session().id(), door.endingFlow(parts.brandFlow()),
                door.initiator(session.get(), Initiator.USER), way,
                ticket == null ? null : ticket.value());
        if (Door.isDryRun(request)) {
            return door.preview(question);
        }
        if (!session.get().session().isOpen(parts.time().instant())) {
            return door.carryOut(request, question);
        }
        if (request.wantsJson() && Door.isConfirmedByProgram(request, parameters)) {
            return answered(request, new Answer.Given(question, true));
        }
        return door.ask(request, question, null, null);
    }

    /// A POST from another site comes without our cookie; the same browser comes with it again to a GET.
    private boolean isForeignPost(WebRequest request) {
        return request.method().equals("POST") && !request.wantsJson() && !door.hasSessionCookie(request);
    }
}
