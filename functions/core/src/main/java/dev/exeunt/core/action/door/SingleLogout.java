package dev.exeunt.core.action.door;

import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.Logouts;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.SeenMessages;
import dev.exeunt.core.action.door.Asking.Answer;
import dev.exeunt.core.action.visit.Hops;
import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.PostBinding;
import dev.exeunt.core.saml.RedirectBinding;
import dev.exeunt.core.saml.Refusal;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.util.Map;

/// The door `/saml/slo`: SAML 2.0 single logout through the browser. Requests and responses, by redirect and by post, come
/// to one address and are told apart by what they are.
public final class SingleLogout {

    private final Door door;
    private final DoorParts parts;
    private final Events events;
    private final SpLogout requests;
    private final SpResponses responses;

    /// What is read and written besides.
    public record Stores(Logouts logouts, Receipts receipts, SeenMessages seen) {}

    /// How things are done besides.
    public record Means(SamlMessages messages, Events events) {}

    /// See [SingleLogout].
    public SingleLogout(DoorParts parts, Stores stores, Means means) {
        this.parts = parts;
        this.door = parts.door();
        this.events = means.events();
        var taking = new SpRequests(new SpRequests.Stores(parts.clients(), parts.sessions(), stores.seen()),
                parts.time(), events);
        this.requests = new SpLogout(parts, new SpLogout.Means(taking,
                new SpAnswers(means.messages(), parts.answers()), stores.logouts(), stores.receipts()));
        this.responses = new SpResponses(parts, new Hops(stores.logouts(), parts.clients(), parts.time()), events);
    }

    /// Answers one request.
    public WebAnswer answer(WebRequest request) {
        return door.objection(request).orElseGet(() -> take(request));
    }

    private WebAnswer take(WebRequest request) {
        return switch (parts.asking().read(request, request.parameters())) {
            case Answer.Given(var question, var yes) -> requests.answered(request, question, yes);
            case Answer.Refused _ -> door.refuse(request, 403, "confirmation_refused",
                    "This confirmation is too old, or it was not given on our page.");
            case Answer.NotOne _ -> arrive(request);
        };
    }

    private WebAnswer arrive(WebRequest request) {
        var isGet = request.method().equals("GET");
        return switch (isGet ? RedirectBinding.receive(request.rawQuery()) : PostBinding.receive(request.text())) {
            case Parsed.Refused<Arrived>(Refusal why) -> why == Refusal.NO_MESSAGE
                    ? withoutMessage(request)
                    : refuse(request, why);
            case Parsed.Good<Arrived>(Arrived arrived) -> switch (arrived.kind()) {
                case REQUEST -> requests.take(request, arrived);
                case RESPONSE -> responses.take(request, arrived);
            };
        };
    }

    private WebAnswer withoutMessage(WebRequest request) {
        var resume = request.method().equals("GET") ? request.query().get("resume") : null;
        return resume != null
                ? requests.resume(request, resume)
                : door.refuse(request, 400, "no_saml_message", "This address is for SAML logout messages: it takes a "
                        + "SAMLRequest or a SAMLResponse, by GET (HTTP-Redirect) or by POST (HTTP-POST), and none came. "
                        + "A service provider finds it, and everything else it needs, at " + request.baseUrl()
                        + "/saml/metadata. To sign out as a person, open " + request.baseUrl() + "/logout.");
    }

    private WebAnswer refuse(WebRequest request, Refusal why) {
        events.emit("saml_message_refused",
                Map.of("binding", request.method().equals("GET") ? "redirect" : "post", "why", why.code()));
        return door.refuse(request, 400, why.code(), "The SAML message was refused: " + why.sentence() + ".");
    }
}
