package dev.exeunt.core.action.deliver;

import dev.exeunt.core.Limits;
import dev.exeunt.core.action.Outbound.Notice;
import dev.exeunt.core.action.Outbound.Reply;
import dev.exeunt.core.action.SamlMessages;
import dev.exeunt.core.action.SamlMessages.Made;
import dev.exeunt.core.action.SamlMessages.Outgoing;
import dev.exeunt.core.action.SamlMessages.To;
import dev.exeunt.core.action.deliver.Deliver.Means;
import dev.exeunt.core.action.deliver.Sender.Try;
import dev.exeunt.core.client.SamlClient;
import dev.exeunt.core.client.SamlClient.LogoutService;
import dev.exeunt.core.client.SamlClient.Method;
import dev.exeunt.core.delivery.Delivery;
import dev.exeunt.core.delivery.Outcome;
import dev.exeunt.core.delivery.Outcome.Fault;
import dev.exeunt.core.delivery.Outcome.Refused;
import dev.exeunt.core.delivery.Outcome.Replied;
import dev.exeunt.core.delivery.Outcome.Replied.Meaning;
import dev.exeunt.core.delivery.Outcome.Unanswered;
import dev.exeunt.core.plan.Logout;
import dev.exeunt.core.plan.RequestId;
import dev.exeunt.core.saml.Arrived;
import dev.exeunt.core.saml.Binding;
import dev.exeunt.core.saml.Judgement;
import dev.exeunt.core.saml.LogoutResponse;
import dev.exeunt.core.saml.Parsed;
import dev.exeunt.core.saml.Refusal;
import dev.exeunt.core.saml.SoapBinding;
import dev.exeunt.core.saml.Status;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends a LogoutRequest from server to server, by SOAP (SAML Bindings 2.0, 3.2) or by a post of ours to a service provider
/// that has nothing else, and holds what comes back to its keys. Only a LogoutResponse that is proven to be the service
/// provider's, to this very request, settles anything.
final class SamlSender {

    private static final Map<String, String> SOAP = Map.of("Accept", "text/xml", "SOAPAction", SoapBinding.SOAP_ACTION,
            "Cache-Control", "no-cache, no-store", "Pragma", "no-cache");
    private static final Map<String, String> POST = Map.of("Accept", "text/html, application/xhtml+xml");
    private static final Refused NO_ENDPOINT = new Refused("no endpoint for the back channel is registered any more");
    private static final int OK = 200;
    private static final int REDIRECTION = 300;
    private static final int ERROR = 400;

    private final Means means;
    private final SamlMessages messages;
    private final String issuer;
    private final String url;

    SamlSender(Means means, Deliver.Saml saml) {
        this.means = means;
        this.messages = new SamlMessages(saml.entityId(), means.signer(), means.time());
        this.issuer = messages.issuer(saml.url());
        this.url = saml.url();
    }

    /// Where a service provider is told by back channel, if it is.
    static Optional<LogoutService> service(SamlClient client) {
        var channel = client.channel();
        return channel == null || channel.method() != Method.BACKCHANNEL
                ? Optional.empty()
                : client.service(channel.binding());
    }

    /// Sends once. Each attempt is a request of its own, with the attempt's `jti` in its ID.
    Outcome send(Logout logout, Delivery.SamlLogoutRequest delivery, SamlClient client, Try attempt) {
        var service = service(client);
        if (service.isEmpty()) {
            return NO_ENDPOINT;
        }
        var id = new RequestId.Direct(logout.ref(), attempt.delivery(), attempt.jti());
        var to = new To(client, delivery.identity(), service.get());
        return switch (messages.request(issuer, logout, to, id)) {
            case Made.NoKey _ -> new Unanswered(Fault.NO_SIGNING_KEY);
            case Made.Ready(var message) -> judged(means.outbound().call(notice(message, attempt.timeout().get())),
                    new Sent(client, service.get().binding(), id.text()));
        };
    }

    /// A request that left.
    private record Sent(SamlClient client, Binding binding, String id) {}

    private static Notice notice(Outgoing message, Duration timeout) {
        return switch (message.binding()) {
            case SOAP -> new Notice(message.location(), SoapBinding.CONTENT_TYPE,
                    new String(message.envelope(), StandardCharsets.UTF_8), SOAP, timeout);
            case POST, REDIRECT -> new Notice(message.location(), "application/x-www-form-urlencoded",
                    form(message.form().fields()), POST, timeout);
        };
    }

    private static String form(Map<String, String> fields) {
        var form = new StringBuilder();
        fields.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&").append(name).append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return form.toString();
    }

    private Outcome judged(Reply reply, Sent sent) {
        return switch (reply) {
            case Reply.Failed(var outcome) -> outcome;
            case Reply.Answer answer -> answer.answered().status() < OK || answer.answered().status() >= ERROR
                    || answer.answered().status() >= REDIRECTION && sent.binding() == Binding.SOAP
                            ? answer.answered()
                            : judged(answer, sent);
        };
    }

    private Replied judged(Reply.Answer answer, Sent sent) {
        var arrived = sent.binding() == Binding.SOAP
                ? SoapBinding.receive(answer.body())
                : AnswerPage.read(answer, url + "/saml/slo");
        var arrival = new Judgement.Arrival(url + (sent.binding() == Binding.SOAP ? "/saml/slo/soap" : "/saml/slo"),
                means.time().instant(), Limits.SAML_SKEW, sent.client().entityId());
        return switch (arrived.then(each -> proven(each, arrival, sent))) {
            case Parsed.Refused<Status>(Refusal why) -> replied(answer, Meaning.OPEN, why.code());
            case Parsed.Good<Status>(Status status) -> replied(answer, status);
        };
    }

    private static Parsed<Status> proven(Arrived arrived, Judgement.Arrival arrival, Sent sent) {
        return arrived.verify(sent.client().signingKeys())
                .then(verified -> switch (Judgement.ofResponse(verified, arrival, sent.id())) {
                    case Judgement.Accepted<LogoutResponse> accepted ->
                        new Parsed.Good<>(accepted.message().status());
                    case Judgement.Rejected<LogoutResponse> rejected -> new Parsed.Refused<>(rejected.why());
                });
    }

    /// A session participant that could not may do better the next time; what it calls our fault, or its will, stays.
    private static Replied replied(Reply.Answer answer, Status status) {
        if (status.isDone()) {
            return replied(answer, Meaning.DONE, null);
        }
        if (Status.REQUEST_DENIED.equals(status.second())) {
            return replied(answer, Meaning.FINAL, "request_denied");
        }
        return switch (status.top()) {
            case SUCCESS -> replied(answer, Meaning.FINAL, "partial_logout");
            case REQUESTER -> replied(answer, Meaning.FINAL, "requester");
            case VERSION_MISMATCH -> replied(answer, Meaning.FINAL, "version_mismatch");
            case RESPONDER -> replied(answer, Meaning.OPEN, "responder");
        };
    }

    private static Replied replied(Reply.Answer answer, Meaning meaning, @Nullable String word) {
        return new Replied(answer.answered().status(), meaning, word, answer.answered().bodyBytes());
    }
}
