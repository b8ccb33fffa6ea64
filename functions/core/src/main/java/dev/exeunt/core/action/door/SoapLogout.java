package dev.exeunt.core.action.door;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Events;
import dev.exeunt.core.action.Pause;
import dev.exeunt.core.action.Receipts;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.SamlMessages.Made;
import dev.exeunt.core.action.StartLogout;
import dev.exeunt.core.action.StartLogout.Order;
import dev.exeunt.core.action.StartLogout.Started;
import dev.exeunt.core.action.door.SpRequests.Taken;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.plan.ApplicationState;
import dev.exeunt.core.plan.Flow.FlowStage;
import dev.exeunt.core.plan.Initiator;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.Visit.End;
import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.Refusal;
import dev.exeunt.core.saml.SoapBinding;
import dev.exeunt.core.saml.Status;
import dev.exeunt.core.session.EndReason;
import dev.exeunt.core.web.Problem;
import dev.exeunt.core.web.WebAnswer;
import dev.exeunt.core.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The door `/saml/slo/soap`: a service provider's own server asks (SAML Bindings 2.0, 3.2). No browser is there: nobody
/// can be asked, others are told from server to server alone, and the answer waits for them for a bounded time.
public final class SoapLogout {

    private static final String PATH = "/saml/slo/soap";
    private static final Set<String> METHODS = Set.of("POST");
    private static final Set<Refusal> NO_ENVELOPE = EnumSet.of(Refusal.TOO_LARGE, Refusal.ENCODING, Refusal.DOCTYPE,
            Refusal.TOO_DEEP, Refusal.TOO_MANY_ATTRIBUTES, Refusal.TOO_MANY_NODES, Refusal.NOT_XML, Refusal.SOAP);
    private static final Duration FIRST_LOOK = Duration.ofMillis(50);

    private final DoorParts parts;
    private final Means means;
    private final SpRequests requests;
    private final SamlMessages messages;

    /// How things are done besides.
    ///
    /// @param pause waits between two looks at how the others are doing
    /// @param bound for how long at most
    public record Means(SingleLogout.Stores stores, SamlMessages messages, StartLogout startLogout, Events events,
            Pause pause, Duration bound) {

        private Receipts receipts() {
            return stores.receipts();
        }
    }

    /// See [SoapLogout].
    public SoapLogout(DoorParts parts, Means means) {
        this.parts = parts;
        this.means = means;
        this.messages = means.messages();
        this.requests = new SpRequests(
                new SpRequests.Stores(parts.clients(), parts.sessions(), means.stores().seen()), parts.time(),
                means.events());
    }

    /// Answers one request.
    public WebAnswer answer(WebRequest request) {
        if (!METHODS.contains(request.method())) {
            return parts.answers().wrongMethod(request, METHODS);
        }
        if (request.body().length > Limits.PUBLIC_BODY) {
            return refuse(413, "body_too_large", "The request is too large.");
        }
        if (request.mediaType().filter("text/xml"::equals).isEmpty()) {
            return refuse(415, "unsupported_media_type", "A POST here is a SOAP 1.1 envelope: text/xml.");
        }
        return switch (SoapBinding.receive(request.body())) {
            case Parsed.Refused<Arrived>(Refusal why) -> fault(why);
            case Parsed.Good<Arrived>(Arrived arrived) -> switch (arrived.kind()) {
                case REQUEST -> take(request, arrived);
                case RESPONSE -> fault(Refusal.OTHER_KIND);
            };
        };
    }

    private WebAnswer take(WebRequest request, Arrived arrived) {
        return switch (requests.take(arrived, request.baseUrl() + PATH, Optional.empty())) {
            case Taken.Refused(var code, var why) -> refuse(403, code, why);
            case Taken.Rejected rejected ->
                status(request, rejected.client(), rejected.inResponseTo(), rejected.status());
            case Taken.Nobody(var asked) -> answer(request, asked, Status.success());
            case Taken.Again(var asked, var ref) -> answer(request, asked, Optional.ofNullable(ref)
                    .flatMap(means.stores().logouts()::read).map(this::outcome).orElseGet(Status::partialLogout));
            case Taken.Open open -> answer(request, open.asked(), carryOut(open));
        };
    }

    private Status carryOut(Taken.Open open) {
        var client = open.asked().client();
        var flow = parts.door()
                .flow(client.invalidationFlow() == null ? parts.clientFlow() : client.invalidationFlow());
        var isOpen = open.session().session().isOpen(parts.time().instant());
        if (isOpen && flow.stages().stream().anyMatch(FlowStage.Confirm.class::isInstance)) {
            return new Status(Status.Top.RESPONDER, Status.REQUEST_DENIED,
                    "The person has to be asked first: send the request through the browser.");
        }
        var order = new Order(open.session().session().id(), flow, client.key(), Initiator.SP, EndReason.USER, null);
        return switch (means.startLogout().run(order)) {
            case Started.Ended ended -> outcome(ended.logout());
            case Started.Nobody _ -> Status.success();
            case Started.Busy _ -> Status.responder();
        };
    }

    /// Success if everybody has answered in time that they did their part. Once that cannot be any more nobody waits.
    private Status outcome(Logout logout) {
        var waited = Duration.ZERO;
        for (var next = FIRST_LOOK;; next = next.multipliedBy(2)) {
            var receipts = means.receipts().read(logout.ref());
            if (ApplicationState.isComplete(logout, receipts, null)) {
                return Status.success();
            }
            var hopeless = logout.client() != null || ApplicationState.of(logout.plan(), receipts, null).stream()
                    .anyMatch(state -> state != ApplicationState.DONE && !state.isOpen());
            if (hopeless || waited.compareTo(means.bound()) >= 0) {
                return Status.partialLogout();
            }
            var left = means.bound().minus(waited);
            var pause = next.compareTo(left) < 0 ? next : left;
            means.pause().pause(pause);
            waited = waited.plus(pause);
        }
    }

    /// Whoever wants no answer gets none (Asynchronous Single Logout 1.0).
    private WebAnswer answer(WebRequest request, SpRequests.Asked asked, Status status) {
        return asked.request().asynchronous()
                ? WebAnswer.empty(202)
                : status(request, asked.client(), asked.request().head().id(), status);
    }

    private WebAnswer status(WebRequest request, SamlClient client, @Nullable String inResponseTo, Status status) {
        var owed = new End.SamlAnswer(Binding.SOAP, "", inResponseTo, null);
        return switch (messages.answer(messages.issuer(request.baseUrl()), client, owed, status)) {
            case Made.Ready(var message) -> envelope(200, message.envelope());
            case Made.NoKey _ -> envelope(500, SoapBinding.fault(SoapBinding.FaultCode.SERVER,
                    "There is no key for the signature that this service provider wants."));
        };
    }

    /// What is no envelope is a malformed request (Basic Profile 1.1, R1113); an envelope with something wrong in it is
    /// answered with a fault, and a fault with 500 (SOAP 1.1, 6.2).
    private WebAnswer fault(Refusal why) {
        means.events().emit("saml_message_refused", Map.of("binding", "soap", "why", why.code()));
        return NO_ENVELOPE.contains(why)
                ? refuse(400, why.code(), "The request was refused: " + why.sentence() + ".")
                : envelope(500, SoapBinding.fault(why));
    }

    private static WebAnswer envelope(int status, byte[] xml) {
        return WebAnswer.text(status, SoapBinding.CONTENT_TYPE, new String(xml, StandardCharsets.UTF_8))
                .withHeader("Cache-Control", "no-cache, no-store, must-revalidate, private")
                .withHeader("Pragma", "no-cache");
    }

    private WebAnswer refuse(int status, String code, String why) {
        return WebAnswer.problem(Problem.of(status, code, why));
    }
}
