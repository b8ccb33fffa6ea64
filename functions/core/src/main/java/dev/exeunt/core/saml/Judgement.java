package dev.exeunt.core.saml;

import dev.exeunt.core.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is decided about a message once its sender is certain (SAML Core 2.0, 3.2 and 3.7; the profile's rules for
/// single logout). Whether a request was seen before is for the caller to remember, see [Accepted].
public sealed interface Judgement<T extends Message> {

    /// It stands.
    ///
    /// @param until remember its issuer and ID until then, and treat a second one as the first: from then on it would be
    ///              refused anyway
    record Accepted<T extends Message>(T message, Instant until) implements Judgement<T> {}

    /// It does not. A request may be answered all the same, since its sender is certain.
    ///
    /// @param status       what such an answer says
    /// @param inResponseTo the ID it answers; empty if that could not be read, and then the answer has none
    record Rejected<T extends Message>(Refusal why, Status status, Optional<String> inResponseTo)
            implements
                Judgement<T> {}

    /// Where and when a message came.
    ///
    /// @param url    the URL it came to, as metadata states it
    /// @param skew   how far the sender's clock may be off, each way, for instance [Limits#SAML_SKEW]
    /// @param issuer the entity whose keys it was held to
    record Arrival(String url, Instant now, Duration skew, String issuer) {}

    /// Holds a LogoutRequest to `Version`, `ID`, `IssueInstant`, `Destination`, `Issuer`, `NotOnOrAfter`, to the schema
    /// and to the length of its RelayState, in that order.
    static Judgement<LogoutRequest> ofRequest(Verified verified, Arrival arrival) {
        var read = begin(verified, Arrived.Kind.REQUEST, arrival)
                .then(open -> MessageXml.request(verified.message(), open.head(), open.rest()))
                .then(request -> isOver(request.notOnOrAfter(), arrival)
                        ? new Parsed.Refused<LogoutRequest>(Refusal.EXPIRED)
                        : new Parsed.Good<>(request))
                .then(request -> RelayState.fits(verified.relayState())
                        ? new Parsed.Good<>(request)
                        : new Parsed.Refused<>(Refusal.RELAY_STATE));
        return switch (read) {
            case Parsed.Good<LogoutRequest>(LogoutRequest request) ->
                new Accepted<>(request, voidAt(request, arrival.skew()));
            case Parsed.Refused<LogoutRequest>(Refusal why) -> rejected(why, verified);
        };
    }

    /// Holds a LogoutResponse to the same, and to the request that is pending with the entity that [Arrival] names. That
    /// the request is pending no longer is for the caller to write down.
    ///
    /// @param requestId the ID of the request that was sent to that entity
    static Judgement<LogoutResponse> ofResponse(Verified verified, Arrival arrival, String requestId) {
        var read = begin(verified, Arrived.Kind.RESPONSE, arrival)
                .then(open -> MessageXml.response(verified.message(), open.head(), open.rest()))
                .then(response -> requestId.equals(response.inResponseTo())
                        ? new Parsed.Good<>(response)
                        : new Parsed.Refused<LogoutResponse>(Refusal.IN_RESPONSE_TO));
        return switch (read) {
            case Parsed.Good<LogoutResponse>(LogoutResponse response) ->
                new Accepted<>(response, response.head().issueInstant().plus(Limits.SAML_AGE));
            case Parsed.Refused<LogoutResponse>(Refusal why) -> rejected(why, verified);
        };
    }

    /// What both messages begin with, judged, and the elements that follow.
    private static Parsed<Open> begin(Verified verified, Arrived.Kind kind, Arrival arrival) {
        var message = verified.message();
        if (verified.kind() != kind) {
            return new Parsed.Refused<>(Refusal.OTHER_KIND);
        }
        if (!Names.VERSION.equals(Children.attribute(message, "Version"))) {
            return new Parsed.Refused<>(Refusal.VERSION);
        }
        var children = Children.of(message);
        return MessageXml.issuer(children).then(issuer -> MessageXml.head(message, issuer)).then(head -> {
            children.take(Names.SIGNATURE, "Signature");
            return objection(head, verified.binding(), arrival)
                    .<Parsed<Open>>map(Parsed.Refused::new)
                    .orElse(new Parsed.Good<>(new Open(head, children)));
        });
    }

    private static Optional<Refusal> objection(Message.Head head, Binding binding, Arrival arrival) {
        if (!head.issueInstant().isAfter(arrival.now().minus(Limits.SAML_AGE))) {
            return Optional.of(Refusal.STALE);
        }
        if (head.issueInstant().isAfter(arrival.now().plus(arrival.skew()))) {
            return Optional.of(Refusal.FUTURE);
        }
        var destination = head.destination();
        if (destination == null ? binding != Binding.SOAP : !destination.equals(arrival.url())) {
            return Optional.of(Refusal.DESTINATION);
        }
        return head.issuer().equals(arrival.issuer()) ? Optional.empty() : Optional.of(Refusal.OTHER_ISSUER);
    }

    private static boolean isOver(@Nullable Instant notOnOrAfter, Arrival arrival) {
        return notOnOrAfter != null && !arrival.now().minus(arrival.skew()).isBefore(notOnOrAfter);
    }

    private static Instant voidAt(LogoutRequest request, Duration skew) {
        var stale = request.head().issueInstant().plus(Limits.SAML_AGE);
        var over = request.notOnOrAfter() == null ? stale : request.notOnOrAfter().plus(skew);
        return over.isBefore(stale) ? over : stale;
    }

    private static <T extends Message> Judgement<T> rejected(Refusal why, Verified verified) {
        return new Rejected<>(why, why == Refusal.VERSION ? Status.versionMismatch() : Status.requester(),
                verified.id());
    }

    /// A message that was opened as far as what every message begins with.
    record Open(Message.Head head, Children rest) {}
}
